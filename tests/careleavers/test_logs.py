"""No note and no address goes into a log, whoever writes it, and an outage does not fill the disk."""

from __future__ import annotations

import logging
import sys
from datetime import date

import pytest
from django.db import DatabaseError, IntegrityError, OperationalError, connection, transaction

from careleavers.actions.base import allowing_writes
from careleavers.models import Home
from careleavers.site.log_format import PlainFormatter
from tests.cast import Cast
from tests.servers import places_of_run

NEVER = date(2026, 1, 1)  # before the start
CANARY = "8 Canary Street, where nobody lives"


def formatted(error: BaseException) -> str:
    try:
        raise error
    except type(error):
        record = logging.LogRecord("x", logging.ERROR, __file__, 1, "It failed: %s", (error,), sys.exc_info())
        return PlainFormatter("{message}", style="{").format(record)


@pytest.mark.django_db
def test_a_refused_row_is_in_no_log(cast: Cast) -> None:
    """Seen to fail: with Postgres at its defaults, and with logging's own formatter."""
    log = places_of_run().log("postgres")
    before = log.stat().st_size
    with allowing_writes(), pytest.raises(IntegrityError) as refused, transaction.atomic():
        Home.objects.create(
            person=cast.amira,
            kind="U",
            is_suitable=True,
            address=CANARY,
            starts_on=date(2026, 2, 1),
            ends_on=date(2026, 1, 1),
        )
    assert CANARY in str(refused.value)  # Postgres says it to us
    assert CANARY not in formatted(refused.value)
    said = log.read_bytes()[before:].decode(errors="replace")
    assert "violates check constraint" in said
    assert CANARY not in said


@pytest.mark.django_db
def test_a_failed_statement_is_in_no_log() -> None:
    log = places_of_run().log("postgres")
    before = log.stat().st_size
    with allowing_writes(), pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT 1 / 0, %s", [CANARY])
    said = log.read_bytes()[before:].decode(errors="replace")
    assert "division by zero" in said
    assert CANARY not in said


def test_a_database_that_is_away_is_one_line() -> None:
    """Half a minute of it wrote 134 MB. Seen to fail: with logging's own formatter."""
    said = formatted(OperationalError("connection refused\n\tIs the server running?"))
    assert len(said) < 200
    assert "OperationalError: connection refused" in said


def test_another_error_keeps_its_trace() -> None:
    assert "Traceback" in formatted(ValueError("x"))
