"""What each measure of a period should say, by a slow account that shares nothing with the product's queries: nights
counted one by one, the need of a risk assessment looked at day after day, plans handed in by SQL written by hand, the
rest from the events as they were drawn (tests/reporting/period_events.py).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from uuid import UUID

from django.db import connection

from careleavers.models import User
from careleavers.queries.teams import every_scope
from pathways.models import RiskAssessment
from reporting.queries.period_measures import PeriodAsked, period_line
from reporting.rules.period_measures import ReportPeriod
from tests.factories import OpportunityFactory
from tests.reporting.people import Known, age_of, holder_team
from tests.reporting.period_events import CODES, Events, counted, offended, with_events

ONE_DAY = timedelta(days=1)
KINDS = {"B_AND_B": "W", "NFA": "S", "CUSTODY": "X"}
SUPPORTED_BANDS = ("18-20", "21-24 opted in", "21-24 education", "25 and over, education")
WEEKS_OF_TOUCH, WEEKS_OF_LOOK = 8, 8
HANDED_IN = """SELECT p.person_id::text, v.authorised_on IS NOT NULL FROM pathways_planversion v
    JOIN pathways_pathwayplan p ON p.id = v.plan_id
    WHERE (v.submitted_at AT TIME ZONE 'Europe/London')::date BETWEEN %s AND %s"""


def nights(known: Known, code: str, first: date, last: date) -> int:
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    died_on = known.person.died_on
    return sum(_of(known.homes, day)[:1] == (KINDS[code],) and not (died_on and died_on <= day) for day in days)


def with_assessments(rng: Random, known: Known, day: date, by: User, manager: User) -> list[tuple[date, date | None]]:
    """Assessments signed near the edges of eight weeks before the day, some with a day to look again."""
    signed = []
    for _ in range(rng.choice([0, 1, 1, 2])):
        on = day - timedelta(days=rng.choice([0, 1, 3, 20, 55, 56, 57, 90]))
        again = on + timedelta(days=rng.choice([1, 30, 90])) if rng.random() < 0.4 else None
        RiskAssessment.objects.create(
            person=known.person, reason="home", level="low", risks="Cold.", steps="Visit.", written_by=by,
            written_on=on, signed_by=manager, signed_on=on, review_on=again,
        )  # fmt: skip
        signed.append((on, again))
    return signed


def in_place(known: Known, signed: list[tuple[date, date | None]], on: date) -> bool | None:
    """Whether every need of the day is answered by an assessment signed since it arose; None where there is none."""
    answers = []
    for need in (_unsuitable, _lost):
        if not need(known, on, on):
            continue
        began, oldest = on, min((day for day, _ in signed), default=on)
        while began >= oldest and need(known, began - ONE_DAY, on):
            began -= ONE_DAY
        since = [(day, again or day + timedelta(weeks=WEEKS_OF_LOOK)) for day, again in signed if began <= day <= on]
        last = max((day for day, _ in since), default=None)
        answers.append(last is not None and on <= min(again for day, again in since if day == last))
    return all(answers) if answers else None


def handed_in(first: date, last: date) -> list[tuple[UUID, bool]]:
    with connection.cursor() as cursor:
        cursor.execute(HANDED_IN, [first, last])
        return sorted((UUID(person), signed) for person, signed in cursor.fetchall())


def _supported(known: Known, day: date) -> bool:
    status, band, *_ = _of(known.statuses, day) or (None, None)
    dead = known.person.died_on is not None and known.person.died_on <= day
    dead = dead or any(start <= day and each == "deceased" for start, _, each, *_ in known.statuses)
    if dead or status not in ("relevant_child", "former_relevant_child"):
        return False
    return (
        status == "relevant_child"
        or band in SUPPORTED_BANDS
        or (not band and age_of(known.person.date_of_birth, day) < 21)
    )


def _unsuitable(known: Known, day: date, on: date) -> tuple | None:
    """The home of the day where it does not suit: each of its own."""
    if not _supported(known, day):
        return None
    homes = [home for home in known.homes if home[0] <= day and (home[1] is None or day < home[1])]
    for start, _, kind, (at_first, judged), _ in homes:
        says = [at_first, *(says for judged_on, says in judged if judged_on <= day)][-1]
        if kind != "X" and not says and start == max(home[0] for home in known.homes if home[0] <= on):
            return (start,)
    return None


def _lost(known: Known, day: date, on: date) -> bool:
    if not _supported(known, day):
        return False
    kind, *_ = _of(known.homes, day) or ("",)
    spoke = sorted(when for when, result in known.contacts if result == "spoke" and when <= on)
    since = day
    while (day - since).days <= 7 * WEEKS_OF_TOUCH and _supported(known, since - ONE_DAY):
        since -= ONE_DAY
    last = max([since, *(when for when in spoke if since <= when <= day)])
    nowhere = False
    if kind == "R":
        began = next(start for start, end, *_ in known.homes if start <= day and (end is None or day < end))
        nowhere = not any(began < when <= day for when in spoke)
    return kind != "X" and ((day - last).days > 7 * WEEKS_OF_TOUCH or nowhere)


def _of(rows: list[tuple], day: date) -> tuple:
    return next((tuple(row[2:]) for row in rows if row[0] <= day and (row[1] is None or day < row[1])), ())


seen: set[str] = set()


@dataclass
class Drawn:
    """What the account knows beside `Known`: risk assessments (signed on, to look again on) and events, by person."""

    signed: dict[UUID, list[tuple[date, date | None]]]
    events: dict[UUID, Events]


def drawn(rng: Random, everybody: Sequence[Known], days: Sequence[date], by: User, manager: User) -> Drawn:
    """Risk assessments and events of everybody, near one of the days each. Call inside `with scene():`."""
    post, near = OpportunityFactory.create(), {known.person.pk: rng.choice(days) for known in everybody}
    return Drawn(
        {each.person.pk: with_assessments(rng, each, near[each.person.pk], by, manager) for each in everybody},
        {each.person.pk: with_events(rng, each, near[each.person.pk], post) for each in everybody},
    )


def differences(
    everybody: Sequence[Known],
    kept: Drawn,
    rng: Random,
    *,
    days: int,
    edges: Sequence[date] = (date(2026, 6, 30),),
) -> list[str]:
    """Where the product says something else on so many periods drawn by chance; `seen` notes what was counted."""
    found = []
    for _ in range(days):
        last = rng.choice(edges) + timedelta(days=rng.choice([-400, -57, -1, 0, 0, 1, 2, 58]))
        first = last - timedelta(days=rng.choice([0, 6, 29, 91]))
        scope = rng.choice(every_scope(last))
        asked = PeriodAsked.of(ReportPeriod(first, last, ""), scope, date(2027, 1, 31))
        of_scope = {known.person.pk: known for known in everybody if scope.holds(holder_team(known, last))}
        said = told(of_scope, kept, first, last)
        for measure in asked.measures():
            rows = period_line(measure, asked).rows
            ours = Counter((row.person, row.many, row.counts) for row in rows)
            seen.update([measure.code] if rows else [])
            if ours != Counter(said[measure.code]):
                more, less = ours - Counter(said[measure.code]), Counter(said[measure.code]) - ours
                found.append(f"{measure.code} {first} to {last}, {scope.label}: {[*more]}, the account: {[*less]}")
    return found


def told(of_scope: dict[UUID, Known], kept: Drawn, first: date, last: date) -> dict[str, list[tuple[UUID, int, bool]]]:
    """Person, how many, and whether it counts, of every measure by its code."""
    said = {
        code: [(pk, many, True) for pk, known in of_scope.items() if (many := nights(known, code, first, last))]
        for code in KINDS
    }
    for code in CODES:
        said[code] = [(pk, 1, counts) for pk in of_scope for counts in counted(kept.events[pk], code, first, last)]
    answers = {
        "UNSUIT_RA": {pk: in_place(known, kept.signed[pk], last) for pk, known in of_scope.items()},
        "OFFENDED": {pk: offended(kept.events[pk], first, last) for pk in of_scope},
    }
    for code, by_person in answers.items():
        said[code] = [(pk, 1, answer) for pk, answer in by_person.items() if answer is not None]
    said["PP_AUTHORISED"] = [(pk, 1, signed) for pk, signed in handed_in(first, last) if pk in of_scope]
    return said
