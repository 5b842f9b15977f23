"""Whether what runs by itself does so, for administrators and for monitoring."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from celery.schedules import crontab
from django.conf import settings

from careleavers.models import JobRun

DAY, WEEK = timedelta(days=1), timedelta(days=7)
# How much later than planned a job may be before it is called late.
NIGHTLY_ALLOWANCE, ALLOWANCE = timedelta(hours=3), timedelta(minutes=2)


@dataclass(frozen=True)
class JobState:
    """One entry of the beat's schedule; `run` is None while it has never begun."""

    name: str
    run: JobRun | None
    is_late: bool
    is_nightly: bool

    @property
    def title(self) -> str:
        return self.name.replace("_", " ").capitalize()

    @property
    def failed_last(self) -> bool:
        run = self.run
        return bool(run and run.failed_at and (run.succeeded_at is None or run.failed_at > run.succeeded_at))

    @property
    def is_wrong(self) -> bool:
        """Late; or failed where the next try is as far off as tomorrow."""
        return self.is_late or (self.is_nightly and self.failed_last)

    @property
    def state(self) -> str:
        return "failed" if self.failed_last else "late" if self.is_late else "ok"


def job_states(now: datetime) -> list[JobState]:
    """Every entry of the beat's schedule, in its order. One query.

    A job that never began is late once any other has been known for as long as it may take.
    """
    runs = {run.task: run for run in JobRun.objects.all()}
    since = min((run.known_since for run in runs.values()), default=now)
    return [_state(name, entry, runs.get(entry["task"]), since, now) for name, entry in _schedule().items()]


def _schedule() -> dict[str, dict[str, Any]]:
    return settings.CELERY_BEAT_SCHEDULE


def _state(name: str, entry: dict[str, Any], run: JobRun | None, since: datetime, now: datetime) -> JobState:
    schedule = entry["schedule"]
    last = since if run is None else run.succeeded_at or run.known_since
    return JobState(
        name=name,
        run=run,
        is_late=now - last > longest_wait(schedule),
        is_nightly=isinstance(schedule, crontab),
    )


def longest_wait(schedule: crontab | float) -> timedelta:
    """From one good end of a job to the next, before it is late: of one that has its hour, a day or a week and three
    hours; of one that comes every so many seconds, twice that and two minutes."""
    if isinstance(schedule, crontab):
        return (DAY if len(schedule.day_of_week) == 7 else WEEK) + NIGHTLY_ALLOWANCE
    return 2 * timedelta(seconds=schedule) + ALLOWANCE


def wrong_jobs(now: datetime) -> list[JobState]:
    return [job for job in job_states(now) if job.is_wrong]
