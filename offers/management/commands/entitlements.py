"""`manage.py entitlements`: what a young person is entitled to on a day, from facts given as JSON lines."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from careleavers.management.commands.law import EPISODE, PERIODS, facts_read
from careleavers.management.commands.law import FACTS as LAW_FACTS
from careleavers.management.commands.law import SETTINGS as LAW_SETTINGS
from careleavers.management.jsonlines import JsonLinesCommand
from careleavers.management.shapes import Boolean, Choice, Date, Key, LineError, ListOf, Shape, Text, Whole
from careleavers.rules import law
from careleavers.rules.dates import ONE_DAY, Period, birthday
from offers.rules.catalogue import (
    SETTINGS_IN_WORDS,
    CouncilTaxPolicy,
    Course,
    Entitlement,
    EntitlementSettings,
    Level,
    LocalItem,
    Payment,
    Person,
    PersonStatus,
    Residence,
    entitlements,
)

BANDS = tuple(law.Band)
FOSTER_PLACEMENTS = "U"  # SSDA903 placement codes U1 to U6
FROM = Key("from", Date(), "The first day.", required=True)
TO = Key("to", Date(), "The day after the last; null while it goes on.")

STATUS_PERIODS = Key(
    "status_periods",
    ListOf(
        Shape(
            Key("status", Choice(tuple(law.Status)), "The legal status.", required=True),
            Key("band", Choice(BANDS), "The band, for former relevant children and people qualifying for advice."),
            FROM,
            TO,
        )
    ),
    "The legal statuses, past and, where known, ahead. Give these or episodes, not both.",
)
EPISODES = Key(
    "episodes",
    ListOf(EPISODE),
    "Every episode of being looked after, as for the command law: the statuses are then found from them.",
    sample=[
        {"start": "2019-03-04", "end": "2023-02-10", "legal_status": "C2", "placement": "U1", "reason_ended": "E6"}
    ],
)
COURSES = Key(
    "courses",
    ListOf(
        Shape(
            Key("level", Choice(("higher", "further", "school")), "The level of the course.", required=True),
            FROM,
            TO,
            Key("full_time", Boolean(), "Whether it is full time; null: not recorded."),
            Key("residential", Boolean(), "Whether further education is residential.", default=False),
            Key("academic_years", Whole(least=1, most=12), "How many academic years the whole course lasts."),
            Key("in_pathway_plan", Boolean(), "Whether it is pursued in accordance with the pathway plan."),
        )
    ),
    "Courses, past, now and ahead.",
    sample=[{"level": "higher", "from": "2023-09-25", "to": "2026-07-01", "in_pathway_plan": True}],
)
FACTS = Shape(
    *LAW_FACTS.keys.values(),
    COURSES,
    Key("apprenticeships", PERIODS, "Apprenticeships; from is the day they started."),
    Key(
        "payments",
        ListOf(
            Shape(
                Key("code", Text(), "The entitlement that the money was for.", required=True),
                Key("on", Date(), "The day it was paid.", required=True),
                Key("amount", Whole(least=0), "Whole pounds.", required=True),
            )
        ),
        "What was paid already.",
        sample=[{"code": "setting_up_home_allowance", "on": "2024-03-01", "amount": 1200}],
    ),
    Key("staying_put", PERIODS, "Staying-put arrangements with a former foster carer."),
    Key("with_foster_carer_at_18", Boolean(), "Whether they lived with a foster carer just before they turned 18."),
    Key(
        "cared_for_at_16_or_17",
        Boolean(),
        "Whether they were looked after, accommodated or fostered at any time at 16 or 17; null: from the statuses.",
    ),
    Key(
        "lived_in",
        ListOf(Shape(Key("district", Text(), "The housing authority's district.", required=True), FROM, TO)),
        "Where they normally lived while looked after.",
    ),
    Key("billing_authority", Text(), "The council that sends their council tax bill."),
)
SETTINGS = Shape(
    *LAW_SETTINGS.keys.values(),
    Key(
        "higher_education_bursary",
        Whole(least=2000),
        SETTINGS_IN_WORDS["higher_education_bursary"],
        default=EntitlementSettings.higher_education_bursary,
    ),
    Key(
        "setting_up_home",
        ListOf(Shape(FROM, Key("amount", Whole(least=0), "Whole pounds.", required=True))),
        SETTINGS_IN_WORDS["setting_up_home"],
    ),
    Key(
        "setting_up_home_to_age",
        Whole(least=18, most=30),
        SETTINGS_IN_WORDS["setting_up_home_to_age"],
        default=EntitlementSettings.setting_up_home_to_age,
    ),
    Key(
        "apprenticeship_bursary_since",
        Date(),
        SETTINGS_IN_WORDS["apprenticeship_bursary_since"],
        default=EntitlementSettings.apprenticeship_bursary_since,
    ),
    Key(
        "council_tax",
        Shape(
            Key("from", Date(), "The first day of the policy.", required=True),
            Key("from_age", Whole(least=16, most=25), "From this birthday.", default=CouncilTaxPolicy.from_age),
            Key("to_age", Whole(least=18, most=30), "Up to this birthday.", default=CouncilTaxPolicy.to_age),
            Key("billing_authorities", ListOf(Text()), "The councils that agreed to it; none: all of them."),
        ),
        SETTINGS_IN_WORDS["council_tax"],
        sample={"from": "2019-04-01"},
    ),
    Key(
        "local_items",
        ListOf(
            Shape(
                Key("code", Text(), "A short name for it.", required=True),
                Key("name", Text(), "What people call it.", required=True),
                Key("condition", Text(), "Who gets it and when, in a sentence.", required=True),
                Key("from_age", Whole(least=0, most=30), "From this birthday.", default=LocalItem.from_age),
                Key("to_age", Whole(least=0, most=30), "Up to this birthday.", default=LocalItem.to_age),
                Key("amount", Whole(least=0), "Whole pounds."),
                Key("from", Date(), "The first day it is given."),
                Key("to", Date(), "The day after the last."),
                Key(
                    "statuses",
                    ListOf(Choice(tuple(law.Status))),
                    "The legal statuses it is for; none: every care leaver.",
                ),
            )
        ),
        SETTINGS_IN_WORDS["local_items"],
    ),
    *(
        Key(name, Date(), f"{SETTINGS_IN_WORDS[name]} Null: it has not started.")
        for name in (
            "staying_close_commenced_on",
            "financial_literacy_commenced_on",
            "no_intentional_homelessness_commenced_on",
        )
    ),
)


class Command(JsonLinesCommand):
    help = "Says what a young person is entitled to on a day, with amounts, dates, conditions, sources and reasons."
    shape = Shape(
        Key("on", Date(), "The day to answer for.", required=True, sample="2024-10-01"),
        Key("date_of_birth", Date(), "The date of birth.", required=True, sample="2005-02-10"),
        STATUS_PERIODS,
        EPISODES,
        Key("facts", FACTS, "What else is known. Anything left out is not recorded, and is asked for."),
        Key("settings", SETTINGS, "The authority's own choices, and what no source settles."),
    )
    answers = {
        "on": "As given.",
        "entitlements": "One object for every item of the catalogue, in the same order each time.",
        "entitlements[].code": "Its name in data.",
        "entitlements[].name": "Its name in words.",
        "entitlements[].area": "The area of the local offer.",
        "entitlements[].basis": "law, statutory guidance, national scheme, authority's own policy, or voluntary.",
        "entitlements[].state": "open (theirs now), conditional (theirs if one more thing is so, which reason names), "
        "later, closed, used (given once already), no, or not_commenced.",
        "entitlements[].opens": "The first day of the time that includes the day; else the next; else the last.",
        "entitlements[].closes": "The day after its last day; null: no end.",
        "entitlements[].amount": "Whole pounds; null: not a sum of money. For a bursary a year, the most in a year.",
        "entitlements[].paid": "Whole pounds paid by the day.",
        "entitlements[].remaining": "Whole pounds still to pay.",
        "entitlements[].condition": "What it depends on.",
        "entitlements[].source": "Where it is written.",
        "entitlements[].reason": "Why, in sentences.",
        "entitlements[].flags": "Unsettled points: code, text and outcomes.",
        "entitlements[].verified": "False where a source has not been read: check before relying on it.",
    }

    def answer(self, asked: dict[str, Any], options: Mapping[str, Any]) -> Mapping[str, Any]:
        person = _person(asked)
        settings = _settings(asked["settings"])
        return {
            "on": asked["on"],
            "entitlements": [_as_json(each) for each in entitlements(person, asked["on"], settings)],
        }


def _person(asked: dict[str, Any]) -> Person:
    facts = asked["facts"]
    born = asked["date_of_birth"]
    if asked["on"] < born:
        raise LineError("on", f"on is {asked['on']}, before the date of birth {born}.")
    statuses = _statuses(asked)
    deaths = [each.start for each in statuses if each.status == law.Status.DECEASED]
    return Person(
        date_of_birth=born,
        statuses=tuple(each for each in statuses if each.status not in (law.Status.NONE, law.Status.DECEASED)),
        courses=_each(facts["courses"], "facts.courses", Course, born),
        apprenticeships=_each(facts["apprenticeships"], "facts.apprenticeships", Period, born),
        payments=tuple(Payment(**payment) for payment in facts["payments"]),
        staying_put=_each(facts["staying_put"], "facts.staying_put", Period, born),
        with_foster_carer_at_18=_with_foster_carer_at_18(asked),
        cared_for_at_16_or_17=facts["cared_for_at_16_or_17"],
        lived_in=_each(facts["lived_in"], "facts.lived_in", Residence, born),
        billing_authority=facts["billing_authority"],
        died_on=min([*deaths, *filter(None, [facts["died_on"]])], default=None),
    )


def _statuses(asked: dict[str, Any]) -> tuple[PersonStatus, ...]:
    """The statuses as given, or as the law finds them in the episodes."""
    given, episodes = asked["status_periods"], asked["episodes"]
    if given and episodes:
        raise LineError("status_periods", "Give status_periods or episodes, not both.")
    if given:
        return _each(given, "status_periods", PersonStatus, asked["date_of_birth"])
    found = law.timeline(
        asked["date_of_birth"],
        tuple(law.Episode(**episode) for episode in episodes),
        facts_read({name: asked["facts"][name] for name in LAW_FACTS.keys}),
        law.StatusSettings(**{name: asked["settings"][name] for name in LAW_SETTINGS.keys}),
    )
    return tuple(PersonStatus(period.status, period.band, period.start, period.end) for period in found)


def _with_foster_carer_at_18(asked: dict[str, Any]) -> bool | None:
    """The fact as given; else from the placement of the day before the 18th birthday."""
    given: bool | None = asked["facts"]["with_foster_carer_at_18"]
    day_before = birthday(asked["date_of_birth"], 18, asked["settings"]["leap_day"]) - ONE_DAY
    placements = [
        episode["placement"]
        for episode in asked["episodes"]
        if Period(episode["start"], episode["end"]).contains(day_before) and episode["placement"]
    ]
    if given is not None or not placements:
        return given
    return any(placement.startswith(FOSTER_PLACEMENTS) for placement in placements)


def _each(rows: tuple[dict[str, Any], ...], path: str, kind: Any, born: date) -> tuple[Any, ...]:
    """The rows as `kind`, with from and to renamed; LineError for periods that cannot be."""
    read = []
    for position, row in enumerate(rows):
        fields = dict(row)
        start, end = fields.pop("from"), fields.pop("to")
        where = f"{path}[{position}]"
        if start < born:
            raise LineError(f"{where}.from", f"{where} starts on {start}, before the date of birth {born}.")
        if end is not None and end < start:
            raise LineError(f"{where}.to", f"{where} ends on {end}, before it starts on {start}.")
        read.append(kind(**fields, start=start, end=end))
    return tuple(read)


def _settings(given: dict[str, Any]) -> EntitlementSettings:
    chosen = {name: value for name, value in given.items() if name in SETTINGS_IN_WORDS}
    chosen["setting_up_home"] = tuple(Level(level["from"], level["amount"]) for level in given["setting_up_home"])
    if given["council_tax"]:
        policy = dict(given["council_tax"])
        _check_ages(policy, "settings.council_tax")
        chosen["council_tax"] = CouncilTaxPolicy(start=policy.pop("from"), **policy)
    items = []
    for position, given_item in enumerate(given["local_items"]):
        item = dict(given_item)
        where = f"settings.local_items[{position}]"
        _check_ages(item, where)
        if item["from"] and item["to"] and item["to"] < item["from"]:
            raise LineError(f"{where}.to", f"{where} ends on {item['to']}, before it starts on {item['from']}.")
        items.append(LocalItem(start=item.pop("from"), end=item.pop("to"), **item))
    chosen["local_items"] = tuple(items)
    return EntitlementSettings(**chosen)


def _check_ages(row: Mapping[str, Any], where: str) -> None:
    if row["to_age"] < row["from_age"]:
        say = f"{where} goes from age {row['from_age']} to age {row['to_age']}. Write the lower age first."
        raise LineError(f"{where}.to_age", say)


def _as_json(entitlement: Entitlement) -> dict[str, Any]:
    answer = asdict(entitlement)
    answer["reason"] = " ".join(answer.pop("because"))
    return answer | {"flags": [flag._asdict() for flag in entitlement.flags]}
