"""Proves that the stored statuses of pathway plans equal a fresh computation."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from careleavers.actions.statuses import batches
from careleavers.rules.words import amount
from pathways.actions.reconcile import plan_statuses_differing, reconcile_people


class Command(BaseCommand):
    help = (
        "Works out the status of everybody's pathway plan from the record and compares it with the stored rows. "
        "Exits with status 1 when any differ; with --mend, rewrites those that do."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--mend", action="store_true", help="Rewrite the rows that differ.")

    def handle(self, *args: Any, mend: bool, **options: Any) -> None:
        today = timezone.localdate()
        people, found = 0, 0
        for ids in batches():
            people += len(ids)
            differing = plan_statuses_differing(ids, today)
            found += len(differing)
            for person in differing:
                self.stdout.write(f"{person}: the stored status of the plan differs")
            if mend and differing:
                reconcile_people(ids=differing, today=today)
        self.stdout.write(f"{amount(people, 'person', 'people')}, {found} differ{' and are mended' if mend else ''}.")
        if found and not mend:
            raise CommandError("Stored plan statuses are not what the record says today. See above.", returncode=1)
