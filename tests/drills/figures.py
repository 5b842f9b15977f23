"""Every figure on a thousand days drawn by chance: `make drill-figures`, minutes long, and not part of `make test`.

Two accounts that share nothing with the product's queries say what each figure should be: plain Python over the rows as
they were drawn (tests/reporting/people.py), and SQL written by hand (bench/raw_sql.py). Tile, list and both must agree,
for every scope and age group. Each part has a control, in which one of the accounts is changed, which must be caught.
Months and quarters are frozen and read again, promises are counted by SQL, and what happened in periods drawn by chance
is told by a third account (tests/reporting/period_account.py). DAYS=50 tries fewer.
"""

from __future__ import annotations

import os
import sys
import time
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from random import Random

import pytest
from django.db import connection

from bench import raw_sql
from careleavers.models import Allocation, FollowUp, Involvement, PolicyValue, YoungPerson
from careleavers.queries.teams import every_scope
from careleavers.rules.dates import ONE_DAY
from careleavers.rules.team_scopes import TeamScope
from pathways.actions.reconcile import reconcile_alerts
from reporting.actions.periods import freeze_past_periods
from reporting.models import FrozenFigure, FrozenPeriod
from reporting.queries.counted_duties import duties_of_quarter
from reporting.queries.figures import Question, count, measures_by_cohort, people_of
from reporting.queries.measures import MEASURES
from reporting.rules.duty_measures import PROMISES
from reporting.rules.measure_states import MeasureState
from reporting.rules.period_measures import PERIOD_MEASURES
from reporting.rules.periods import first_day, last_ends
from tests.cast import Cast
from tests.factories import FollowUpFactory
from tests.reporting import people, period_account

pytestmark = pytest.mark.django_db
DAYS = int(os.environ.get("DAYS", "1000"))
EDGES = [date(2024, 2, 29), date(2025, 3, 31), date(2025, 11, 1), date(2026, 6, 30), date(2026, 9, 30)]
OF_EACH_EDGE = 40  # people whose facts change near it
LISTED_IN = 10  # of so many days on one the lists are read too, which takes longer


@pytest.fixture
def everybody(cast: Cast, scene: Callable) -> list[people.Known]:
    rng = Random(15)
    with scene():
        for model in (Allocation, Involvement, YoungPerson):  # those of the cast are in no account
            model._default_manager.all().delete()
        found = [
            people.somebody(rng, cast, place * OF_EACH_EDGE + number, day)
            for place, day in enumerate(EDGES)
            for number in range(OF_EACH_EDGE)
        ]
    reconcile_alerts(today=max(EDGES) + timedelta(days=60))
    return found


