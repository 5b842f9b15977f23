"""Plan birthday letters, as the night does; with or without Celery."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from careleavers.rules.words import amount
from offers.actions.planning import plan_letters


class Command(BaseCommand):
    help = "Plan the letters of birthdays near, hold and release as the record says. Running it twice changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        done = plan_letters(by=None, today=timezone.localdate())
        self.stdout.write(
            f"{amount(done.planned, 'letter')} planned, {done.on_hold} put on hold, {done.released} released, "
            f"{done.lapsed} cancelled because the birthday was more than 30 days ago."
        )
