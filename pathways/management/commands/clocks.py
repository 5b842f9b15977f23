import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import Any

from django.core.management.base import CommandParser

from careleavers.management.commands import law as law_command
from careleavers.management.jsonlines import JsonLinesCommand
from careleavers.management.shapes import Boolean, Choice, Date, Key, Kind, LineError, ListOf, Shape, Text, Whole
from careleavers.rules import law
from careleavers.rules.accommodation import Judged
from careleavers.rules.clocks import (
    DEFAULTS,
    SETTINGS_IN_WORDS,
    Age,
    ClockSettings,
    ContactFact,
    Done,
    DutyFacts,
    DutyState,
    Event,
    HomeFact,
    LetterFact,
    Review,
    SignedRiskAssessment,
    StatusSpan,
)
from careleavers.rules.code_sets import HomeKind
from careleavers.rules.dates import Period
from careleavers.rules.law.facts import DATE_FACTS, PERIOD_FACTS, SENTENCED, check
from pathways.rules.clocks import DONE_BY_RECORD, EVENTS, duties, history

FOSTER_PLACEMENTS = frozenset(f"U{number}" for number in range(1, 7))
KINDS_OF_HOME = tuple(HomeKind)
BANDS = tuple(law.Band)


class AgeText(Kind):
    """An age written 17y6m, or 17y, read as years and months."""

    words = "age like 17y6m"

    def read(self, value: Any, path: str | None) -> Age:
        found = re.fullmatch(r"([0-9]{1,2})y(?:([0-9]|1[01])m)?", value) if isinstance(value, str) else None
        if found is None:
            raise LineError(path, f"Write {path} as an age like 17y6m, with 0 to 11 months.")
        return Age(int(found[1]), int(found[2] or 0))


class ListOrNone(ListOf):
    """A list that may be left out, which is not the same as an empty one."""

    def absent(self) -> Any:
        return None


FROM = Key("from", Date(), "First day.", required=True)
TO = Key("to", Date(), "The day after the last; null while it goes on.")
STATUS_PERIOD = Shape(
    Key("status", Choice(tuple(law.Status)), "The legal status.", required=True),
    Key("band", Choice(BANDS), "The band, where the status has them; left out, it is taken from the age."),
    FROM,
    TO,
)
HOME = Shape(
    replace(FROM, sample="2027-09-01"),
    TO,
    Key("kind", Choice(KINDS_OF_HOME), "First letter of DfE's accommodation code.", required=True, sample="D"),
    Key("provided_by_authority", Boolean(), "Under section 23B or 24B.", default=False, sample=True),
    Key("suitable", Boolean(), "Whether it was judged suitable at first; null: not judged."),
    Key(
        "judgements",
        ListOf(
            Shape(
                Key("on", Date(), "Day of the judgement.", required=True, sample="2027-09-20"),
                Key("suitable", Boolean(), "What it says.", required=True, sample=True),
            )
        ),
        "Later judgements; each counts from its day on.",
    ),
)
CONTACT = Shape(
    Key("on", Date(), "Day of the contact.", required=True, sample="2027-09-03"),
    Key("with_young_person", Boolean(), "The young person was met or spoken to.", default=False, sample=True),
    Key("visit", Boolean(), "It was a visit.", default=False, sample=True),
    Key("at_home", Boolean(), "It was where they live.", default=False, sample=True),
)
OCCASION = Key("occasion", Text(), "The age the letter marks, as text.", required=True)


def list_of(*keys: Key) -> ListOf:
    return ListOf(Shape(*keys))


def needed_day(name: str, about: str, sample: str | None = None) -> Key:
    return Key(name, Date(), about, required=True, sample=sample)


def setting_key(name: str, kind: Kind) -> Key:
    """A setting; its default and meaning are defined with the clocks."""
    return Key(name, kind, SETTINGS_IN_WORDS[name], default=getattr(DEFAULTS, name))


DAYS, WEEKS = Whole(0, 3660), Whole(1, 520)
SETTINGS = Shape(
    *law_command.SETTINGS.keys.values(),
    setting_key("warning_days", DAYS),
    setting_key("keep_in_touch_weeks", WEEKS),
    setting_key("lost_touch_weeks", WEEKS),
    setting_key("letter_ages", ListOf(Whole(1, 30))),
    Key("housing_application_age", AgeText(), SETTINGS_IN_WORDS["housing_application_age"] + " 17y6m if left out."),
    Key("skills_age", Whole(10, 25), SETTINGS_IN_WORDS["skills_age"], default=DEFAULTS.skills_age.years),
    setting_key("custody_first_visit_working_days", Whole(0, 260)),
    setting_key("custody_visit_weeks", WEEKS),
    setting_key("qualifying_contact_weeks", WEEKS),
    setting_key("as_soon_as_possible_days", DAYS),
    setting_key("personal_adviser_days", DAYS),
    setting_key("review_after_move_overdue_days", Whole(28, 3660)),
    setting_key("risk_assessment_days", DAYS),
    setting_key("risk_assessment_review_weeks", WEEKS),
    setting_key("risk_assessment_in_custody", Boolean()),
    setting_key("document_renewal_weeks", WEEKS),
)


