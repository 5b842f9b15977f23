"""Make the PDFs of approved letters, as the worker does; with or without Celery."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from careleavers.rules.words import amount
from offers.actions.rendering import render_due


class Command(BaseCommand):
    help = "Make the PDFs of approved letters. Several may run at once; each letter is made once."

    def handle(self, *args: Any, **options: Any) -> None:
        made, failed = render_due(today=timezone.localdate())
        self.stdout.write(f"{amount(made, 'letter')} made, {failed} could not be made this time.")
