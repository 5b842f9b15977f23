"""Accounts of those who have left the council are closed, by a nightly list from its directory."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

from allauth.socialaccount.models import SocialAccount
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from careleavers.actions.staff import disable_user
from careleavers.models import User

ADDRESSES = ("mail", "email", "userprincipalname")  # names of columns, as directories export them
MOST = 5  # more at once is more likely a list that was cut short


class Command(BaseCommand):
    help = (
        "FILE lists everybody whose account in the council's directory is open: CSV with a column mail, email or "
        "userPrincipalName. Accounts here that sign in by the directory and are not in it are closed, and what they "
        "hold is handed over. Accounts with a password alone, kept for emergencies, stay. Prints one line of JSON."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="close nobody; say who would be")
        parser.add_argument("--many", action="store_true", help=f"more than {MOST} at once are meant")

    def handle(self, *args: Any, file: Path, dry_run: bool, many: bool, **options: Any) -> None:
        listed = addresses_in(file)
        linked = SocialAccount.objects.values("user")
        accounts = User.objects.filter(is_active=True, pk__in=linked).order_by("email")
        leavers = [user for user in accounts if user.email.lower() not in listed]
        if len(leavers) > MOST and not (many or dry_run):
            raise CommandError(
                f"{len(leavers)} accounts are not on the list, more than {MOST}: nobody was closed. Look at them with "
                "--dry-run; if they are meant, run it with --many."
            )
        if not dry_run:
            for user in leavers:
                disable_user(by=None, user=user, today=timezone.localdate())
        closed = [user.email for user in leavers]
        self.stdout.write(json.dumps({"listed": len(listed), "closed": closed, "dry_run": dry_run}))


def addresses_in(file: Path) -> set[str]:
    """In small letters. CommandError where the file is not such a list, or empty: nobody is closed by mistake."""
    try:
        with file.open(newline="", encoding="utf-8-sig") as lines:
            reader = csv.DictReader(lines)
            column = next((name for name in reader.fieldnames or [] if name.strip().lower() in ADDRESSES), None)
            if column is None:
                raise CommandError(f"{file} has no column {', '.join(ADDRESSES[:-1])} or userPrincipalName.")
            found = {(row[column] or "").strip().lower() for row in reader} - {""}
    except (OSError, UnicodeDecodeError, csv.Error) as wrong:
        raise CommandError(f"{file} cannot be read as CSV: {wrong}") from None
    if not found:
        raise CommandError(f"{file} lists nobody, so nobody was closed.")
    return found