class Command(JsonLinesCommand):
    help = (
        "Says which duties run for a young person on a day, what started each, what meets it, and when it is due. "
        "Facts after that day change nothing."
    )
    shape = Shape(
        needed_day("on", "The day asked about.", "2027-10-01"),
        needed_day("date_of_birth", "Date of birth.", "2010-03-10"),
        Key(
            "episodes",
            ListOrNone(law_command.EPISODE),
            "Every episode of being looked after; [] for none. Or give status_periods.",
        ),
        Key("status_periods", ListOrNone(STATUS_PERIOD), "Every period with one legal status, in place of episodes."),
        Key("facts", law_command.FACTS, "What else is known, as in the command law."),
        Key("homes", ListOf(HOME), "Where they have lived since 16."),
        Key("contacts", ListOf(CONTACT), "Contacts and attempts."),
        Key("assessments", list_of(needed_day("completed_on", "Day it was complete.")), "Needs assessments."),
        Key("plans", list_of(needed_day("authorised_on", "Day of authorisation.", "2026-08-20")), "Pathway plans."),
        Key(
            "reviews",
            list_of(
                needed_day("held_on", "Day it was held.", "2027-10-01"),
                Key("next_within_months", Whole(1, 12), "The interval it set; no more is counted than the law allows."),
            ),
            "Reviews of the pathway plan.",
        ),
        Key(
            "risk_assessments",
            list_of(
                needed_day("signed_on", "Day a manager signed."),
                Key("review_on", Date(), "Day of the next review; left out, by the setting."),
                Key("closed_on", Date(), "Day on which a manager closed it with a reason; left out while it goes on."),
            ),
            "Risk assessments.",
        ),
        Key("offers_made", ListOf(Date()), "Days on which support was offered."),
        Key("letters_sent", list_of(OCCASION, needed_day("on", "Day it was sent.")), "Birthday letters."),
        Key(
            "education_informed_on",
            Date(),
            "At 21 or over: the day they said that they want education or training; left out, from facts.education.",
        ),
        Key("death_known_on", Date(), "The day the authority came to know of the death."),
        Key("personal_adviser", list_of(FROM, TO), "When they had a personal adviser."),
        Key(
            "events",
            list_of(
                Key("what", Choice(EVENTS), "What happened or lies ahead.", required=True),
                needed_day("on", "Its day."),
                Key("known_on", Date(), "For what lies ahead: the day it came to be known; left out, known all along."),
            ),
            "What starts a clock and is not seen in the rest.",
        ),
        Key(
            "done",
            list_of(
                Key("code", Choice(DONE_BY_RECORD), "Which duty.", required=True),
                needed_day("on", "Day it was done."),
                Key(
                    "event_on",
                    Date(),
                    "Where an event started it, the day of that event; left out, it counts for the one that was due"
                    " first.",
                ),
            ),
            "Duties done that are not seen in the rest. Each meets the run of one event.",
        ),
        Key("settings", SETTINGS, "The council's choices."),
    )
    answers = {
        "on": "As given.",
        "duties[].code": "Which clock. Each open run is a row; where none is open, the latest.",
        "duties[].source": "Where it comes from.",
        "duties[].kind": 'law (Act, regulations, or guidance that expects it) or "local" (good practice or a choice).',
        "duties[].started_on": "The day that started it, or will.",
        "duties[].due_on": "The last day on which it is in time; null where no day is set.",
        "duties[].answered_on": "The day it was done; null where it was not.",
        "duties[].state": f"One of {', '.join(DutyState)}.",
        "duties[].days_late": "Days after due_on, by the answer or by the day asked about; 0 where it is not late.",
        "duties[].because": "Why, in words.",
    }

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--history", action="store_true", help="Adds the earlier runs of each clock.")

    def answer(self, asked: dict[str, Any], options: Mapping[str, Any]) -> Mapping[str, Any]:
        on = asked["on"]
        if on < asked["date_of_birth"]:
            raise LineError("on", f"on is {on}, before the date of birth {asked['date_of_birth']}.")
        settings, law_settings = settings_read(asked["settings"])
        ask = history if options["history"] else duties
        found = ask(facts_read(asked, law_settings), on, settings)
        return {"on": on, "duties": [duty.as_row() for duty in found]}


def settings_read(asked: Mapping[str, Any]) -> tuple[ClockSettings, law.StatusSettings]:
    """The settings of a line for the clocks, and those for the law."""
    chosen = dict(asked)
    law_settings = law.StatusSettings(leap_day=chosen["leap_day"], count_days=chosen.pop("count_days"))
    chosen["skills_age"] = Age(chosen["skills_age"])
    chosen["housing_application_age"] = chosen["housing_application_age"] or DEFAULTS.housing_application_age
    return ClockSettings(**chosen), law_settings


