"""A practice council begins again now, as by its button: for cron, each night."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from careleavers.actions.base import Refused
from careleavers.actions.practice import ask_to_begin_again, run_new_beginnings
from careleavers.models import NewBeginning


class Command(BaseCommand):
    help = (
        "Empty a practice council and load its invented people anew; accounts copied by name stay. Not in a real one."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            asked = ask_to_begin_again(now=timezone.now())
        except Refused as refusal:
            raise CommandError(str(refusal)) from None
        run_new_beginnings(now=timezone.now())
        asked.refresh_from_db()
        if asked.state != NewBeginning.DONE:
            raise CommandError("It was broken off, and all is as it was before: see the log.")
        self.stdout.write("The practice council has begun again.")
