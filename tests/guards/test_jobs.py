"""What runs by itself: each beat entry has its task, each task may run twice, and a real worker may die in between.

Seen to fail: with the task of a beat entry misspelt; with an effect taken out of EFFECTS; with `plan_letters` recording
that it ran when there was nothing to plan, which broke the second run.
"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
import redis
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection
from django.utils import timezone

from careleavers.actions.statuses import batches, differences, rebuild_all_statuses
from careleavers.celery import app
from careleavers.demo.embedded import programs
from careleavers.demo.embedded.places import Places
from careleavers.demo.embedded.servers import Program
from careleavers.models import (
    Alert,
    Allocation,
    AuditEvent,
    AuditSeal,
    BackupDrill,
    Draft,
    FileScan,
    Heartbeat,
    ImportFile,
    JobRun,
    OutgoingMail,
    RecordImport,
    StatusPeriod,
    YoungPerson,
)
from careleavers.rules.dates import add_years, is_working_day
from offers.actions.letters import approve_letters
from offers.actions.planning import plan_letters
from offers.models import Letter, LetterFile, MoneyPayment
from offers.rules.addresses import LetterChannel
from offers.rules.letter_states import LetterState
from pathways.models import MorningMail
from reporting.models import DutyCount, FrozenFigure, ReportMail
from tests.cast import TODAY, Cast
from tests.factories import (
    AllocationFactory,
    LocalOfferFactory,
    MoneyRequestFactory,
    PaymentPlanFactory,
    RecordImportFactory,
    YoungPersonFactory,
    set_sender,
)
from tests.guards.database_roles import as_application
from tests.guards.source import ROOT

PATIENCE = 90.0  # seconds; a worker takes a while to start on a busy machine


app.loader.import_default_modules()
OWN_TASKS = {name for name in app.tasks if not name.startswith("celery.")}


def statuses_are_right(today: date) -> bool:
    return not any(found for ids in batches() for found in differences(ids, today))


def morning_mail_is_done(today: date) -> bool:
    """On a day on which nobody works none is sent: the job has run."""
    if is_working_day(today):
        return MorningMail.objects.filter(sent_on=today).exists()
    return JobRun.objects.filter(task="pathways.tasks.send_morning_mail", succeeded_at__isnull=False).exists()


def ran_in_a_real_council(today: date) -> bool:
    """What it does in a practice council is in tests/careleavers/test_practice_again.py: here it does nothing."""
    return JobRun.objects.filter(task="careleavers.tasks.begin_practice_again", succeeded_at__isnull=False).exists()


def report_mail_is_done(today: date) -> bool:
    if is_working_day(today):
        return ReportMail.objects.filter(sent_on=today).exists()
    return JobRun.objects.filter(task="reporting.tasks.send_report_mail", succeeded_at__isnull=False).exists()


# What can be seen once a task has run in the council below, and not before.
EFFECTS: dict[str, Callable[[date], bool]] = {
    "careleavers.tasks.tick": lambda today: Heartbeat.objects.filter(name="tick").exists(),
    "careleavers.tasks.delete_old_drafts": lambda today: not Draft.objects.exists(),
    "careleavers.tasks.send_mail": lambda today: not OutgoingMail.objects.waiting().exists(),
    "careleavers.tasks.drill_backup": lambda today: BackupDrill.objects.exists(),  # or that it could not be done
    "careleavers.tasks.delete_expired": lambda today: not Session.objects.filter(pk="expired").exists(),
    "careleavers.tasks.import_records": lambda today: YoungPerson.objects.filter(local_id="P1").exists(),
    "careleavers.tasks.begin_practice_again": ran_in_a_real_council,
    # The scanner is away: what waits stays in quarantine, and says why.
    "careleavers.tasks.scan_files": lambda today: FileScan.objects.failing().exists(),
    "careleavers.tasks.check_audit": lambda today: AuditSeal.objects.exists(),
    "careleavers.tasks.start_planned_allocations": lambda today: (
        not Allocation.objects.filter(is_planned=True).exists()
    ),
    "careleavers.tasks.rebuild_statuses": statuses_are_right,
    # Of all three: whoever's status is rebuilt has theirs at once, without this task.
    "pathways.tasks.reconcile_alerts": lambda today: Alert.objects.values("person").distinct().count() == 3,
    "pathways.tasks.send_morning_mail": morning_mail_is_done,
    "offers.tasks.plan_letters": lambda today: Letter.objects.count() == 3,
    "offers.tasks.pay_regularly": lambda today: MoneyPayment.objects.exists(),
    "offers.tasks.render_letters": lambda today: LetterFile.objects.exists(),
    # No printing service is connected: what was made for one has a task for a person.
    "offers.tasks.send_letters": lambda today: Letter.objects.filter(status=LetterState.NEEDS_ATTENTION).exists(),
    "reporting.tasks.send_report_mail": report_mail_is_done,
    "reporting.tasks.count_duties": lambda today: DutyCount.objects.exists(),
    "reporting.tasks.freeze_due_figures": lambda today: FrozenFigure.objects.exists(),
}


def small_council(cast: Cast, today: date) -> None:
    """Something to do for every task: three who turn 19 within a fortnight, of two the letters approved, one status row
    lost."""
    set_sender()
    LocalOfferFactory.create()
    leaver(cast, "Cai", today)
    eli = leaver(cast, "Eli", today, days=7)
    rebuild_all_statuses(by=None, today=today)
    plan_letters(by=None, today=today)
    letters = list(Letter.objects.values_list("pk", flat=True))
    assert len(approve_letters(by=cast.mo, letters=letters, today=today).approved) == 2
    made = {"status": LetterState.RENDERED, "channel": LetterChannel.PRINTING_SERVICE, "pdf_sha256": "0" * 64}
    Letter.objects.filter(person=eli).update(**made)
    dee = leaver(cast, "Dee", today)
    rebuild_all_statuses(by=None, today=today)
    StatusPeriod.objects.filter(person=dee).earliest("starts_on").delete()
    AllocationFactory.create(
        person=dee, worker=cast.wes, team=cast.north, role="co_worker", starts_on=today, is_planned=True
    )
    decided = {"asked_by": cast.pat, "decided_by": cast.mo, "decided_on": today}
    request = MoneyRequestFactory.create(person=dee, state="approved", amount=240, approved_amount=240, **decided)
    PaymentPlanFactory.create(request=request, first_on=today, last_on=today + timedelta(days=21))
    Alert.objects.all().delete()
    Draft.objects.create(user=cast.pat, person=dee, submission_id=uuid4(), saved_at=timezone.now() - timedelta(days=20))
    RecordImportFactory.create(recorded_by=cast.sys, state="importing")
    sent = ImportFile.objects.create(record_import=RecordImportFactory.create(file=None), name="a.csv", content=b"a")
    FileScan.objects.create(import_file=sent, created_at=timezone.now())
    Session.objects.create(pk="expired", session_data="", expire_date=timezone.now() - timedelta(days=1))
    MorningMail.objects.create(user_id=cast.pat.pk, days=MorningMail.DAILY)
    a_year_ago = today - timedelta(days=365)
    ReportMail.objects.create(
        user_id=cast.vera.pk, report="figures", address="https://site.example", sent_on=a_year_ago
    )
    OutgoingMail.objects.create(to=cast.pat.email, subject="a new password", body="link", created_at=timezone.now())
    viewed_before_an_hour_ago()


def viewed_before_an_hour_ago() -> None:
    """A view of a record that is old enough to be sealed; its time cannot be set otherwise. There are no younger ones,
    as there are of changes: a seal ends before the first row that is too young."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO careleavers_readevent (happened_at, kind, user_id, user_name, page, detail)"
            " VALUES (%s, 'viewed', %s, 'Pat', 'person', '')",
            [timezone.now() - timedelta(hours=3), uuid4()],
        )


