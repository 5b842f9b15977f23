"""Prove that the stored legal statuses are what the law engine computes."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from careleavers.actions.statuses import differing, everybody_in_batches, rebuild_all_statuses


class Command(BaseCommand):
    help = "Compare every stored status timeline with a fresh computation; exit 1 when one differs."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--mend", action="store_true", help="store the fresh timelines, after a rule changed")

    def handle(self, *args: Any, **options: Any) -> None:
        today = timezone.localdate()
        if options["mend"]:
            changed = rebuild_all_statuses(by=None, today=today, say=self.stdout.write)
            self.stdout.write(f"{changed:,} timelines stored anew.")
            return
        people = wrong = 0
        for batch in everybody_in_batches():
            people += len(batch)
            for person_id, matter in differing(batch, today):
                wrong += 1
                self.stdout.write(f"{person_id}: {matter}")
        self.stdout.write(f"{people:,} people compared, {wrong:,} differ.")
        if wrong:
            sys.exit(1)
