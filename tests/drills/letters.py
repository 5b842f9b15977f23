"""What is promised of letters, tried at its full size: `make drill-letters`, minutes long, and not part of `make test`.

Workers are killed (SIGKILL) while they make 1,000 letters; letters are sent 5,000 times over a line on which six of ten
sendings fail; two planners and two of every job run at once for two years with nine days lost. Each is also tried
without what keeps it right, and must fail then. SMALL=10 tries a tenth. What was measured is printed.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from datetime import time as time_of_day
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from careleavers.models import AuditEvent
from offers.actions import mailing, planning
from offers.actions.letters import approve_letters, mark_posted, print_batch
from offers.actions.planning import plan_letters
from offers.actions.rendering import render_due
from offers.documents.composing import composer_for
from offers.models import Letter, LetterFile
from offers.printing_service import PrintingService
from offers.queries.letter_lines import letter_lines
from offers.rules.letter_states import LetterState
from tests.cast import TODAY, Cast
from tests.drills.plain_duties import BANK_HOLIDAYS
from tests.factories import PolicyValueFactory, YoungPersonFactory, set_sender
from tests.notify import KEY, FakeNotify, fake_notify
from tests.offers import test_letters_never_doubled
from tests.offers.at_once import at_once
from tests.offers.by_service import at
from tests.offers.test_letters_never_doubled import (
    TEMPLATE,
    mailed_by_workers_that_die,
    sent_by_workers_that_die,
)

pytestmark = [pytest.mark.django_db(transaction=True)]
ROOT = Path(__file__).resolve().parents[2]
SMALL = int(os.environ.get("SMALL", "1"))
LEASE_SECONDS = 4


def say(text: str) -> None:
    sys.stdout.write(f"\n{text}\n")
    sys.stdout.flush()


def of_full_size(number: int) -> int:
    return max(number // SMALL, 2)


# Killed while they make letters


@dataclass
class Workers:
    """Two at a time, on this test's database; a killed one is followed by another."""

    begun: subprocess.Popen[str]
    running: list[int] = field(default_factory=list)
    killed: int = 0

    def begin(self) -> None:
        assert self.begun.stdin is not None
        assert self.begun.stdout is not None
        self.begun.stdin.write("\n")
        self.begun.stdin.flush()
        self.running.append(int(self.begun.stdout.readline()))

    def kill(self, chance: random.Random) -> None:
        os.kill(self.running.pop(chance.randrange(len(self.running))), signal.SIGKILL)
        self.killed += 1


@contextmanager
def workers(*, without: str = "", lease: int = LEASE_SECONDS) -> Iterator[Workers]:
    settings = connection.settings_dict
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "careleavers.settings",
        "DATABASE_URL": f"postgres://{settings['USER']}@{settings['HOST'].replace('/', '%2F')}/{settings['NAME']}",
        "CARELEAVERS_MODE": "development",
        "LETTER_LEASE_SECONDS": str(lease),
        "WITHOUT": without,
    }
    command = [sys.executable, "-m", "tests.drills.letter_workers"]
    pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(command, cwd=ROOT, env=environment, text=True, **pipes) as begun:
        pair = Workers(begun)
        pair.begin()
        pair.begin()
        try:
            yield pair
        finally:
            for pid in pair.running:
                os.kill(pid, signal.SIGKILL)
            begun.kill()


def approved_letters(scene: Callable, number: int) -> None:
    with scene():
        cast = Cast()
        set_sender()
        for each in range(number):
            YoungPersonFactory.create(
                nearly_19=True,
                first_name=f"Person{each}",
                date_of_birth=date(2003 + each % 5, 12, 1) + timedelta(days=each % 20),
                local_id=f"D{each:05}",
            )
    plan_letters(by=None, today=TODAY)
    ids = list(Letter.objects.values_list("pk", flat=True))
    approve_letters(by=cast.mo, letters=ids, addresses_checked=ids, today=TODAY)
    assert Letter.objects.filter(status=LetterState.APPROVED).count() == number


def made() -> int:
    return Letter.objects.filter(status=LetterState.RENDERED).count()


