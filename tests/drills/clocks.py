"""What is promised of duties, tried for two years of nights: `make drill-clocks`, not part of `make test`.

3,000 people live by chance while nights are missed and schedulers doubled. Each morning, and after each fact, what is
open is held against `plain_duties`, which reads the law by itself: no duty missed, no alert doubled, none left open. It
is also tried without what keeps it right, and must fail then. SMALL=10 tries a tenth of the people, or PEOPLE=600 so
many; SEED=2 lets other lives happen. How far it is is printed for every month, and in the end what was measured.

Nearly all facts are those of the night before, so what the pure function of plans' statuses says of them is remembered.
Nothing else is spared: each night reads, works out and writes everybody anew.
"""

from __future__ import annotations

import os
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from datetime import time as time_of_day
from functools import lru_cache
from threading import Barrier
from typing import Any
from uuid import UUID

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from careleavers.actions import alerts as alert_actions
from careleavers.actions.alerts import AlertKey
from careleavers.models import Alert, AlertRecipient
from pathways.actions import reconcile
from pathways.actions.reconcile import ReconcileResult, reconcile_alerts
from pathways.models import DueItem
from tests.cast import Cast
from tests.drills.lives import Council, begin, holders, live
from tests.drills.plain_duties import owed
from tests.offers.at_once import at_once

