"""Checks of the deployment that `manage.py check` and `migrate` make: what would be wrong without a word."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections

UTF8 = "UTF8"
ASCII_ONLY = {"C", "POSIX"}
REMEDY = (
    "Create the database with a UTF-8 locale, for example: CREATE DATABASE careleavers TEMPLATE template0 "
    "ENCODING 'UTF8' LC_COLLATE 'C.UTF-8' LC_CTYPE 'C.UTF-8'. In the demo, remove its data folder and start again."
)


@register(Tags.database)
def check_locale(databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """Under LC_CTYPE C, pg_trgm knows the letters of ASCII alone: a name in Arabic or Cyrillic is never found, and
    nothing stops a second record of it."""
    found: list[CheckMessage] = []
    for alias in databases or ():
        with connections[alias].cursor() as cursor:
            cursor.execute(
                "SELECT pg_encoding_to_char(encoding), datctype FROM pg_database WHERE datname = current_database()"
            )
            encoding, ctype = cursor.fetchone()
        if encoding != UTF8 or ctype in ASCII_ONLY:
            said = (
                f"The database's encoding is {encoding} and its LC_CTYPE {ctype}: names in other scripts are not found."
            )
            found.append(Error(said, hint=REMEDY, id="careleavers.E001"))
    return found
