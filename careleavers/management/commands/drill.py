"""Proves that a backup can be restored and works."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from careleavers.actions.backups import carry_out_drill, record_drill
from careleavers.backups.offsite import fetch_newest
from careleavers.backups.programs import BackupFailed


class Command(BaseCommand):
    help = (
        "Restores a backup into a throwaway database, compares rows, checksums, triggers, constraints and indexes, "
        "migrates it with this version, proves that history is kept and that what is frozen stays so, works out legal "
        "statuses again and opens pages as each role. Prints one line of JSON; exits with status 1 on any difference."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "file", nargs="?", type=Path, help="The .dump.age file; the newest in BACKUP_FOLDER unless named."
        )
        parser.add_argument(
            "--key", type=Path, help="The file with the private key; BACKUP_PRIVATE_KEY_FILE unless named."
        )
        parser.add_argument(
            "--fetch", action="store_true", help="Drill the newest backup in BACKUP_BUCKET, brought here first."
        )
        parser.add_argument(
            "--no-record", action="store_true", help="Do not write the result into this deployment's database."
        )

    def handle(
        self, *args: Any, file: Path | None, key: Path | None, fetch: bool, no_record: bool, **options: Any
    ) -> None:
        try:
            if fetch:
                file = fetch_newest(Path(settings.BACKUP_FOLDER or "."))
            result = carry_out_drill(file, key, now=timezone.now(), today=timezone.localdate())
        except BackupFailed as failure:
            raise CommandError(str(failure)) from None
        if not no_record:
            record_drill(result=result, now=timezone.now())
        self.stdout.write(json.dumps(result.as_json()))
        if not result.proved:
            raise CommandError(f"The backup is not proved: {len(result.differences)} differences.", returncode=1)