def days() -> list[date]:
    """Half of them within three days of an edge, half on any day of the three years."""
    rng = Random(2026)
    near = [rng.choice(EDGES) + timedelta(days=rng.randint(-3, 3)) for _ in range(DAYS // 2)]
    far = [max(EDGES) - timedelta(days=rng.randint(0, 1100)) for _ in range(DAYS - len(near))]
    return [*near, *far]


def told(everybody: list[people.Known], day: date) -> list[tuple[people.Known, int, object, dict[str, str]]]:
    """What the slow account says of each person, once for all scopes and age groups."""
    return [
        (
            known,
            people.age_of(known.person.date_of_birth, day),
            people.holder_team(known, day),
            {code: people.state_of(known, code, day) for code in MEASURES},
        )
        for known in everybody
    ]


def differences(everybody: list[people.Known], day: date, *, lists: bool) -> list[str]:
    """Where the product says something else than the slow account or the floor."""
    found, accounts = [], told(everybody, day)
    for scope in every_scope(day):
        question = Question.on(day, scope)
        counted = count(question)
        for measure, cohort in measures_by_cohort():
            members = {
                known.person.pk: states[measure.code]
                for known, age, team, states in accounts
                if cohort.youngest <= age <= cohort.oldest and scope.holds(team)
            }
            figure, where = counted[measure.code, cohort.code], f"{day} {scope.label} {measure.code} {cohort.code}"
            said = {state.value: figure.of(state) for state in MeasureState}
            if said != {state.value: list(members.values()).count(state.value) for state in MeasureState}:
                found.append(f"{where}: {said}")
            if lists:
                listed = people_of(question, measure, cohort).values_list("pk", "why")
                if {pk: measure.reason(why).state.value for pk, why in listed} != members:
                    found.append(f"{where}: another list")
        found += floor_differences(question, scope, counted)
    return found


def floor_differences(question: Question, scope: TeamScope, counted: dict) -> list[str]:
    """SQL written by hand knows the authority, and teams without others below them."""
    if scope.in_no_caseload or len(scope.team_ids) > 1:
        return []
    with connection.cursor() as cursor:
        floor = raw_sql.figures(cursor, question.day, scope.team_id)
    ours = {f"{code} {cohort}": (each.n, each.d) for (code, cohort), each in counted.items()}
    return [f"{question.day} {scope.label} {key}: SQL says {floor[key]}" for key in floor if floor[key] != ours[key]]


def test_every_figure_on_a_thousand_days(cast: Cast, everybody: list[people.Known]) -> None:
    began, found = time.perf_counter(), []
    for number, day in enumerate(days()):
        found += differences(everybody, day, lists=number % LISTED_IN == 0)
    figures = DAYS * len(measures_by_cohort()) * len(every_scope(max(EDGES)))
    say(f"| {DAYS:,} days, {len(everybody)} people, {figures:,} figures | {len(found)} differ | ", began)
    assert not found, found[:20]


def test_the_control_a_changed_reason_is_caught(cast: Cast, everybody: list[people.Known], monkeypatch) -> None:
    """Pregnancy and parenting count as work here."""
    began = time.perf_counter()
    monkeypatch.setattr(people, "state_of", counted_otherwise(people.state_of))
    found = [each for day in days()[:20] for each in differences(everybody, day, lists=False)]
    say(f"| control: 20 days, parents counted as in work by the slow account | {len(found)} differ | ", began)
    assert found


def frozen_differences(everybody: list[people.Known]) -> tuple[int, list[str]]:
    """How many frozen figures were read, and where n, d or the people behind one differ from the slow account."""
    found, read = [], 0
    for period in FrozenPeriod.objects.all():
        accounts = {known.person.pk: (known, *rest) for known, *rest in told(everybody, period.ends_on)}
        scopes = {scope.key: scope for scope in every_scope(period.ends_on)}
        for figure in FrozenFigure.objects.filter(period=period):
            read += 1
            members = dict(figure.members.values_list("person_id", "state"))
            low, high = map(int, figure.cohort.split("-"))
            said = {
                pk: states[figure.measure]
                for pk, (_, age, team, states) in accounts.items()
                if low <= age <= high and scopes[figure.scope_key].holds(team)
            }
            counted = Counter(said.values())
            if members != said or (figure.n, figure.d) != (counted["met"], counted["met"] + counted["not_met"]):
                found.append(f"{period.ends_on} {figure.scope_key} {figure.measure} {figure.cohort}")
    return read, found


def test_every_month_and_quarter_as_it_was_frozen(cast: Cast, everybody: list[people.Known], monkeypatch) -> None:
    """Eight quarters and 24 months, of which eight are the same period: n, d and the people behind each figure. And the
    control: pregnancy and parenting count as work."""
    began, today = time.perf_counter(), max(EDGES) + timedelta(days=45)
    freeze_past_periods(today=today, many=8, months=24)
    read, found = frozen_differences(everybody)
    say(
        f"| {FrozenPeriod.objects.count()} months and quarters, {read:,} frozen figures | {len(found)} differ | ", began
    )
    assert read
    assert not found, found[:20]
    began = time.perf_counter()
    monkeypatch.setattr(people, "state_of", counted_otherwise(people.state_of))
    _, caught = frozen_differences(everybody)
    say(f"| control: the same, parents counted as in work by the slow account | {len(caught)} differ | ", began)
    assert caught


KEPT = """SELECT person_id, due_on, CASE WHEN not_needed_because <> '' OR p.died_on <= due_on THEN 'not_owed'
        WHEN done_on IS NULL THEN 'not_done' WHEN done_on > due_on THEN 'late' ELSE 'in_time' END
    FROM careleavers_followup f JOIN careleavers_youngperson p ON p.id = f.person_id
    WHERE due_on BETWEEN %s AND %s"""


def test_promises_of_every_quarter(cast: Cast, everybody: list[people.Known], scene: Callable) -> None:
    """As many follow-ups as days are tried, by SQL written by hand."""
    began, rng, today = time.perf_counter(), Random(7), max(EDGES) + timedelta(days=45)
    with scene():
        for _ in range(DAYS):
            due_on = today - timedelta(days=rng.randint(1, 700))
            done_on = rng.choice([None, due_on, due_on + timedelta(days=1), due_on - timedelta(days=1)])
            because = rng.choice(["", "", "", "They have it already"]) if done_on else ""
            FollowUpFactory.create(
                person=rng.choice(everybody).person,
                assigned_to=cast.pat,
                due_on=due_on,
                done_on=done_on,
                not_needed_because=because,
            )
    found = promise_differences(today, KEPT)
    say(f"| {FollowUp.objects.count():,} promises in 8 quarters | {len(found)} differ | ", began)
    assert not found, found[:20]
    began, caught = (
        time.perf_counter(),
        promise_differences(today, KEPT.replace("done_on > due_on", "done_on >= due_on")),
    )
    say(f"| control: on the day itself is late for the SQL | {len(caught)} differ | ", began)
    assert caught


def promise_differences(today: date, sql: str) -> list[str]:
    found, ids = [], list(YoungPerson.objects.values_list("pk", flat=True))
    for ends_on in last_ends(today, 8):
        ours = Counter(
            (duty.person_id, duty.due_on, duty.result)
            for duty in duties_of_quarter(ids, ends_on, today, PolicyValue.objects.in_force(today))
            if duty.measure == PROMISES.code
        )
        with connection.cursor() as cursor:
            cursor.execute(sql, [first_day(ends_on), ends_on])
            said = Counter(cursor.fetchall())
        found += [f"{ends_on} {each}" for each in (ours - said) + (said - ours)]
    return found


def test_what_happened_in_a_thousand_periods(
    cast: Cast, everybody: list[people.Known], scene: Callable, monkeypatch
) -> None:
    began, rng = time.perf_counter(), Random(5)
    with scene():
        kept = period_account.drawn(rng, everybody, EDGES, cast.pat, cast.mo)
    found = period_account.differences(everybody, kept, rng, days=DAYS, edges=EDGES)
    say(f"| {DAYS:,} periods, {len(period_account.seen)} measures of what happened | {len(found)} differ | ", began)
    assert not found, found[:20]
    assert period_account.seen == set(PERIOD_MEASURES)
    began, nights = time.perf_counter(), period_account.nights
    monkeypatch.setattr(
        period_account, "nights", lambda known, code, first, last: nights(known, code, first, last - ONE_DAY)
    )
    caught = period_account.differences(everybody, kept, rng, days=20, edges=EDGES)
    say(f"| control: 20 periods, the slow account leaves out the last night | {len(caught)} differ | ", began)
    assert caught


def counted_otherwise(state_of: Callable[..., str]) -> Callable[..., str]:
    def changed(known: people.Known, measure: str, day: date) -> str:
        doing = [code for start, end, code in known.doings if start <= day and (end is None or day < end)]
        said = state_of(known, measure, day)
        return "met" if measure == "EET" and doing == ["G6"] and said == "not_met" else said

    return changed


def say(text: str, began: float) -> None:
    sys.stdout.write(f"\n{text}{time.perf_counter() - began:.0f} s |\n")
    sys.stdout.flush()
