"""Load the invented council."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from careleavers.actions.base import Refused
from careleavers.demo.load import PASSWORD, load_council, sign_ins


class Command(BaseCommand):
    help = "Load an invented council with its young people into an empty database; the same for a seed and a day."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--people", type=int, default=330, help="how many young people (330)")
        parser.add_argument("--seed", type=int, default=1, help="another seed gives other people (1)")
        parser.add_argument(
            "--contacts", type=int, default=32, help="about how many contacts each has in two years (32)"
        )
        parser.add_argument("--quarters", type=int, default=16, help="how many past quarters have figures (16)")
        parser.add_argument("--bare", action="store_true", help="raise no alerts and freeze no quarters")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["people"] < 1:
            raise CommandError("Give at least one young person: --people 1.")
        try:
            load_council(
                people=options["people"],
                seed=options["seed"],
                contacts=options["contacts"],
                today=timezone.localdate(),
                report_progress=self.stdout.write,
                quarters=options["quarters"],
                complete=not options["bare"],
            )
        except Refused as refusal:
            raise CommandError(str(refusal)) from None
        if not options["verbosity"]:
            return
        for role, email in sign_ins():
            self.stdout.write(f"{role:32} {email}")
        self.stdout.write(f"{'Password of each':32} {PASSWORD}")
