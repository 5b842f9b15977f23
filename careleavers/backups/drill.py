"""A drill: a backup is restored into a database of its own, compared with its manifest, migrated and tried out."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from django.conf import settings

from careleavers.backups import archive, programs
from careleavers.backups.inventory import differences, take_inventory

MOST_DIFFERENCES = 100


@dataclass(frozen=True)
class DrillResult:
    """What one drill found. It is proved when there is no difference."""

    file: str
    taken_at: datetime
    version: str  # of the product that wrote it
    age_hours: float
    restore_seconds: float
    seconds: float
    bytes: int
    tables: int
    rows: int
    people: int
    pages: int
    differences: list[str]

    @property
    def proved(self) -> bool:
        return not self.differences

    def as_json(self) -> dict[str, Any]:
        return asdict(self) | {"taken_at": self.taken_at.isoformat(), "proved": self.proved}


def drill(dump: Path, key_file: Path, address: Mapping[str, Any], *, now: datetime, today: date) -> DrillResult:
    """Restore the backup beside the database at `address` and prove it. BackupFailed where that cannot even begin."""
    began = time.monotonic()
    identity = archive.private_key(key_file)
    manifest = archive.read_manifest(dump, identity)
    with programs.throwaway_database(address) as restored:
        archive.restore(dump, identity, restored, program_folders=settings.POSTGRES_PROGRAMS)
        restore_seconds = time.monotonic() - began
        connection = programs.connect(restored)
        with connection.cursor() as cursor:
            inventory = take_inventory(cursor)
        connection.close()
        found = list(differences(manifest.inventory, inventory))
        proof = prove_in(restored, backed_up_on=manifest.taken_at.date(), today=today)
    return DrillResult(
        file=dump.name,
        taken_at=manifest.taken_at,
        version=manifest.version,
        age_hours=round((now - manifest.taken_at).total_seconds() / 3600, 1),
        restore_seconds=round(restore_seconds, 1),
        seconds=round(time.monotonic() - began, 1),
        bytes=dump.stat().st_size,
        tables=len(inventory.tables),
        rows=inventory.rows,
        people=proof["people"],
        pages=proof["pages"],
        differences=[*found, *proof["differences"]][:MOST_DIFFERENCES],
    )


def prove_in(address: Mapping[str, Any], *, backed_up_on: date, today: date) -> dict[str, Any]:
    """What `careleavers.backups.proof` finds in the database at `address`: in a process whose database that is."""
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "drill_proof", f"--backed-up-on={backed_up_on}"]
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "careleavers.settings",
        "CARELEAVERS_MODE": settings.MODE,
        "DATABASE_URL": database_url(address),
    }
    done = subprocess.run([*command, f"--today={today}"], env=environment, capture_output=True, text=True)
    if done.returncode:
        lines = done.stderr.strip().splitlines()
        nothing = {"people": 0, "pages": 0}
        return nothing | {"differences": [f"The restored database cannot be used: {lines[-1] if lines else ''}"]}
    report: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return report


def database_url(address: Mapping[str, Any]) -> str:
    """The address as DATABASE_URL has it."""
    user, password = quote(str(address["USER"]), safe=""), quote(str(address.get("PASSWORD") or ""), safe="")
    host = quote(str(address["HOST"]), safe="[]:")
    place = f"{host}:{address['PORT']}" if address.get("PORT") else host
    options = {name: value for name, value in (address.get("OPTIONS") or {}).items() if name.startswith("ssl")}
    url = f"postgres://{user}:{password}@{place}/{address['NAME']}"
    return f"{url}?{urlencode(options)}" if options else url
