"""Commands that take names or records out of the product into a file: who, what for, and only then the file."""

from __future__ import annotations

import os
from argparse import ArgumentTypeError
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from careleavers.actions import reads
from careleavers.management.manual import CommandWithManual
from careleavers.models import User
from careleavers.permissions import Permission


class FileCommand(CommandWithManual):
    """A file of everybody as at a day, for a purpose that is kept in the access log with whoever answers for it."""

    page = ""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--into", type=Path, required=True, metavar="FILE", help="Replaced as a whole.")
        parser.add_argument("--by", required=True, metavar="EMAIL", help="The account that answers for it: may export.")
        parser.add_argument("--purpose", required=True, help="What it is for, in a few words.")
        parser.add_argument("--on", type=_day, metavar="DAY", help="As at this day, such as 2026-09-30 (today).")

    def take(self, options: dict[str, Any], *, about: str, people: int, text: Iterable[str]) -> None:
        """Notes who takes it and what for, then writes the file, which its owner alone may read."""
        purpose = options["purpose"].strip()
        if not purpose:
            raise CommandError("Say what it is for: --purpose.")
        reads.note_export(by=account(options["by"]), page=self.page, detail=f"{purpose} ({about})", people_shown=people)
        write_whole(options["into"], text)


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"{text!r} is no day: write it as 2026-09-30.") from None
    if day > timezone.localdate():
        raise ArgumentTypeError(f"{text} has not come yet.")
    return day


def account(email: str) -> User:
    """Somebody who may export lists."""
    found = User.objects.filter(email__iexact=email, is_active=True).first()
    if found is None or not found.on(timezone.localdate()).may(Permission.EXPORT):
        raise CommandError(f"{email} is no open account that may export lists.")
    return found


def write_whole(file: Path, text: Iterable[str]) -> None:
    """Whoever reads the file meanwhile finds the former one or the new one, and never a part."""
    beside = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with open(handle, "w", encoding="utf-8", newline="") as written:
            written.writelines(text)
        beside.replace(file)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise CommandError(f"{file} could not be written: {error.strerror}.") from error
