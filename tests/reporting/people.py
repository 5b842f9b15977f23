"""Random young people with everything that figures ask about, and a slow account of what each figure should say.

The account is written in plain Python over the rows as they were drawn, apart from the product's own conditions; only
whether a plan is in date is asked of the rule that the clocks share. Days are drawn close to the edges that rules
turn on.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from django.utils import timezone

from careleavers.models import Home, Team, User, YoungPerson
from careleavers.rules.clocks import DEFAULTS, DutyFacts, HomeFact, Review, StatusSpan
from pathways.rules.plan_status import PlanState, plan_status
from tests.cast import Cast
from tests.factories import (
    AllocationFactory,
    ContactFactory,
    HomeFactory,
    HomeSuitabilityFactory,
    InvolvementFactory,
    OccupationFactory,
    PlanReviewFactory,
    PlanVersionFactory,
    StatusPeriodFactory,
    YoungPersonFactory,
)

STATUSES = [
    ("former_relevant_child", "18-20"),
    ("former_relevant_child", "21-24"),
    ("former_relevant_child", "21-24 opted in"),
    ("former_relevant_child", "21-24 education"),
    ("former_relevant_child", "25 and over, education"),
    ("person_qualifying", "16-20"),
    ("eligible_child", ""),
    ("relevant_child", ""),
    ("looked_after", ""),
    ("none", ""),
    ("deceased", ""),
]
HOMES = "BCDEGHKRSTUVWXYZ"
CODES = ["F1", "P1", "F2", "P2", "F3", "P3", "F4", "P4", "F5", "P5", "G4", "G5", "G6", "0"]


@dataclass
class Known:
    """One person's rows as plain values; periods are (start, end or None, ...)."""

    person: YoungPerson
    statuses: list[tuple] = field(default_factory=list)
    homes: list[tuple] = field(default_factory=list)
    doings: list[tuple] = field(default_factory=list)
    opened: list[tuple] = field(default_factory=list)
    holders: list[tuple] = field(default_factory=list)
    contacts: list[tuple] = field(default_factory=list)
    authorised: list[date] = field(default_factory=list)
    reviewed: list[date] = field(default_factory=list)


def somebody(rng: Random, cast: Cast, number: int, day: date) -> Known:
    """Somebody whose facts change near `day`. Call inside `with scene():`."""
    born = _minus_years(day, rng.choice([15, 16, 17, 18, 19, 20, 21, 22, 25, 26])) + timedelta(days=rng.randint(-2, 2))
    if rng.random() < 0.15:
        born = date(rng.choice([2000, 2004, 2008]), 2, 29)
    person = YoungPersonFactory.create(
        involvement=None,
        first_name=f"P{number}",
        last_name="Test",
        date_of_birth=born,
        gender="U",
        local_id=f"R{number}",
        is_restricted=rng.random() < 0.1,
        died_on=day + timedelta(days=rng.randint(-1, 1)) if rng.random() < 0.05 else None,
        team=rng.choice([cast.north, cast.south, None]),
    )
    known = Known(person)
    for start, end in _periods(rng, day):
        status, band = rng.choice(STATUSES[:5] * 2 + STATUSES)
        home = status == "person_qualifying" and rng.random() < 0.5
        StatusPeriodFactory.create(
            person=person, status=status, band=band, starts_on=start, ends_on=end, returned_home=home, rules_version="t"
        )
        known.statuses.append((start, end, status, band, home))
    for start, end in _periods(rng, day):
        kind, provided = rng.choice(HOMES), rng.random() < 0.4
        suitable = kind not in "SX" and rng.random() < 0.7
        home = HomeFactory.create(
            person=person, kind=kind, is_suitable=suitable, provided_by_authority=provided, starts_on=start, ends_on=end
        )
        known.homes.append((start, end, kind, (suitable, _judged(rng, home, day, cast.pat)), provided))
    for start, end in _periods(rng, day):
        code = rng.choice(CODES)
        OccupationFactory.create(person=person, code=code, starts_on=start, ends_on=end)
        known.doings.append((start, end, code))
    for start, end in _periods(rng, day):
        InvolvementFactory.create(person=person, starts_on=start, ends_on=end)
        known.opened.append((start, end))
    for start, end in _periods(rng, day):
        worker, team = rng.choice([(cast.pat, cast.north), (cast.sam, cast.south), (cast.vera, cast.service)])
        AllocationFactory.create(person=person, worker=worker, team=team, starts_on=start, ends_on=end)
        known.holders.append((start, end, team.pk))
    if rng.random() < 0.3:
        AllocationFactory.create(
            person=person, worker=cast.wes, team=cast.north, role="co_worker", starts_on=day - timedelta(days=9)
        )
    _contacts(rng, known, day)
    _plans(rng, known, day, cast.pat, cast.mo)
    return known


def _periods(rng: Random, day: date) -> list[tuple[date, date | None]]:
    """None, one or two periods that touch `day` or just miss it."""
    if rng.random() < 0.12:
        return []
    change = day + timedelta(days=rng.randint(-1, 2))
    last = rng.choice([None, None, change + timedelta(days=rng.choice([1, 2, 300]))])
    if rng.random() < 0.4:
        return [(change, last)]
    return [(date(2018, 1, 1), change), (change, last)] if rng.random() < 0.7 else [(date(2018, 1, 1), change)]


