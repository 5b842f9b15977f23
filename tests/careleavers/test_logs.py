"""No note and no address goes into a log, whoever writes it, and an outage does not fill the disk.

In production each line is a JSON object. That pages and forms leave no name in it is tested in
tests/guards/test_logs_name_nobody.py.
"""

from __future__ import annotations

import json
import logging
import re
import sys
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, OperationalError, connection, transaction
from django.test import Client

from careleavers import tasks
from careleavers.actions.base import allowing_writes
from careleavers.models import Home
from careleavers.site import log_context
from careleavers.site.log_format import JsonFormatter, PlainFormatter
from careleavers.views.errors import server_error
from tests.cast import Cast
from tests.guards.records import the_log
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


def line(name: str, message: str, *arguments: Any, **extra: Any) -> dict[str, Any]:
    record = logging.LogRecord(name, logging.WARNING, __file__, 1, message, arguments or None, None)
    record.created = datetime(2026, 7, 1, 8, 30, 15, 250_000, UTC).timestamp()
    vars(record).update(extra)
    return json.loads(JsonFormatter().format(record))


def test_a_line_says_when_in_utc_what_and_from_where() -> None:
    """In July London's clocks are an hour ahead."""
    with log_context.logging_about(request_id="abc"):
        log_context.add(user_id="7")
        said = line("careleavers.x", "Two\nlines of %s", "text", facts={"queries": 3})
    assert said == {
        "time": "2026-07-01T08:30:15.250Z",
        "level": "WARNING",
        "logger": "careleavers.x",
        "message": "Two\nlines of text",
        "request_id": "abc",
        "user_id": "7",
        "queries": 3,
    }
    assert log_context.current() == {}


@pytest.mark.parametrize(
    ("name", "message", "arguments", "said"),
    [
        ("gunicorn.error", "Error handling request /people/?q=Canary", (), "Error handling request (left out)"),
        ("gunicorn.error", "Invalid request from ip=10.1.2.3: GET /Canary", (), "Invalid request from (left out)"),
        ("gunicorn.error", "Listening at: http://0.0.0.0:8000 (7)", (), "Listening at: http://0.0.0.0:8000 (7)"),
        (
            "celery.app.trace",
            "Task %(name)s[%(id)s] %(description)s: %(exc)s",
            ({"name": "offers.tasks.render", "id": "1", "description": "raised unexpected", "exc": "Canary"},),
            "offers.tasks.render raised unexpected",
        ),
        ("django.x", "duplicate\nDETAIL:  Key (email)=(canary@x) exists.", (), "duplicate\n(values left out)\n"),
    ],
)
def test_what_others_quote_is_left_out(name: str, message: str, arguments: tuple[Any, ...], said: str) -> None:
    """Seen to fail: with each logger's own words."""
    assert line(name, message, *arguments)["message"] == said


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (ValueError("no such name: Canary"), None),
        (KeyError("Canary"), None),
        (IntegrityError("Canary"), None),
        (AttributeError("'NoneType' object has no attribute 'x'"), "'NoneType' object has no attribute 'x'"),
        (OperationalError("connection refused\n\tIs the server running?"), "connection refused"),
    ],
    ids=lambda each: type(each).__name__,
)
def test_an_exception_is_told_by_its_type_and_where(error: Exception, words: str | None) -> None:
    try:
        raise error
    except type(error):
        record = logging.LogRecord("x", logging.ERROR, __file__, 1, "It failed", None, sys.exc_info())
    told = json.loads(JsonFormatter().format(record))["exception"]
    assert told["type"].endswith(type(error).__name__)
    assert told.get("message") == words
    assert re.search(r"test_logs.py:\d+ test_an_exception", told["frames"][-1])


@pytest.mark.django_db
def test_a_job_is_one_line_and_what_it_logs_has_its_id() -> None:
    with the_log() as log:
        tasks.tick.apply(task_id="the-id", throw=True)
    (told,) = [json.loads(each) for each in log.getvalue().splitlines()]
    assert (told["job"], told["request_id"], told["status"]) == ("careleavers.tasks.tick", "the-id", "SUCCESS")
    assert log_context.current() == {}


@pytest.mark.parametrize(
    ("behind", "sent", "kept"),
    [
        (False, "0123456789abcdef0123", False),
        (True, "0123456789abcdef0123", True),
        (True, "8d9d5ecd-9d9f-4b02-b8e7-6f1f0f3b2a10", True),
        (True, "short", False),
        (True, "Amira Khan of Park Road", False),
        (True, "a" * 65, False),
        (True, "0123456789abcdef\n{}", False),
    ],
)
def test_the_id_is_the_proxys_where_one_is_trusted(
    client: Client, settings: Any, behind: bool, sent: str, kept: bool
) -> None:
    if behind:
        settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    answered = client.get("/ping", headers={"x-request-id": sent}).headers["X-Request-ID"]
    assert (answered == sent) is kept
    assert kept or re.fullmatch("[0-9a-f]{32}", answered)


@pytest.mark.parametrize("error", [ValueError(), OperationalError()], ids=["500", "503"])
def test_the_page_of_a_failure_shows_the_id(rf: Any, error: Exception) -> None:
    with log_context.logging_about(request_id="0123456789abcdef"):
        try:
            raise error
        except type(error):
            assert b"<code>0123456789abcdef</code>" in server_error(rf.get("/")).content
