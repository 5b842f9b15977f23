"""Asking what the council's own reports may ask."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from typing import Any

from django.core.management import call_command
from django.db import connection

from tests.guards.source import ROOT


def asked(sql: str, *values: object) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values or None)
        return list(cursor.fetchall())


@contextmanager
def as_reports() -> Iterator[None]:
    """Until this ends, this test may do what the role of the reports may; rolled back with the test."""
    [found] = re.findall(r"^(REVOKE EXECUTE [^;]+);", (ROOT / "docs/examples/bi_role.sql").read_text(), re.MULTILINE)
    role = f"reports_{os.getpid()}"  # roles are the whole server's
    with connection.cursor() as cursor:
        cursor.execute(found)
        cursor.execute(f"CREATE ROLE {role}")
    call_command("grant_bi_access", role, stdout=StringIO())
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {role}")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("RESET ROLE")