def facts_read(asked: Mapping[str, Any], settings: law.StatusSettings) -> DutyFacts:
    """The facts of a line, as the clocks take them."""
    for name in ("homes", "personal_adviser"):
        check_periods(name, asked[name])
    episodes = law_command.episodes_read(asked["episodes"] or ())
    law_facts = law_command.facts_read(asked["facts"])
    check(asked["date_of_birth"], episodes, law_facts)
    return DutyFacts(
        date_of_birth=asked["date_of_birth"],
        status_spans=status_spans_read(asked, episodes, law_facts, settings),
        homes=tuple(
            HomeFact(
                home["from"],
                home["to"],
                home["kind"],
                home["provided_by_authority"],
                home["suitable"],
                tuple(Judged(**judged) for judged in home["judgements"]),
            )
            for home in asked["homes"]
        ),
        contacts=tuple([contact_read(contact) for contact in asked["contacts"]]),
        assessments=tuple(assessment["completed_on"] for assessment in asked["assessments"]),
        plans=tuple(plan["authorised_on"] for plan in asked["plans"]),
        reviews=tuple(Review(**review) for review in asked["reviews"]),
        risk_assessments=tuple(SignedRiskAssessment(**assessment) for assessment in asked["risk_assessments"]),
        offers=asked["offers_made"],
        letters=tuple(LetterFact(**letter) for letter in asked["letters_sent"]),
        personal_adviser=periods_read(asked["personal_adviser"]),
        at_home=law_facts.at_home,
        education=law_facts.education,
        fostered=tuple(Period(one.start, one.end) for one in episodes if one.placement in FOSTER_PLACEMENTS),
        sentenced=tuple(one.end for one in episodes if one.end and one.reason_ended == SENTENCED),
        events=tuple(Event(**event) for event in asked["events"]),
        done=tuple(Done(**done) for done in asked["done"]),
        education_informed_on=asked["education_informed_on"],
        died_on=law_facts.died_on,
        death_known_on=asked["death_known_on"],
    )


def contact_read(asked: Mapping[str, Any]) -> ContactFact:
    return ContactFact(asked["on"], asked["with_young_person"], asked["visit"], asked["at_home"])


def status_spans_read(
    asked: Mapping[str, Any], episodes: tuple[law.Episode, ...], facts: law.StatusFacts, settings: law.StatusSettings
) -> tuple[StatusSpan, ...]:
    """The statuses given, or those that the law gives to what was known of the episodes by the day asked about."""
    given = asked["status_periods"]
    if given is None and asked["episodes"] is None:
        raise LineError("episodes", "Give episodes, or else status_periods.")
    if given is not None and asked["episodes"] is not None:
        raise LineError("status_periods", "Give episodes or status_periods, not both.")
    if given is not None:
        return status_spans_given(given)
    known_episodes = tuple(known_by(asked["on"], episode) for episode in episodes if episode.start <= asked["on"])
    answers = law.Answers(asked["date_of_birth"], known_episodes, known_facts(asked["on"], facts), settings)
    return tuple(StatusSpan(*span) for span in answers.spans())


def status_spans_given(given: Iterable[Mapping[str, Any]]) -> tuple[StatusSpan, ...]:
    """Status spans from status periods. LineError for a band of another status, or for two statuses on one day."""
    given = tuple(given)
    check_periods("status_periods", given)
    for position, period in enumerate(given):
        bands = law.BANDS.get(period["status"], ())
        if period["band"] is not None and period["band"] not in bands:
            path = f"status_periods[{position}].band"
            known = ", ".join(bands) or "none"
            raise LineError(
                path, f"{path} is {period['band']}, which {period['status']} does not have. Known: {known}."
            )
    order = sorted(range(len(given)), key=lambda position: given[position]["from"])
    for before, position in pairwise(order):
        end, start = given[before]["to"], given[position]["from"]
        if end is None or start < end:
            path = f"status_periods[{position}].from"
            raise LineError(
                path, f"{path} is {start}, when status_periods[{before}] still goes on: end that one first."
            )
    return tuple(StatusSpan(period["status"], period["band"], period["from"], period["to"]) for period in given)


def check_periods(name: str, periods: Iterable[Mapping[str, Any]]) -> None:
    for position, period in enumerate(periods):
        if period["to"] is not None and period["to"] < period["from"]:
            path = f"{name}[{position}].to"
            raise LineError(path, f"{path} is {period['to']}, before it starts on {period['from']}.")


def periods_read(periods: Iterable[Mapping[str, Any]]) -> tuple[Period, ...]:
    return tuple(Period(period["from"], period["to"]) for period in periods)


def known_by(on: date, episode: law.Episode) -> law.Episode:
    """An episode as known on a day: an end after it is not seen."""
    return episode if episode.end is None or episode.end <= on else replace(episode, end=None, reason_ended=None)


def known_facts(on: date, facts: law.StatusFacts) -> law.StatusFacts:
    """The law's facts as known on a day."""
    changes: dict[str, Any] = {}
    for name in PERIOD_FACTS:
        begun = (period for period in getattr(facts, name) if period.start <= on)
        changes[name] = tuple(Period(start, end if end and end <= on else None) for start, end in begun)
    for name in DATE_FACTS:
        day = getattr(facts, name)
        changes[name] = day if day and day <= on else None
    return replace(facts, **changes)
