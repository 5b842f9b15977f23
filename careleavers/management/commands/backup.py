"""Backs the database up into two encrypted files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from careleavers.backups import archive
from careleavers.backups.offsite import copy_offsite
from careleavers.backups.programs import BackupFailed


class Command(BaseCommand):
    help = (
        "Writes a backup of the database into FOLDER, encrypted with the public key in BACKUP_PUBLIC_KEY: a dump and a "
        "manifest. Prints one line of JSON. With --new-key, writes a new private key into FILE instead and prints the "
        "public key."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        what = parser.add_mutually_exclusive_group()
        what.add_argument("folder", nargs="?", type=Path, help="The folder; BACKUP_FOLDER unless named.")
        what.add_argument("--new-key", type=Path, metavar="FILE", help="Keep the file away from this machine.")

    def handle(self, *args: Any, folder: Path | None, new_key: Path | None, **options: Any) -> None:
        try:
            if new_key:
                self.stdout.write(archive.new_key(new_key))
            else:
                self.stdout.write(json.dumps(self.back_up(folder)))
        except BackupFailed as failure:
            raise CommandError(str(failure)) from None

    def back_up(self, folder: Path | None) -> dict[str, Any]:
        if folder is None and not settings.BACKUP_FOLDER:
            raise BackupFailed("Name the folder to write to, or set BACKUP_FOLDER.")
        if not settings.BACKUP_PUBLIC_KEY:
            raise BackupFailed("BACKUP_PUBLIC_KEY is not set: make a key with manage.py backup --new-key FILE.")
        began = timezone.now()
        dump, manifest = archive.write_backup(
            settings.DATABASES["default"],
            folder or Path(settings.BACKUP_FOLDER),
            key=settings.BACKUP_PUBLIC_KEY,
            version=settings.VERSION,
            now=began,
            program_folders=settings.POSTGRES_PROGRAMS,
        )
        copied = {"copied_to": copy_offsite(dump)} if settings.BACKUP_BUCKET else {}
        return copied | {
            "file": str(dump),
            "taken_at": manifest.taken_at.isoformat(),
            "bytes": dump.stat().st_size,
            "tables": len(manifest.inventory.tables),
            "rows": manifest.inventory.rows,
            "seconds": round((timezone.now() - began).total_seconds(), 1),
        }