def times_made() -> Counter[str]:
    return Counter(AuditEvent.objects.filter(name="letter_made").values_list("object_id", flat=True))


def make_with_kills(number: int, kills: int, *, seconds: float, **given: Any) -> int:
    """Letters made while so many workers are killed, from the first letter to the last; the kills there were."""
    chance, until = random.Random(number), time.monotonic() + seconds
    with workers(**given) as pair:
        while made() < number and time.monotonic() < until:
            time.sleep(chance.uniform(0.01, 0.1))
            if pair.killed < kills and made() * kills >= pair.killed * number:
                pair.kill(chance)
                pair.begin()
        return pair.killed


def test_of_letters_whose_makers_are_killed_none_is_lost_and_none_doubled(scene: Callable) -> None:
    letters, kills = of_full_size(1000), of_full_size(200)
    approved_letters(scene, letters)
    began = time.perf_counter()
    killed = make_with_kills(letters, kills, seconds=1500)
    events = times_made()
    lost = letters - made()
    doubled = sum(number > 1 for number in events.values())
    aside = Letter.objects.filter(status=LetterState.NEEDS_ATTENTION).count()
    say(
        f"| {letters:,} letters made by two workers, {killed} of them killed | {lost} lost, {doubled} doubled, "
        f"{aside} set aside | {time.perf_counter() - began:.0f} s |"
    )
    assert (lost, doubled, LetterFile.objects.count()) == (0, 0, letters)
    assert killed == kills


def test_the_control_without_claims_letters_are_made_twice(scene: Callable) -> None:
    letters = of_full_size(200)
    approved_letters(scene, letters)
    make_with_kills(letters, 0, seconds=240, without="claims")
    doubled = sum(number > 1 for number in times_made().values())
    say(f"| control: {letters} letters, nobody marks what they make | {doubled} doubled | |")
    assert doubled


def test_the_control_where_a_claim_never_ends_letters_are_lost(scene: Callable) -> None:
    letters, kills = of_full_size(200), of_full_size(40)
    approved_letters(scene, letters)
    make_with_kills(letters, kills, seconds=60, lease=600)
    lost = letters - made()
    say(f"| control: {letters} letters, {kills} kills, claims without an end | {lost} lost | |")
    assert lost


# Sent over a line that fails


@pytest.fixture
def server(settings) -> Iterator[FakeNotify]:
    with fake_notify() as server:
        settings.NOTIFY_API_KEY, settings.NOTIFY_URL = KEY, server.url
        yield server


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with at() as clock:
        yield clock


WAVES = range(13)  # some 420 sendings each
SENDINGS, MESSAGES = 5000, 500
sendings: Counter[str] = Counter()


@pytest.mark.parametrize("wave", WAVES)
def test_of_letters_over_a_line_that_fails_none_is_lost(wave, cast, scene, server, clock, monkeypatch) -> None:
    """A worker dies at one step in a hundred too. What five sendings did not bring over is set aside with its task."""
    letters = of_full_size(250) + wave  # also the seed of what fails
    monkeypatch.setattr(test_letters_never_doubled, "DIES", 0.01)
    began = time.perf_counter()
    taken = sent_by_workers_that_die(cast, scene, server, clock, monkeypatch, letters)
    aside = Letter.objects.filter(status=LetterState.NEEDS_ATTENTION).count()
    doubled, lost = sum(number > 1 for number in taken.values()), letters - len(taken) - aside
    sendings.update(server.requests)
    say(
        f"| {letters} letters to GOV.UK Notify ({sendings['POST']:,} sendings, {sendings['GET']:,} questions), "
        f"six sendings of ten failing | {lost} lost, {doubled} doubled, {aside} set aside with a task | "
        f"{time.perf_counter() - began:.0f} s |"
    )
    assert (lost, doubled) == (0, 0)
    assert wave != WAVES[-1] or of_full_size(SENDINGS) <= sendings["POST"]


