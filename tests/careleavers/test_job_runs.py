"""A job that fails every night, or does not run, is seen: on /health and by administrators."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from django.urls import reverse

from careleavers import tasks
from careleavers.actions import audit_seals
from careleavers.actions.jobs import record_heartbeat, record_job_failure, record_job_start, record_job_success
from careleavers.demo.embedded.account import CannotStart
from careleavers.management.commands import demo
from careleavers.models import JobRun
from careleavers.queries.jobs import job_states, longest_wait
from tests.cast import Cast

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
NIGHT = NOW - timedelta(hours=6)
CHECK = "careleavers.tasks.check_audit"


def ran(task: str, at: datetime, error: Exception | None = None) -> None:
    record_job_start(task=task, at=at)
    if error:
        record_job_failure(task=task, error=error, at=at)
    else:
        record_job_success(task=task, at=at)


def all_ran(at: datetime = NOW) -> None:
    record_heartbeat(name="tick", at=NOW)
    for entry in settings.CELERY_BEAT_SCHEDULE.values():
        ran(entry["task"], at)


def health(client: Client) -> tuple[int, str]:
    with time_machine.travel(NOW, tick=False):
        answer = client.get("/health")
    return answer.status_code, answer.json()["jobs"]


def test_a_real_failure_is_kept_by_its_kind_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """What an error says may hold a name. Seen to fail: without the receiver of `task_failure`."""

    def broken() -> Any:
        raise RuntimeError("about Amira Khan")

    tasks.check_audit.apply(throw=True)
    assert JobRun.objects.get(task=CHECK).succeeded_at
    monkeypatch.setattr(tasks, "broken_seals", broken)
    tasks.check_audit.apply()
    run = JobRun.objects.get(task=CHECK)
    assert run.failed_at
    assert run.failed_at > run.succeeded_at
    assert run.failed_because == "RuntimeError"
    monkeypatch.setattr(tasks, "broken_seals", audit_seals.broken_seals)
    tasks.check_audit.apply(throw=True)
    assert not next(job for job in job_states(NOW) if job.name == "check_audit").failed_last


def test_all_is_well_when_every_job_has_run(client: Client) -> None:
    all_ran()
    assert health(client) == (200, "ok")


def test_a_job_that_failed_last_night_is_named(client: Client) -> None:
    all_ran()
    ran(CHECK, NOW + timedelta(seconds=1), ValueError("x"))
    ran("careleavers.tasks.send_mail", NOW + timedelta(seconds=1), ValueError("x"))  # in a minute it is tried again
    assert health(client) == (503, "check_audit failed")


@pytest.mark.parametrize(
    ("name", "age", "late"),
    [
        ("reconcile_alerts", timedelta(hours=26), False),
        ("reconcile_alerts", timedelta(hours=28), True),
        ("drill_backup", timedelta(days=7, hours=2), False),
        ("drill_backup", timedelta(days=7, hours=4), True),
        ("render_letters", timedelta(minutes=21), False),
        ("render_letters", timedelta(minutes=23), True),
        ("send_mail", timedelta(minutes=3), False),
        ("send_mail", timedelta(minutes=5), True),
    ],
)
def test_a_job_that_has_not_ended_well_for_too_long_is_late(
    client: Client, name: str, age: timedelta, late: bool
) -> None:
    """Failing each time, or begun and never ended, is no good end."""
    all_ran()
    task = settings.CELERY_BEAT_SCHEDULE[name]["task"]
    JobRun.objects.filter(task=task).delete()
    ran(task, NOW - age)
    record_job_start(task=task, at=NOW)
    assert health(client) == ((503, f"{name} late") if late else (200, "ok"))


def test_a_job_that_never_began_is_late_only_where_others_have_had_the_time(client: Client) -> None:
    """A new deployment is not wrong before its first night."""
    record_heartbeat(name="tick", at=NOW)
    assert health(client) == (200, "ok")
    all_ran()
    JobRun.objects.filter(task=CHECK).delete()
    assert health(client) == (200, "ok")
    JobRun.objects.update(known_since=NOW - timedelta(hours=28))
    assert health(client) == (503, "check_audit late")


def test_every_entry_of_the_schedule_has_a_longest_wait() -> None:
    waits = {name: longest_wait(entry["schedule"]) for name, entry in settings.CELERY_BEAT_SCHEDULE.items()}
    assert min(waits.values()) == timedelta(minutes=3)
    assert max(waits.values()) == timedelta(days=7, hours=3)


def test_administrators_see_which_job_failed_and_when(cast: Cast, sign_in: Callable[..., Client]) -> None:
    all_ran(NIGHT)
    ran(CHECK, NOW, ValueError("x"))
    with time_machine.travel(NOW, tick=False):
        client = sign_in(cast.sys)
        page = client.get(reverse("mail")).content.decode()
        front = client.get(reverse("staff_list")).content.decode()
    assert "ValueError" in page
    assert page.count("2 March 2026, 09:00") >= 2  # began and failed
    assert "Not done as it should be: " in front
    assert "Check audit" in front


def test_the_check_of_the_demo_waits_for_what_came_due_while_it_was_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without it /health was asked at once, and said 503 until the jobs had run again."""
    monkeypatch.setattr(demo, "JOBS_WITHIN", 0.2)
    with time_machine.travel(NOW):
        demo.wait_for_jobs()
        all_ran()
        JobRun.objects.filter(task=CHECK).delete()
        ran(CHECK, NOW - timedelta(hours=28))
        with pytest.raises(CannotStart, match="check audit"):
            demo.wait_for_jobs()
        ran(CHECK, NOW)
        demo.wait_for_jobs()
