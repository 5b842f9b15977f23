"""The part of a drill that runs inside the restored database; `manage.py drill` calls it."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from careleavers.backups.programs import BackupFailed
from careleavers.backups.proof import prove


class Command(BaseCommand):
    help = "Tries out a restored database, as a part of `drill`. Refuses every database but a drill's own."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--backed-up-on", type=date.fromisoformat, required=True)
        parser.add_argument("--today", type=date.fromisoformat, required=True)

    def handle(self, *args: Any, backed_up_on: date, today: date, **options: Any) -> None:
        try:
            self.stdout.write(json.dumps(prove(today, backed_up_on=backed_up_on)))
        except BackupFailed as failure:
            raise CommandError(str(failure)) from None