def leaver(cast: Cast, first_name: str, today: date, days: int = 14) -> YoungPerson:
    """Somebody who was in care from 10 to 18, has an address and turns 19 in so many days."""
    return YoungPersonFactory.create(
        in_care_to_18=True,
        housed=True,
        first_name=first_name,
        date_of_birth=add_years(today + timedelta(days=days), -19),
        team=cast.north,
        worker=cast.pat,
    )


def everything() -> dict[str, tuple[int, str]]:
    """Every table's number of rows and a hash of all that stands in them."""
    with connection.cursor() as cursor:
        found = {}
        for table in connection.introspection.table_names(cursor):
            rows = f"SELECT md5(t::text) AS row FROM {connection.ops.quote_name(table)} AS t"
            cursor.execute(f"SELECT count(*), md5(coalesce(string_agg(row, '' ORDER BY row), '')) FROM ({rows}) AS r")
            found[table] = cursor.fetchone()
    return found


def test_every_entry_of_the_beat_names_a_task_of_ours() -> None:
    assert {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()} <= OWN_TASKS


def test_every_task_is_described_here() -> None:
    assert set(EFFECTS) == OWN_TASKS


@pytest.fixture(autouse=True)
def _the_virus_scanner_is_away(settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.CLAMD_ADDRESS = "unix:/nowhere/clamd"
    monkeypatch.setenv("CLAMD_ADDRESS", settings.CLAMD_ADDRESS)


@pytest.mark.usefixtures("_on_the_day")
@pytest.mark.parametrize("task", EFFECTS)
def test_a_task_that_runs_twice_changes_nothing_the_second_time(cast: Cast, scene, task: str) -> None:
    with scene():
        small_council(cast, TODAY)
    assert not EFFECTS[task](TODAY)
    app.tasks[task].apply(throw=True)
    assert EFFECTS[task](TODAY)
    done = everything()
    app.tasks[task].apply(throw=True)
    assert everything() == done


@pytest.mark.usefixtures("_on_the_day")
def test_every_job_works_with_the_rights_of_the_application(cast: Cast, scene) -> None:
    with scene():
        small_council(cast, TODAY)
    with as_application():
        for task in EFFECTS:
            app.tasks[task].apply(throw=True)
            assert EFFECTS[task](TODAY), task


@pytest.fixture
def broker(monkeypatch: pytest.MonkeyPatch) -> Iterator[redis.Redis]:
    """An empty queue, and an environment in which a worker finds it and the database of this test."""
    database = str(connection.settings_dict["NAME"])
    monkeypatch.setenv("DATABASE_URL", os.environ["DATABASE_URL"].rpartition("/")[0] + f"/{database}")
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "careleavers.settings")
    monkeypatch.setenv("CARELEAVERS_MODE", "development")  # a worker will not guess
    monkeypatch.setenv("LETTER_LEASE_SECONDS", "1")
    monkeypatch.setenv("MAIL_LEASE_SECONDS", "1")
    client = redis.Redis.from_url(settings.REDIS_URL)
    client.flushdb()
    yield client
    client.flushdb()
    client.close()