def test_the_control_without_asking_first_letters_are_sent_twice(cast, scene, server, clock, monkeypatch) -> None:
    letters = of_full_size(100)
    monkeypatch.setattr(PrintingService, "find", lambda self, reference, is_text=False: [])
    taken = sent_by_workers_that_die(cast, scene, server, clock, monkeypatch, letters)
    doubled = sum(number > 1 for number in taken.values())
    say(f"| control: {letters} letters, the service is not asked first | {doubled} sent twice or more | |")
    assert doubled


def test_of_texts_over_a_line_that_fails_none_is_lost(cast, scene, server, clock, monkeypatch, settings) -> None:
    letters = of_full_size(MESSAGES)
    settings.NOTIFY_TEXT_TEMPLATE = TEMPLATE
    monkeypatch.setattr(test_letters_never_doubled, "DIES", 0.01)
    began = time.perf_counter()
    taken = sent_by_workers_that_die(cast, scene, server, clock, monkeypatch, letters, texts=True)
    aside = Letter.objects.filter(status=LetterState.NEEDS_ATTENTION).count()
    doubled, lost = sum(number > 1 for number in taken.values()), letters - len(taken) - aside
    say(
        f"| {letters} texts to GOV.UK Notify ({server.requests['POST']:,} sendings), six sendings of ten failing | "
        f"{lost} lost, {doubled} doubled, {aside} set aside with a task | {time.perf_counter() - began:.0f} s |"
    )
    assert (lost, doubled) == (0, 0)


def test_the_control_without_asking_first_texts_are_sent_twice(
    cast, scene, server, clock, monkeypatch, settings
) -> None:
    letters = of_full_size(100)
    settings.NOTIFY_TEXT_TEMPLATE = TEMPLATE
    monkeypatch.setattr(PrintingService, "find", lambda self, reference, is_text=False: [])
    taken = sent_by_workers_that_die(cast, scene, server, clock, monkeypatch, letters, texts=True)
    doubled = sum(number > 1 for number in taken.values())
    say(f"| control: {letters} texts, the service is not asked first | {doubled} sent twice or more | |")
    assert doubled


def test_of_emails_to_a_server_that_fails_none_is_lost(cast, scene, clock, monkeypatch) -> None:
    """Of one that nobody knows of a person asks: it is sent no second time."""
    letters = of_full_size(MESSAGES)
    monkeypatch.setattr(test_letters_never_doubled, "DIES", 0.01)
    began = time.perf_counter()
    mailed = mailed_by_workers_that_die(cast, scene, clock, monkeypatch, letters)
    rows = list(Letter.objects.all())
    aside = {row.sent_to for row in rows if row.state == LetterState.NEEDS_ATTENTION}
    doubled, lost = sum(number > 1 for number in mailed.taken.values()), letters - len(aside | set(mailed.taken))
    say(
        f"| {letters} emails ({mailed.sendings:,} sendings, half of them failing or unclear) | {lost} lost, {doubled} "
        f"doubled, {len(aside)} set aside with a task | {time.perf_counter() - began:.0f} s |"
    )
    assert (lost, doubled) == (0, 0)


def test_the_control_where_nobody_asks_whose_it_is_emails_go_twice(cast, scene, clock, monkeypatch) -> None:
    letters = of_full_size(100)
    monkeypatch.setattr(mailing.LetterMail, "why_not", lambda self, **asked: "")
    mailed = mailed_by_workers_that_die(cast, scene, clock, monkeypatch, letters)
    doubled = sum(number > 1 for number in mailed.taken.values())
    say(
        f"| control: {letters} emails, sent again where it is not known whether they went | {doubled} twice or more | |"
    )
    assert doubled


# Two years


FIRST, LAST = date(2027, 1, 4), date(2029, 1, 3)
LOST = {date(2027, 12, 20) + timedelta(days=each) for each in range(9)}
LEAD_DAYS = 12  # second class needs about eight days: nine days lost make letters late
PEOPLE = 60


def arrives_at_the_latest(posted: date) -> date:
    """Second class: five working days after it is posted, or collected on the next where that is none."""
    day, left = posted, 5
    while day.weekday() > 4 or day in BANK_HOLIDAYS:
        day += timedelta(days=1)
    while left:
        day += timedelta(days=1)
        left -= day.weekday() <= 4 and day not in BANK_HOLIDAYS
    return day


