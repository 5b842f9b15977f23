"""Drills of backups: what they found is written down, and administrators hear of a backup that is not proved."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any, cast

import dj_database_url
from django.conf import settings
from django.core.mail import send_mail

from careleavers.actions.base import action
from careleavers.backups.archive import newest_in
from careleavers.backups.drill import DrillResult, drill
from careleavers.backups.programs import BackupFailed
from careleavers.models import BackupDrill, User
from careleavers.permissions import Role

NOT_PROVED = """The drill of the leaving care record's backup failed:

{reasons}

Until one succeeds, nobody knows whether the record could be restored. Tell whoever runs the server.
"""


def carry_out_drill(file: Path | None, key: Path | None, *, now: datetime, today: date) -> DrillResult:
    """Restore and prove a backup: the newest in BACKUP_FOLDER unless named. BackupFailed says what is missing."""
    key_file = key or settings.BACKUP_PRIVATE_KEY_FILE
    if not key_file:
        raise BackupFailed("Nobody named the file with the private key: --key FILE, or BACKUP_PRIVATE_KEY_FILE.")
    return drill(file or newest_backup(), Path(key_file), drill_server(), now=now, today=today)


def newest_backup() -> Path:
    if not settings.BACKUP_FOLDER:
        raise BackupFailed("BACKUP_FOLDER is not set: name the folder that backups are written to.")
    return newest_in(Path(settings.BACKUP_FOLDER))


def drill_server() -> Mapping[str, Any]:
    """Where the throwaway database is made: beside the product's own unless DRILL_DATABASE_URL names another server."""
    if settings.DRILL_DATABASE_URL:
        return cast(Mapping[str, Any], dj_database_url.parse(settings.DRILL_DATABASE_URL))
    return settings.DATABASES["default"]


def drill_newest(*, now: datetime, today: date) -> None:
    """Prove the newest backup unless it is proved; tell administrators what is wrong, once a day."""
    try:
        newest = newest_backup()
        if BackupDrill.objects.filter(file=newest.name, differences=[]).exists():
            return
        done = record_drill(result=carry_out_drill(newest, None, now=now, today=today), now=now)
    except BackupFailed as failure:
        if BackupDrill.objects.filter(drilled_at__date=today, differences=[str(failure)]).exists():
            return
        done = record_failed_drill(reason=str(failure), now=now)
    if not done.proved:
        tell_administrators(drill=done, today=today)


@action
def record_drill(*, by: None = None, result: DrillResult, now: datetime) -> BackupDrill:
    return BackupDrill.objects.create(
        drilled_at=now,
        file=result.file,
        taken_at=result.taken_at,
        seconds=result.seconds,
        rows=result.rows,
        differences=result.differences,
    )


@action
def record_failed_drill(*, by: None = None, reason: str, now: datetime) -> BackupDrill:
    """It could not even be carried out: no backup, no key, no room."""
    return BackupDrill.objects.create(drilled_at=now, differences=[reason])


@action
def tell_administrators(*, by: None = None, drill: BackupDrill, today: date) -> int:
    """Mail every administrator that a backup is not proved; returns how many there are."""
    administrators = User.objects.with_role(Role.SYSTEM_ADMINISTRATOR, today=today)
    reasons = "\n".join(f"- {each}" for each in drill.differences[:20])
    for user in administrators:
        send_mail("Leaving care: the backup is not proved", NOT_PROVED.format(reasons=reasons), None, [user.email])
    return len(administrators)
