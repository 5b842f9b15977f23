from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from django.core.management.base import CommandParser

from careleavers.management.jsonlines import JsonLinesCommand
from careleavers.management.shapes import Boolean, Choice, Date, Key, LineError, ListOf, Shape, Text
from careleavers.rules import law
from careleavers.rules.dates import Period
from careleavers.rules.law.facts import LEGAL_STATUSES, OUTSIDE_ENGLAND, PERIOD_FACTS, REASONS_ENDED

PERIODS = ListOf(
    Shape(
        Key("from", Date(), "First day.", required=True),
        Key("to", Date(), "The day after the last; null while it goes on."),
    )
)

EPISODE = Shape(
    Key("start", Date(), "First day of the episode.", required=True, sample="2020-06-01"),
    Key("end", Date(), "The day it ended, which is not part of it; null while it goes on.", sample="2027-09-01"),
    Key(
        "legal_status",
        Text(),
        f"SSDA903 code: {', '.join(sorted(LEGAL_STATUSES))}.",
        required=True,
        sample="C2",
    ),
    Key("placement", Text(), "SSDA903 code. P1 (with parents) counts as at home.", sample="U1"),
    Key("reason_ended", Text(), f"SSDA903 code: {', '.join(sorted(REASONS_ENDED))}.", sample="E5"),
    Key(
        "authority",
        Text(),
        "Code of another authority that looked after them (WAL, SCO, NIR, NUK, 999: elsewhere or unknown);"
        " null for ours. Where every episode names one, the authority in England that came last is the one that asks.",
    ),
    Key(
        "planned_short_break",
        Boolean(),
        "Part of a pre-planned series, each ending in return to a parent or somebody with parental responsibility.",
        default=False,
    ),
)

FACTS = Shape(
    Key(
        "at_home",
        PERIODS,
        "Living with a parent, a person with parental responsibility or the holder of the order before the care"
        " order; ends when that breaks down.",
    ),
    Key("detained_or_in_hospital", PERIODS, "Detained by order of a court, or in hospital."),
    Key("support_wanted", PERIODS, "At 21 or over: asked for support, until they no longer want it."),
    Key("education", PERIODS, "Pursuing, or wanting to pursue, education or training, from when they told us."),
    Key("special_guardianship_on", Date(), "Day of the order; else taken from E43 to E48."),
    Key("adopted_on", Date(), "Day of the order; else taken from E11 and E12."),
    Key("age_assessed_adult_on", Date(), "Day of the decision; else taken from E15."),
    Key("died_on", Date(), "Day of death; else taken from E2."),
)

SETTINGS = Shape(
    Key(
        "leap_day",
        Choice(("1 March", "28 February")),
        "Birthday in other years of somebody born on 29 February.",
        default="1 March",
    ),
    Key(
        "count_days",
        Choice(("elapsed", "inclusive")),
        "Whether the day on which care ends is left out of the 13 weeks or counted in.",
        default="elapsed",
    ),
)


class Command(JsonLinesCommand):
    help = "Says which legal status a young person has on a day, why, and what is open to argument."
    shape = Shape(
        Key("date_of_birth", Date(), "Date of birth.", required=True, sample="2010-03-10"),
        Key("on", Date(), "The day asked about.", required=True, sample="2027-10-01"),
        Key("episodes", ListOf(EPISODE), "Every episode of being looked after; [] for none.", required=True),
        Key("facts", FACTS, "What else is known."),
        Key("settings", SETTINGS, "The council's choices."),
    )
    answers = {
        "on": "As given.",
        "status": f"One of {', '.join(law.Status)}.",
        "band": "; ".join(f"{status}: {', '.join(bands)}" for status, bands in law.BANDS.items()) + "; else null.",
        "from": "First day of this status and band.",
        "to": "The day after the last; null where it stays open.",
        "returned_home": "Only there, and true, where six months at home took relevant status away.",
        "because[]": 'Every rule looked at: "text", "source" and whether it was "met".',
        "flags[]": 'Points open to argument on this day: "code", "text" and "outcomes", the one given here first.',
        "next_change": 'The "on" and "status" of the next change of status or band; null where there is none.',
        "care_days": "Days by this day: after_14 and after_16 (counted for the 13 weeks), not_counted (short breaks).",
        "periods[]": "With --timeline: every period from birth on, with the keys from status to flags.",
    }

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--timeline", action="store_true", help="Adds every period from birth on.")

    def answer(self, asked: dict[str, Any], options: Mapping[str, Any]) -> Mapping[str, Any]:
        born, day = asked["date_of_birth"], asked["on"]
        episodes = episodes_read(asked["episodes"])
        facts = facts_read(asked["facts"])
        settings = law.StatusSettings(**asked["settings"])
        if day < born:
            raise LineError("on", f"on is {day}, before the date of birth {born}.")
        answers = law.Answers(born, episodes, facts, settings)
        periods, days = answers.timeline(), answers.care_days(day)
        answered = {
            "on": day,
            **shown(law.status_on(periods, day)),
            "next_change": change_shown(law.next_change(periods, day)),
            "care_days": {
                "after_14": days.after_14,
                "after_16": days.after_16,
                "not_counted": days.not_counted,
            },
        }
        if options["timeline"]:
            answered["periods"] = [shown(period) for period in periods]
        return answered


def episodes_read(asked: Iterable[Mapping[str, Any]]) -> tuple[law.Episode, ...]:
    """The episodes of a line, those of the authority that asks without a name."""
    episodes = tuple(law.Episode(**{**one, "authority": one["authority"] or None}) for one in asked)
    english = [one for one in episodes if one.authority not in OUTSIDE_ENGLAND]
    if not english or any(one.authority is None for one in english):
        return episodes
    asking = max(english, key=lambda one: one.start).authority
    return tuple(replace(one, authority=None) if one.authority == asking else one for one in episodes)


def facts_read(asked: Mapping[str, Any]) -> law.StatusFacts:
    """The facts of a line, as the law takes them."""
    periods = {name: tuple(Period(one["from"], one["to"]) for one in asked[name]) for name in PERIOD_FACTS}
    return law.StatusFacts(**{**asked, **periods})


def shown(period: law.TimelinePeriod) -> dict[str, Any]:
    """A period as the keys of an answer."""
    return {
        "status": period.status,
        "band": period.band,
        "from": period.start,
        "to": period.end,
        **({"returned_home": True} if period.returned_home else {}),
        "because": [{"text": one.text, "source": one.source, "met": one.met} for one in period.because],
        "flags": [
            {"code": one.code, "text": one.text, "outcomes": [outcome.text for outcome in one.outcomes]}
            for one in period.flags
        ],
    }


def change_shown(period: law.TimelinePeriod | None) -> dict[str, date | str] | None:
    return None if period is None else {"on": period.start, "status": period.status}
