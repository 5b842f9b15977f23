"""A copy of each backup in S3-compatible storage, away from the machine that wrote it: encrypted as it is."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files import File
from django.core.files.storage import Storage, storages

from careleavers.backups.archive import DUMP, manifest_of
from careleavers.backups.programs import BackupFailed

OFFSITE = "backups"  # in STORAGES, where BACKUP_BUCKET is set


def offsite() -> Storage | None:
    return storages[OFFSITE] if OFFSITE in settings.STORAGES else None


def copy_offsite(dump: Path) -> str:
    """Copy both files, the manifest last: a dump without one is not whole. Says where they are."""
    storage = _storage()
    for path in (dump, manifest_of(dump)):
        with path.open("rb") as file:
            _tried(lambda: storage.save(path.name, File(file)), doing="copied to")  # noqa: B023
    return f"{settings.BACKUP_BUCKET}/{dump.name}"


def fetch_newest(folder: Path) -> Path:
    """Bring the newest whole backup of the storage into the folder, unless it is there; gives its dump."""
    storage = _storage()
    names: set[str] = set(_tried(lambda: storage.listdir("")[1], doing="read from"))
    whole = [name for name in names if name.endswith(DUMP) and manifest_of(Path(name)).name in names]
    if not whole:
        raise BackupFailed(f"There is no backup in {settings.BACKUP_BUCKET}.")
    dump = folder / max(whole)
    for path in (dump, manifest_of(dump)):
        if not path.exists():
            _tried(lambda: _fetch(storage, path), doing="read from")  # noqa: B023
    return dump


def _fetch(storage: Storage, path: Path) -> None:
    """It gets its name when it is whole."""
    part = path.with_name(f"{path.name}.part")
    with storage.open(path.name) as source, part.open("wb") as target:
        shutil.copyfileobj(source, target)
    part.rename(path)


def _storage() -> Storage:
    storage = offsite()
    if storage is None:
        raise BackupFailed("BACKUP_BUCKET is not set: there is no storage away from this machine.")
    return storage


def _tried(step: Any, *, doing: str) -> Any:
    from botocore.exceptions import BotoCoreError, ClientError  # its own import takes a third of a second

    try:
        return step()
    except (BotoCoreError, ClientError, OSError) as wrong:
        raise BackupFailed(f"The backup could not be {doing} {settings.BACKUP_BUCKET}: {wrong}") from None
