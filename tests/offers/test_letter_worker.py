"""Letters through a real worker and broker: killed in the middle and rung twice, none is lost and none doubled."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import connection

from careleavers.celery import app
from careleavers.models import AuditEvent
from offers.actions.letters import approve_letters
from offers.actions.planning import plan_letters
from offers.models import Letter, LetterFile
from offers.rules.letter_states import LetterState
from tests.cast import TODAY, Cast
from tests.factories import YoungPersonFactory, set_sender

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]
ROOT = Path(__file__).resolve().parents[2]
LETTERS = 60
LEASE_SECONDS = 3


@contextmanager
def worker() -> Iterator[subprocess.Popen[bytes]]:
    """A worker with two processes in a group of its own, on this test's database and broker."""
    settings = connection.settings_dict
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "careleavers.settings",
        "DATABASE_URL": f"postgres://{settings['USER']}@{settings['HOST'].replace('/', '%2F')}/{settings['NAME']}",
        "CARELEAVERS_MODE": "development",  # a worker will not guess
        "LETTER_LEASE_SECONDS": str(LEASE_SECONDS),
    }
    command = [sys.executable, "-m", "celery", "-A", "careleavers", "worker", "--concurrency=2", "--loglevel=ERROR"]
    running = subprocess.Popen(
        command, cwd=ROOT, env=environment, start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        yield running
    finally:
        kill(running)


def kill(running: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError):
        os.killpg(running.pid, signal.SIGKILL)
    running.wait()


def ring(times: int = 1) -> None:
    for _ in range(times):
        app.send_task("offers.tasks.render_letters")


def until(holds: Callable[[], bool], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, Counter(Letter.objects.values_list("status", flat=True))
        time.sleep(0.02)


def made() -> int:
    return Letter.objects.filter(status=LetterState.RENDERED).count()


def times_made() -> Counter[str]:
    """How often each letter became ready: by the history that Postgres keeps, and the events of the actions."""
    return Counter(AuditEvent.objects.filter(name="letter_made").values_list("object_id", flat=True))


@pytest.fixture
def approved(scene) -> Cast:
    app.control.purge()
    with scene():
        cast = Cast()
        set_sender()
        for number in range(LETTERS):
            YoungPersonFactory.create(
                nearly_19=True,
                first_name=f"Person{number}",
                date_of_birth=date(2003 + number % 5, 12, 1) + timedelta(days=number % 20),
            )
    plan_letters(by=None, today=TODAY)
    ids = list(Letter.objects.values_list("pk", flat=True))
    assert len(approve_letters(by=cast.mo, letters=ids, today=TODAY).approved) == LETTERS
    return cast


def test_a_worker_killed_in_the_middle_loses_nothing_and_doubles_nothing(approved: Cast) -> None:
    """Its whole process group is killed while letters are being made; what it had claimed waits for its lease."""
    ring(2)
    with worker() as first:
        until(lambda: made() >= 5)
        kill(first)
    at_the_kill = made()
    assert 5 <= at_the_kill < LETTERS
    time.sleep(LEASE_SECONDS)
    ring(2)
    with worker():
        until(lambda: made() == LETTERS)
        ring(2)  # a second bell, and a second planning: nothing is left to do
        before = list(Letter.objects.order_by("pk").values_list("pk", "pdf_sha256", "attempts"))
        app.send_task("offers.tasks.plan_letters")
        time.sleep(2)
    assert list(Letter.objects.order_by("pk").values_list("pk", "pdf_sha256", "attempts")) == before
    assert times_made() == Counter({str(pk): 1 for pk, _, _ in before})
    assert LetterFile.objects.count() == LETTERS
