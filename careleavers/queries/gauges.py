"""How old the last signs of life are, and what waits, as numbers for monitoring."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import redis
from django.conf import settings

from careleavers.backups.archive import newest_in, taken_at
from careleavers.backups.programs import BackupFailed
from careleavers.models import Heartbeat
from careleavers.queries.backups import backup_state
from careleavers.queries.file_scans import scanner_state
from careleavers.queries.jobs import job_states
from careleavers.queries.mail import mail_state
from careleavers.site import reading
from careleavers.site.gauges import Gauge

QUEUE = "celery"  # Celery's own name for it
PATIENCE = 0.8  # seconds


def gauges(now: datetime) -> Iterator[Gauge]:
    """Of the tick and every other heartbeat, of mail, and of backups."""
    for name, seen_at in Heartbeat.objects.values_list("name", "last_seen_at"):
        age = (now - seen_at).total_seconds()
        yield Gauge("heartbeat_age_seconds", "Since this last ran by itself.", age, {"name": name})
    for job in job_states(now):
        if job.run or job.is_wrong:
            yield Gauge("job_wrong", "Whether this job is late or failed.", int(job.is_wrong), {"name": job.name})
        if job.run and job.run.succeeded_at:
            age = (now - job.run.succeeded_at).total_seconds()
            yield Gauge("job_age_seconds", "Since this job last ended well.", age, {"name": job.name})
    waiting = _tasks_waiting()
    if waiting is not None:
        yield Gauge("queue_tasks", "Tasks that wait for a worker.", waiting)
    lag = reading.behind()
    if lag is not None:
        yield Gauge(
            "copy_behind_seconds", "How far the copy that figures are read from is behind.", lag.total_seconds()
        )
    mail = mail_state(now)
    yield Gauge("mail_waiting", "Messages that wait to be sent.", mail.waiting)
    yield Gauge("mail_failing", "Of these, those whose last try failed.", mail.failing)
    if settings.CLAMD_ADDRESS:
        scanner = scanner_state(now)
        yield Gauge("files_waiting", "Files that nobody can open until the virus scanner answers.", scanner.waiting)
        yield Gauge("files_failing", "Files whose last try to have them scanned failed.", scanner.failing)
    if newest := _newest_backup():
        yield Gauge("backup_age_seconds", "Since the newest backup was taken.", (now - newest).total_seconds())
    proved = backup_state().last_proved
    if proved and proved.taken_at:
        age = (now - proved.taken_at).total_seconds()
        yield Gauge("proved_backup_age_seconds", "Since the newest proved backup was taken.", age)


def _tasks_waiting() -> int | None:
    """In the broker, not yet taken by a worker; None where the broker does not answer."""
    broker = redis.Redis.from_url(settings.REDIS_URL, socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE)
    try:
        return int(broker.llen(QUEUE))
    except redis.RedisError:
        return None
    finally:
        broker.close()


def _newest_backup() -> datetime | None:
    """None where this machine sees no folder of backups, or none in it."""
    try:
        return taken_at(newest_in(Path(settings.BACKUP_FOLDER))) if settings.BACKUP_FOLDER else None
    except BackupFailed:
        return None