pytestmark = [pytest.mark.django_db(transaction=True)]
SMALL = int(os.environ.get("SMALL") or 1)
PEOPLE = int(os.environ.get("PEOPLE") or max(3000 // SMALL, 12))
SEED = int(os.environ.get("SEED") or 1)
MONTH = 30  # nights, after which it says how far it is
FIRST, DAYS = date(2027, 1, 4), 731
WITHOUT_SERVERS = range(350, 359)  # nine days running
WATCHED = {
    *("needs_assessment_eligible", "needs_assessment_relevant", "needs_assessment_support"),
    *("pathway_plan_first", "copy_to_young_person"),
    *("plan_review_regular", "plan_review_after_move", "plan_review_3_month", "plan_review_after_any_move"),
    *("plan_review_on_request", "plan_review_event"),
    *("pa_visit_7_day", "pa_visit_pre_review", "pa_visit_2_month", "pa_visit_guidance"),
    *("custody_first_visit", "custody_visits", "bnb_limit"),
    *("pa_appointment_eligible", "pa_appointment_relevant", "pa_continue"),
    *("keep_in_touch", "re_establish_contact", "risk_assessment"),
}
EXAMPLES = 5  # of what differed, told whole
Told = set[tuple[UUID, str, date, date | None]]  # whose, what, the run that began, by when


def say(text: str) -> None:
    sys.stdout.write(f"\n{text}\n")
    sys.stdout.flush()


@dataclass
class Found:
    """What was compared, and what differed: as (person, code, began, due), each counted once."""

    duties: set[Any] = field(default_factory=set)
    compared: int = 0
    missed: set[Any] = field(default_factory=set)
    left_open: set[Any] = field(default_factory=set)
    doubled: Counter[Any] = field(default_factory=Counter)
    wrongly_told: set[Any] = field(default_factory=set)
    nights: Counter[str] = field(default_factory=Counter)
    examples: list[str] = field(default_factory=list)  # the first of what differed, each with the life that led to it

    def differing(self) -> tuple[int, int, int, int]:
        return len(self.missed), len(self.left_open), self.doubled.total(), len(self.wrongly_told)

    def in_words(self) -> str:
        missed, left_open, doubled, wrongly_told = self.differing()
        return f"{missed} missed, {left_open} left open, {doubled} doubled, {wrongly_told} told to somebody else"


def compare(council: Council, among: Collection[UUID], today: date, found: Found) -> None:
    """The open alerts of these people, and who is told of them, beside the plain reading."""
    rows = Alert.objects.filter(person__in=among, closed_on=None, code__in=WATCHED)
    open_now = list(rows.values_list("person_id", "code", "cycle_started_on", "due_on"))
    expected: Told = {
        (pk, code, began, due) for pk in among for (code, began), due in owed(council.followed[pk].life, today).items()
    }
    found.compared += len(expected)
    for what, rows_of in (("missed", expected - set(open_now)), ("left open", set(open_now) - expected)):
        for pk, code, began, due in sorted(rows_of, key=str)[: EXAMPLES - len(found.examples)]:
            there = sorted(each[1:] for each in open_now if each[0] == pk)
            life = council.followed[pk].life
            found.examples.append(f"{today} {what}: {code}, begun {began}, due {due}; open: {there}; {life}")
            say(found.examples[-1])
    found.duties |= {each[:3] for each in expected}
    found.missed |= {each[:3] for each in expected - set(open_now)}
    found.left_open |= {each[:3] for each in set(open_now) - expected}
    found.doubled.update({key: number - 1 for key, number in Counter(open_now).items() if number > 1})
    told = AlertRecipient.objects.filter(alert__in=rows, ended_on=None)
    case_holders: Counter[Any] = Counter()
    for person, alert, user in told.filter(recipient_role="case_holder").values_list("alert__person", "alert", "user"):
        case_holders[person, alert, user] += 1
    holding = holders(council, among)
    wanted = {(person, pk, holding[person]) for pk, person in rows.values_list("pk", "person_id") if holding[person]}
    found.wrongly_told |= wanted ^ set(case_holders)


def night(today: date, *, twice: bool, found: Found) -> None:
    """The night's job, once or by two schedulers at once; an alert that two of them opened counts as doubled."""
    before = set(Alert.objects.filter(closed_on=None).values_list("pk", flat=True))
    results: list[ReconcileResult] = []
    at_the_same_moment = Barrier(2 if twice else 1)

    def job() -> None:
        connection.ensure_connection()  # which takes longer than the job itself
        at_the_same_moment.wait()
        results.append(reconcile_alerts(today=today))

    at_once(at_the_same_moment.parties, job)
    opened = Alert.objects.filter(closed_on=None).exclude(pk__in=before).count()
    found.doubled[today] += sum(each.opened for each in results) - opened
    found.nights["twice" if twice else "once"] += 1


def days_of(council: Council, days: int, seed: int, *, checked_every: int = 1) -> Found:
    """Each night is missed, run or doubled by chance; in the day people live, and what is told is right at once."""
    chance, found = random.Random(seed), Found()
    everybody = list(council.followed)
    for number in range(days):
        today = council.first + timedelta(days=number)
        with time_machine.travel(datetime.combine(today, time_of_day(10), timezone.get_default_timezone()), tick=False):
            if number in WITHOUT_SERVERS or chance.random() < 0.15:
                found.nights["missed"] += 1
            else:
                night(today, twice=chance.random() < 0.5, found=found)
                if number % checked_every == 0:
                    compare(council, everybody, today, found)
            compare(council, live(council, today), today, found)
        if days == DAYS and number % MONTH == 0:
            say(f"{today}: {sum(council.told.values()):,} facts, {found.compared:,} compared, {found.in_words()}")
    return found


@pytest.fixture(autouse=True)
def _statuses_of_the_same_facts_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    remembered = lru_cache(maxsize=4 * PEOPLE)(reconcile.plan_status_spans)
    monkeypatch.setattr(reconcile, "plan_status_spans", remembered)


def council_of(scene: Callable, number: int, seed: int, **more: int) -> Council:
    with scene():
        return begin(Cast(FIRST), FIRST, number, seed, **more)


def test_two_years_of_nights_missed_and_doubled_miss_no_duty_and_double_no_alert(scene: Callable) -> None:
    began = time.perf_counter()
    council = council_of(scene, PEOPLE, seed=SEED)
    found = days_of(council, DAYS, seed=SEED)
    say(
        f"| {PEOPLE:,} people, seed {SEED}, {sum(council.told.values()):,} facts told, "
        f"nights: {found.nights['once']} once, {found.nights['twice']} by two at once, "
        f"{found.nights['missed']} missed; {len(found.duties):,} duties, "
        f"compared {found.compared:,} times | {found.in_words()} | {time.perf_counter() - began:.0f} s |"
    )
    assert found.differing() == (0, 0, 0, 0), "\n".join(found.examples)
    assert {code for _, code, _ in found.duties} == WATCHED


def test_the_control_whose_night_asks_for_the_day_alone_misses_duties(scene: Callable, monkeypatch) -> None:
    """A night that asks "who is to be warned today?" instead of "who is to be, and is not yet?"."""

    def only_today() -> Iterator[list[UUID]]:
        warned = timezone.localdate() + timedelta(days=28)
        yield list(DueItem.objects.filter(due_on=warned).values_list("person_id", flat=True).distinct())

    monkeypatch.setattr(reconcile, "batches", only_today)
    council = council_of(scene, max(300 // SMALL, 12), seed=2)
    found = days_of(council, 180, seed=2)
    say(f"| control: the night asks for one day alone | {found.in_words()} | |")
    assert found.missed


@contextmanager
def nothing_unique() -> Iterator[None]:
    """An alert may be there twice; afterwards the table is empty and its constraint is back."""
    [once] = [each for each in Alert._meta.constraints if each.name == "alert_once_a_cycle"]
    with connection.schema_editor() as editor:
        editor.remove_constraint(Alert, once)
    try:
        yield
    finally:
        Alert.objects.all().delete()
        with connection.schema_editor() as editor:
            editor.add_constraint(Alert, once)


def stored_without_looking(*, alerts: Any) -> list[Alert]:
    return Alert.objects.bulk_create({AlertKey.of(alert): alert for alert in alerts}.values())


def test_the_control_without_turns_and_constraint_doubles_alerts(scene: Callable, monkeypatch) -> None:
    council = council_of(scene, 40, seed=3)
    for module in (reconcile, alert_actions):
        monkeypatch.setattr(module, "store_alerts", stored_without_looking)
    monkeypatch.setattr(reconcile, "lock_people", lambda ids: list(ids))
    found = Found()
    with scene(), nothing_unique():
        Alert.objects.all().delete()  # so that both find much that is to be told
        night(FIRST, twice=True, found=found)
        compare(council, list(council.followed), FIRST, found)
    say(f"| control: two at once, without turns and without the constraint | {found.in_words()} | |")
    assert found.doubled.total()
