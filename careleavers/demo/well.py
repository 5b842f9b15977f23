"""The demo council's health, money and steps towards work: what is written down of most, and what is awaited."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING, Any

from django.db import models

from careleavers.demo import names
from careleavers.demo.lives import Life, random_id
from careleavers.demo.rows import RowValues, load_rows
from careleavers.models import (
    Debts,
    HealthMatter,
    Income,
    Membership,
    OccupationStep,
    Offence,
    Relationship,
    VacationHome,
    Wellbeing,
)
from careleavers.rules import dates
from careleavers.rules.code_sets import COURSES, IN_EET
from careleavers.rules.health import HealthKind, HealthState

if TYPE_CHECKING:
    from careleavers.demo.load import Council

WRITTEN_DOWN = 0.75  # of those who are open to the service
# Of a hundred: how many have it, have asked for it, want it, want none; of the rest nothing is written down.
HEALTH = {
    HealthKind.GP: (84, 4, 4, 0),
    HealthKind.DENTIST: (50, 14, 14, 4),
    HealthKind.OPTICIAN: (38, 5, 8, 20),
    HealthKind.HISTORY: (40, 12, 6, 6),
    HealthKind.NURSE: (12, 8, 2, 4),
    HealthKind.MENTAL_HEALTH: (9, 8, 5, 3),
}
STATES = (HealthState.THERE, HealthState.ASKED, HealthState.WANTED, HealthState.DECLINED)
PLACES = {HealthKind.GP: "Mill Road Surgery", HealthKind.DENTIST: "Quay Dental", HealthKind.OPTICIAN: "High Street"}
GIVEN = ("Talked through with the nurse, and on paper", "In a sealed letter, as they asked")
COLLEGES = ("Aldersby College", "Wendmere Sixth Form", "Northfell University")
EMPLOYERS = ("Harbour Café", "Fernley Builders", "Quay Logistics", "Wendmere Council")
KNOWN = (
    ("mother", "Dawn"),
    ("father", "Lee"),
    ("parent", "Gary, stepfather"),
    ("sibling", "Kayleigh"),
    ("sibling", "Yusuf"),
    ("grandparent", "Nan Jean"),
    ("partner", "Jordan"),
    ("friend", "Tia"),
    ("carer", "Sheila and Tom"),
    ("mentor", "Olu"),
    ("justice", "Mr Hartley, probation"),
)
OWED = (
    "£240 to a phone company: pays back £20 a month",
    "£610 of rent arrears: £5 a week agreed with the housing association",
    "Catalogue, about £130. Has not opened the letters: look at them together",
)
VACATIONS = (
    ("", ""),
    ("others", "With their former carers"),
    ("money", "£150 a week for a room in the halls"),
    ("stays_open", ""),
)
JOINED = (
    ("mentor", "Olu, through the mentoring scheme", ""),
    ("forum", "Wendmere care leavers’ forum", "“They listen, and there is pizza.”"),
    ("group", "Sunday table", ""),
    ("club", "Wend Boxing", "“It clears my head.”"),
    ("volunteering", "Food bank, Saturdays", ""),
)
DECIDED = ("none", "caution", "community", "fine", "resolution", "suspended")
REASONS = ("looking", "looking", "waiting", "confidence", "housing", "caring", "health")
STEPS = (
    ("cv", "", "With the job coach"),
    ("application", "Harbour Café", ""),
    ("interview", "Quay Logistics", "A trial day was offered"),
    ("trial", "Fernley Builders", "Wants to go back"),
    ("training", "First aid", "Passed"),
    ("careers", "Careers adviser", "Level 2 courses to look at"),
)


def grow_occupations(one: Life) -> None:
    """What is known of each activity of a life."""
    for row in one.occupations:
        rng = Random(f"work-{one.id}-{row['starts_on']}")
        code, known = row["code"], rng.random() < 0.8
        in_eet = known and code in IN_EET
        row |= {
            "provider": rng.choice(COLLEGES if code in COURSES else EMPLOYERS) if in_eet else "",
            "level": rng.choice(["1", "2", "3"]) if in_eet and code in COURSES else "",
            "course_year": rng.randint(1, 2) if in_eet and code in COURSES else None,
            "hours": rng.choice([12, 16, 24, 37.5]) if in_eet else None,
            "reason": rng.choice(REASONS) if known and code.startswith("G") else "",
        }


def load_well(*, lives: Sequence[Life], council: Council, today: date, rng: Random) -> None:
    """Steps towards work, health, answers on wellbeing, incomes, debts, vacations, offences, groups, and who is in
    their life."""
    rows: dict[type[models.Model], list[RowValues]] = {
        OccupationStep: [],
        HealthMatter: [],
        Wellbeing: [],
        Income: [],
        Relationship: [],
        Debts: [],
        VacationHome: [],
        Offence: [],
        Membership: [],
    }
    for one in lives:
        of_this_life = Random(f"well-{one.id}")
        if one.closed_on or of_this_life.random() > WRITTEN_DOWN:
            continue
        rows[OccupationStep] += _steps(of_this_life, one, today)
        rows[HealthMatter] += _matters(of_this_life, one, today)
        rows[Wellbeing] += _answers(of_this_life, one, today)
        rows[Income] += _incomes(of_this_life, one, today)
        rows[Relationship] += _relationships(Random(f"network-{one.id}"), one)
        rows[Debts] += _debts(Random(f"debts-{one.id}"), one, today)
        rows[Offence] += _offences(Random(f"offences-{one.id}"), one, today)
        rows[Membership] += _memberships(Random(f"groups-{one.id}"), one, today)
        rows[VacationHome] += _vacations(Random(f"vacations-{one.id}"), one, today)
    for model, of_model in rows.items():
        load_rows(model, of_model)


def _some_day(rng: Random, one: Life, today: date, longest: int) -> date:
    return max(one.opened_on, today - timedelta(days=rng.randint(1, longest)))


def _steps(rng: Random, one: Life, today: date) -> Iterator[RowValues]:
    for kind, about, result in rng.sample(STEPS, rng.choice([0, 0, 1, 2, 3])):
        yield {
            "id": random_id(rng),
            "person_id": one.id,
            "kind": kind,
            "happened_on": _some_day(rng, one, today, 300),
            "about": about,
            "result": result,
        }


def _matters(rng: Random, one: Life, today: date) -> Iterator[RowValues]:
    for kind, parts in HEALTH.items():
        state = rng.choices([*STATES, None], [*parts, 100 - sum(parts)])[0]
        if state is None or (kind == HealthKind.HISTORY and today < dates.birthday(one.date_of_birth, 18)):
            continue
        is_there = state == HealthState.THERE
        yield {
            "id": random_id(rng),
            "person_id": one.id,
            "kind": kind.value,
            "state": state.value,
            "since": _some_day(rng, one, today, 900),
            "place": PLACES.get(kind, "") if is_there else "",
            "how": rng.choice(GIVEN) if is_there and kind == HealthKind.HISTORY else "",
            "last_seen_on": _some_day(rng, one, today, 400) if is_there and kind in PLACES else None,
        }


def _answers(rng: Random, one: Life, today: date) -> Iterator[RowValues]:
    days = {_some_day(rng, one, today, 700) for _ in range(rng.choice([0, 0, 1, 2, 3]))}
    for day in sorted(days):
        satisfied, worthwhile, happy, anxious = (rng.choice([3, 4, 5, 6, 7, 7, 8, 9]) for _ in range(4))
        yield {
            "id": random_id(rng),
            "person_id": one.id,
            "answered_on": day,
            "satisfied": satisfied,
            "worthwhile": worthwhile,
            "happy": happy,
            "anxious": 10 - anxious if rng.random() < 0.8 else None,
        }


def _relationships(rng: Random, one: Life) -> Iterator[RowValues]:
    for relation, called in rng.sample(KNOWN, rng.choice([0, 1, 2, 2, 3])):
        is_told_nothing = relation in ("parent", "father") and rng.random() < 0.3
        yield {
            "id": random_id(rng),
            "person_id": one.id,
            "name": called,
            "relation": relation,
            "matters": not is_told_nothing and rng.random() < 0.6,
            "in_emergency": relation in ("mother", "carer") and rng.random() < 0.5,
            "how_to_reach": f"07700 900{rng.randint(0, 999):03}" if not is_told_nothing else "",
            "must_not_know": "Where they live" if is_told_nothing else "",
        }


def _incomes(rng: Random, one: Life, today: date) -> Iterator[RowValues]:
    current = next((row for row in one.occupations if row["ends_on"] is None), None)
    works = current is not None and current["code"] in IN_EET - COURSES
    if works:
        yield _income(rng, one, today, "wage", rng.choice([850, 1120, 1480]), "month", rng.choice(EMPLOYERS))
    if current is not None and current["code"] in COURSES:
        yield _income(rng, one, today, "student", 1200, "year", rng.choice(COLLEGES))
    if not works and today >= dates.birthday(one.date_of_birth, 18):
        yield _income(rng, one, today, "universal_credit", 316.98, "month", f"Jobcentre {names.TOWNS[0]}")


def _income(rng: Random, one: Life, today: date, kind: str, amount: float, every: str, payer: str) -> dict[str, Any]:
    """From a claim some time ago: most are paid, a few are awaited or sanctioned."""
    claimed_on = _some_day(rng, one, today, 500)
    awarded_on, paid_on = claimed_on + timedelta(days=21), claimed_on + timedelta(days=35)
    is_paid, is_benefit = paid_on <= today, kind == "universal_credit"
    sanctioned = is_paid and is_benefit and rng.random() < 0.05
    return {
        "id": random_id(rng),
        "person_id": one.id,
        "kind": kind,
        "payer": payer,
        "amount": amount,
        "every": every,
        "claimed_on": claimed_on,
        "awarded_on": awarded_on if awarded_on <= today else None,
        "first_paid_on": paid_on if is_paid else None,
        "sanctioned_on": max(paid_on, today - timedelta(days=rng.randint(3, 20))) if sanctioned else None,
    }


def _debts(rng: Random, one: Life, today: date) -> Iterator[RowValues]:
    if today >= dates.birthday(one.date_of_birth, 18) and rng.random() < 0.15:
        text = rng.choice(OWED)
        yield {"id": random_id(rng), "person_id": one.id, "as_of": _some_day(rng, one, today, 200), "text": text}


def _vacations(rng: Random, one: Life, today: date) -> Iterator[RowValues]:
    """The Christmas of whoever is at university."""
    studies = any(each["code"].startswith("F1") and each["ends_on"] is None for each in one.occupations)
    if not studies or today >= dates.birthday(one.date_of_birth, 25):
        return
    arranged, where = rng.choice(VACATIONS)
    yield {
        "id": random_id(rng),
        "person_id": one.id,
        "vacation": f"Christmas {today.year}",
        "starts_on": date(today.year, 12, 12),
        "ends_on": date(today.year + 1, 1, 10),
        "arranged": arranged,
        "where": where,
    }


def _offences(rng: Random, one: Life, today: date) -> Iterator[RowValues]:
    """Of one in twelve; half are decided, and some charges may lead to custody."""
    if rng.random() > 0.08:
        return
    charged_on = _some_day(rng, one, today, 300)
    happened_on = max(dates.birthday(one.date_of_birth, 14), charged_on - timedelta(days=rng.randint(5, 90)))
    outcome = rng.choice(DECIDED) if rng.random() < 0.5 else ""
    yield {
        "id": random_id(rng),
        "person_id": one.id,
        "happened_on": happened_on,
        "charged_on": charged_on,
        "may_lead_to_custody": not outcome and rng.random() < 0.4,
        "outcome": outcome,
        "decided_on": min(today, charged_on + timedelta(days=rng.randint(10, 60))) if outcome else None,
    }


def _memberships(rng: Random, one: Life, today: date) -> Iterator[RowValues]:
    for kind, name, note in rng.sample(JOINED, rng.choice((0, 0, 0, 1, 1, 2))):
        joined_on = _some_day(rng, one, today, 600)
        yield {
            "id": random_id(rng),
            "person_id": one.id,
            "kind": kind,
            "name": name,
            "joined_on": joined_on,
            "left_on": _some_day(rng, one, today, (today - joined_on).days or 1) if rng.random() < 0.2 else None,
            "note": note,
        }
