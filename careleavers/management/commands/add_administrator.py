"""The first account of a deployment: from it an administrator makes all the others, on the Staff page."""

from __future__ import annotations

import sys
from getpass import getpass
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.utils import timezone

from careleavers import environment as env
from careleavers.actions.base import Refused
from careleavers.actions.staff import add_administrator
from careleavers.models import User

FROM_ENVIRONMENT = "ADMINISTRATOR_PASSWORD"


class Command(BaseCommand):
    help = (
        "Makes an account with the role of system administrator, who makes all the others on the Staff page. Asks for "
        f"a password, or takes it from the environment variable {FROM_ENVIRONMENT}."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", help="The address they sign in with.")
        parser.add_argument("name", help="Their name, as colleagues know them.")

    def handle(self, *args: Any, email: str, name: str, **options: Any) -> None:
        password = env.text(FROM_ENVIRONMENT, "") or self.ask()
        try:
            validate_email(email)
            validate_password(password, User(email=email, name=name))
            add_administrator(email=email, name=name, password=password, today=timezone.localdate())
        except ValidationError as wrong:
            raise CommandError(" ".join(wrong.messages)) from None
        except Refused as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write(f"{name} may now sign in as {email.lower()} and make the other accounts.")

    def ask(self) -> str:
        if not sys.stdin.isatty():
            raise CommandError(
                f"There is no terminal to ask for a password: set {FROM_ENVIRONMENT} in the environment. For example: "
                f"{FROM_ENVIRONMENT}=... manage.py add_administrator ..."
            )
        return getpass("A password of twelve characters or more: ")