def birthdays(people: list[Any]) -> set[tuple[Any, date]]:
    """Whose letters there must be: everybody's of 18 to 24 between the first day and the last that is prepared for."""
    found = set()
    for person in people:
        for year in range(2026, 2030):
            day = date(year, person.date_of_birth.month, person.date_of_birth.day)
            is_near = FIRST - timedelta(days=30) <= day <= LAST + timedelta(days=LEAD_DAYS)
            if is_near and 18 <= year - person.date_of_birth.year <= 24:
                found.add((person.pk, day))
    return found


def two_years(scene: Callable) -> set[tuple[Any, date]]:
    """Every day but the lost ones both planners run, and on working days people approve, print and post."""
    with scene():
        cast = Cast(FIRST)
        set_sender()
        PolicyValueFactory.create(key="letter_lead_days", value=LEAD_DAYS)
        people = [
            YoungPersonFactory.create(
                nearly_19=True,
                first_name=f"P{each}",
                local_id=f"Y{each:04}",
                date_of_birth=date(2003 + each % 6, 1, 1) + timedelta(days=each * 6),
            )
            for each in range(PEOPLE)
        ]
    day = FIRST
    while day <= LAST:
        if day not in LOST:
            moment = datetime.combine(day, time_of_day(10), timezone.get_default_timezone())
            with time_machine.travel(moment, tick=False):
                one_day(day, cast)
        day += timedelta(days=1)
    return birthdays(people)


def one_day(today: date, cast: Cast) -> None:
    at_once(2, lambda: plan_letters(by=None, today=today))
    if today.weekday() > 4 or today in BANK_HOLIDAYS:
        return
    manager, posts = cast.vera.on(today), cast.bus.on(today)
    if waiting := ids_of(LetterState.PLANNED):
        approve_letters(by=manager, letters=waiting, addresses_checked=waiting, today=today)
        at_once(2, lambda: render_due(today=today))
    if ready := ids_of(LetterState.RENDERED):
        print_batch(by=posts, letters=ready, today=today)
    if printed := ids_of(LetterState.PRINTED):
        mark_posted(by=posts, letters=printed, posted_on=today, today=today)


def ids_of(state: LetterState) -> list[Any]:
    return list(Letter.objects.filter(status=state).values_list("pk", flat=True))


def late_ones() -> tuple[set[Any], set[Any]]:
    """The letters that a calendar of our own says may have arrived late, and those of which the lists say so."""
    rows = list(Letter.objects.filter(status=LetterState.POSTED).select_related("person"))
    late = {row.pk for row in rows if row.posted_on and arrives_at_the_latest(row.posted_on) > row.occurrence_on}
    lines = letter_lines(rows, composer_for(rows, LAST))
    return late, {line.letter.pk for line in lines if line.is_late}


def test_two_planners_for_two_years_with_nine_days_lost(scene: Callable) -> None:
    began = time.perf_counter()
    expected = two_years(scene)
    rows = Counter(Letter.objects.values_list("person_id", "occurrence_on"))
    lost, doubled = len(expected - set(rows)), sum(number > 1 for number in rows.values())
    late, flagged = late_ones()
    times = times_made()
    say(
        f"| two years, nine days lost, two of every job at once: {len(rows)} letters | {lost} lost, {doubled} doubled, "
        f"{len(late)} late, {len(late & flagged)} of them flagged | {time.perf_counter() - began:.0f} s |"
    )
    assert (lost, doubled, max(times.values())) == (0, 0, 1)
    assert set(rows) == expected
    assert late
    assert flagged == late


def test_the_control_that_asks_for_the_day_alone_loses_letters(scene: Callable, monkeypatch) -> None:
    """A planner that asks "whose birthday is in twelve days?" instead of "who has no letter yet?"."""
    due = planning.letters_due
    monkeypatch.setattr(planning, "letters_due", lambda policies, first, last, among: due(policies, last, last, among))
    expected = two_years(scene)
    lost = len(expected - set(Letter.objects.values_list("person_id", "occurrence_on")))
    say(f"| control: the planner asks for one day alone | {lost} lost | |")
    assert lost
