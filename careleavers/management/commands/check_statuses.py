"""Proves that the stored legal statuses equal a fresh computation."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from careleavers.actions.statuses import Difference, batches, differences, rebuild_possible


class Command(BaseCommand):
    help = (
        "Computes everybody's legal status from their care history and compares it with the stored rows. "
        "Exits with status 1 when any differ; with --mend, rewrites those that do."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--mend", action="store_true", help="Rewrite the rows that differ.")

    def handle(self, *args: Any, mend: bool, **options: Any) -> None:
        today = timezone.localdate()
        people, found, refused = 0, 0, 0
        for ids in batches():
            people += len(ids)
            differ = rebuild_possible(by=None, people=ids, today=today) if mend else list(differences(ids, today))
            for difference in differ:
                self.stdout.write(_sentence(difference))
            found += sum(not difference.refused for difference in differ)
            refused += sum(bool(difference.refused) for difference in differ)
        self.stdout.write(f"{people} people, {found} differ{' and are mended' if mend else ''}, {refused} cannot be.")
        if refused or (found and not mend):
            raise CommandError("Stored statuses are not what the law says today. See the lines above.", returncode=1)


def _sentence(difference: Difference) -> str:
    if difference.refused:
        return f"{difference.person_id}: cannot be worked out: {difference.refused}"
    counts = [
        f"{len(rows)} {what}"
        for rows, what in (
            (difference.missing, "missing"),
            (difference.changed, "different"),
            (difference.surplus, "too many"),
        )
        if rows
    ]
    return f"{difference.person_id}: {', '.join(counts)}"