@contextmanager
def worker(folder: Path) -> Iterator[Program]:
    """Killed with its whole process group at the end, if it is still there."""
    one = programs.worker(Places(folder, folder, programs=folder), ROOT)
    one.start()
    try:
        yield one
    finally:
        kill_group(one)


def kill_group(one: Program) -> None:
    assert one.process is not None
    if one.process.poll() is None:
        os.killpg(one.process.pid, signal.SIGKILL)
        one.process.wait()


def ring(tasks: set[str]) -> None:
    for task in sorted(tasks):
        app.send_task(task)


def wait_until(done: Callable[[], bool], one: Program) -> None:
    deadline = time.monotonic() + PATIENCE
    while not done():
        assert time.monotonic() < deadline, one.log_tail()
        time.sleep(0.1)


@pytest.mark.services
@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_with_its_group_leaves_everything_done_once(
    cast: Cast, scene, broker: redis.Redis, tmp_path: Path
) -> None:
    """Every bell rings before the worker dies and again for the next one, and once more when all is done."""
    today = timezone.localdate()
    with scene():
        small_council(cast, today)
    tasks = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    assert not any(EFFECTS[task](today) for task in tasks)
    ring(tasks)
    with worker(tmp_path) as first:
        wait_until(lambda: any(EFFECTS[task](today) for task in tasks), first)
        kill_group(first)
    broker.flushdb()  # and the broker forgets what was under way
    with scene():  # as if the ten minutes had passed for which an import may be claimed by whoever is at it
        RecordImport.objects.exclude(claimed_until=None).update(claimed_until=timezone.now())

    with worker(tmp_path) as second:
        # Letters are planned by status, and a claim of the killed worker runs out first: one bell may not be enough.
        give_up_at = time.monotonic() + PATIENCE
        while left := {task for task in tasks if not EFFECTS[task](today)}:
            assert time.monotonic() < give_up_at, f"Still not done: {left}"
            ring(left)
            wait_until(lambda: is_idle(broker), second)
        assert AuditEvent.objects.filter(name="letter_made").count() == LetterFile.objects.count() == 1
        assert Letter.objects.filter(status=LetterState.RENDERED).count() == 1

        done = everything_but_when_jobs_ran()
        ring(tasks)
        wait_until(lambda: is_idle(broker), second)
        assert everything_but_when_jobs_ran() == done


def is_idle(broker: redis.Redis) -> bool:
    """Nothing waits, and nothing is at work that was not acknowledged."""
    return not broker.llen("celery") and not broker.hlen("unacked")


def everything_but_when_jobs_ran() -> dict[str, tuple[int, str]]:
    when = {Heartbeat._meta.db_table, JobRun._meta.db_table}
    return {table: rows for table, rows in everything().items() if table not in when}