def _judged(rng: Random, home: Home, day: date, by: User) -> list[tuple[date, bool]]:
    """Judgements of some homes, on days around `day`, and what the home counts as since; oldest first."""
    if home.kind in "SX" or rng.random() < 0.6:
        return []
    judged = sorted((day + timedelta(days=rng.choice([-400, -9, -1, 0, 1])), rng.random() < 0.5) for _ in range(2))
    for number, (on, says) in enumerate(judged):
        at = timezone.now() + timedelta(seconds=number)
        HomeSuitabilityFactory.create(home=home, judged_on=on, judged_by=by, is_suitable=says, recorded_at=at)
    home.suitable_at_first, home.is_suitable = home.is_suitable, judged[-1][1]
    home.save()
    return judged


def _contacts(rng: Random, known: Known, day: date) -> None:
    for _ in range(rng.randint(0, 2)):
        on = day + timedelta(days=rng.choice([-300, -57, -56, -55, -29, -28, -3, 0, 1]))
        result = rng.choice(["spoke", "spoke", "no_reply", "about"])
        now = timezone.now()
        undone = rng.choice([{}, {}, {}, {"voided_at": now}, {"superseded_at": now}])
        ContactFactory.create(person=known.person, method="phone", result=result, happened_on=on, **undone)
        if not undone:
            known.contacts.append((on, result))


def _plans(rng: Random, known: Known, day: date, author: User, manager: User) -> None:
    if rng.random() < 0.15:
        return
    for number in range(1, rng.randint(1, 3)):
        on = _about(rng, day)
        PlanVersionFactory.create(
            person=known.person,
            number=number,
            written_by=author,
            authorised=True,
            authorised_by=manager,
            authorised_on=on,
        )
        known.authorised.append(on)
    if rng.random() < 0.3:
        PlanVersionFactory.create(person=known.person, number=9, written_by=author)
    for _ in range(rng.randint(0, 2)):
        on = _about(rng, day)
        PlanReviewFactory.create(person=known.person, held_on=on)
        known.reviewed.append(on)


def _about(rng: Random, day: date) -> date:
    """About three or six months before, today or tomorrow."""
    return day + timedelta(days=rng.choice([1, 0, -30, *range(-94, -87), *range(-186, -179), -400]))


# The slow account


def state_of(known: Known, measure: str, day: date, *, weeks: int = 8) -> str:
    """ "met", "not_met" or "excluded", whatever the age."""
    status, *_ = _holding(known.statuses, day) or (None,)
    kind, suitable, _ = _holding(known.homes, day) or (None, None, False)
    if status == "deceased" or (known.person.died_on and known.person.died_on <= day):
        return "excluded"
    if measure == "ACCOM_SUITABLE":
        if status != "former_relevant_child" or kind in ("G", "H", "R"):
            return "excluded"
        at_first, judged = suitable or (False, [])
        return "met" if [at_first, *(says for on, says in judged if on <= day)][-1] else "not_met"
    if measure == "EET":
        if status != "former_relevant_child":
            return "excluded"
        (code,) = _holding(known.doings, day) or (None,)
        return "met" if code in {"F1", "P1", "F2", "P2", "F4", "P4", "F5", "P5"} else "not_met"
    if measure == "IN_TOUCH_8W":
        if _holding(known.opened, day) is None or status not in ("former_relevant_child", "person_qualifying"):
            return "excluded"
        ages = [(day - on).days for on, result in known.contacts if result == "spoke"]
        return "met" if any(0 <= age <= 7 * weeks for age in ages) else "not_met"
    state = plan_status(duty_facts(known), day, DEFAULTS).state
    return {PlanState.NOT_OWED: "excluded", PlanState.IN_DATE: "met"}.get(state, "not_met")


def duty_facts(known: Known) -> DutyFacts:
    """What the clocks of plan reviews ask about, from every fact as it was drawn."""
    return DutyFacts(
        date_of_birth=known.person.date_of_birth,
        died_on=known.person.died_on,
        status_spans=tuple(
            StatusSpan(status, band or None, start, end) for start, end, status, band, _ in known.statuses
        ),
        homes=tuple(HomeFact(start, end, kind, provided) for start, end, kind, _, provided in known.homes),
        plans=tuple(known.authorised),
        reviews=tuple(Review(on) for on in known.reviewed),
    )


def age_of(born: date, day: date) -> int:
    """Whole years, with a birthday of 29 February on 1 March in other years."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def holder_team(known: Known, day: date) -> Any:
    (team,) = _holding(known.holders, day) or (None,)
    return team


def _holding(rows: list[tuple], day: date) -> tuple | None:
    for start, end, *values in rows:
        if start <= day and (end is None or day < end):
            return tuple(values)
    return None


def _minus_years(day: date, years: int) -> date:
    return date(day.year - years, day.month, min(day.day, 28))


def teams_of(cast: Cast, team: Team) -> set:
    """A team with those below it."""
    return {cast.service.pk, cast.north.pk, cast.south.pk} if team == cast.service else {team.pk}
