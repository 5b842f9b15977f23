"""Django's migrate, which tries again when somebody holds a table for longer than pages can wait behind it."""

from __future__ import annotations

import time
from typing import Any

from django.core.management.base import CommandError
from django.core.management.commands.migrate import Command as Migrate
from django.db import OperationalError
from psycopg2.errors import LockNotAvailable

TRIES = 20
PAUSE = 3.0  # seconds in which the pages that waited go on


class Command(Migrate):
    """Each migration is a transaction, so a try goes on where the one before was given up."""

    def handle(self, *args: Any, **options: Any) -> None:
        for each in range(1, TRIES + 1):
            try:
                super().handle(*args, **options)
                return
            except OperationalError as busy:
                if not isinstance(busy.__cause__, LockNotAvailable):
                    raise
                self.stderr.write(f"A table is in use, so that migration was taken back: try {each} of {TRIES}.")
                time.sleep(PAUSE)
        raise CommandError("A table was in use all the time. Nothing was half done: run migrate again at a quiet time.")
