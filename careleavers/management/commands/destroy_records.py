"""Records that two people agreed to destroy are destroyed, by the owner of the database."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError
from django.utils import timezone

from careleavers.actions.base import Refused
from careleavers.actions.retention import destroy_record
from careleavers.queries.retention import approved_destructions


class Command(BaseCommand):
    help = (
        "Destroys the records for which two people said so under “Until when records are kept”, each in a transaction "
        "of its own. Run it as the owner of the database, like migrate: the role of web and worker may not delete "
        "history. What stands in the way since, such as a hold, is said and left as it is. Prints one line of JSON "
        "for each. Backups made before still have the records: keep them no longer than your retention rules say."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="destroy nothing; say what would be")

    def handle(self, *args: Any, dry_run: bool, **options: Any) -> None:
        refused = 0
        for destruction_id in approved_destructions():
            said: dict[str, Any] = {"certificate": str(destruction_id)}
            if dry_run:
                said["would_be"] = "destroyed"
            else:
                try:
                    done = destroy_record(destruction_id=destruction_id, now=timezone.now(), today=timezone.localdate())
                    said["rows"] = sum(done.counts.values())
                except Refused as refusal:
                    refused += 1
                    said["refused"] = str(refusal)
                except DatabaseError as error:
                    raise CommandError(
                        f"Nothing was destroyed: run it as the owner of the database. {error}"
                    ) from error
            self.stdout.write(json.dumps(said))
        if refused:
            raise CommandError(f"{refused} could not be destroyed.")
