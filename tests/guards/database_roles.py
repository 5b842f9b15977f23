"""A test's own connection with the rights of web, worker and beat."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO

from django.core.management import call_command
from django.db import connection


@contextmanager
def as_application(name: str = "careleavers_tried") -> Iterator[None]:
    """Until this ends, this test's own connection may do what the application's role may; rolled back with the test.

    Roles are the whole server's: two processes that made one of the same name would wait for each other.
    """
    role = f"{name}_{os.getpid()}"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE ROLE {role}")
    call_command("grant_access", role, stdout=StringIO())
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {role}")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("RESET ROLE")
