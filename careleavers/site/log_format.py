"""The form of a line of the log: in production one JSON object a line, without anything personal.

What an exception says may hold what somebody typed, and Postgres adds the row that it refused. So production's lines
give an exception's type and where it was raised, and its words only where its type has none from the record.
"""

from __future__ import annotations

import json
import logging
import re
import traceback
from datetime import UTC, datetime
from types import TracebackType
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, InterfaceError, OperationalError
from django.urls import NoReverseMatch

from careleavers.site import log_context
from careleavers.site.log_paths import safe_path

# What Postgres adds to an error: the row that it refused, the statement, the parameters. Notes and addresses are there.
VALUES = re.compile(
    r"^(DETAIL|CONTEXT|STATEMENT|QUERY|HINT|LINE \d+):.*?(?=^\S*Error|^Traceback|^The above|^During|\Z)", re.M | re.S
)
LEFT_OUT = "(values left out)\n"

# Their words are about the code and the machine.
SAYS_NOTHING_PERSONAL = (
    AttributeError,
    NameError,
    ImportError,
    AssertionError,
    NotImplementedError,
    RuntimeError,
    ConnectionError,
    ImproperlyConfigured,
    NoReverseMatch,
    OperationalError,
    InterfaceError,
)
MOST_FRAMES = 30
# Lines of these are no exceptions of ours, and quote what was asked for.
QUOTES_REQUESTS = re.compile(r"^(Error handling request|Invalid request from).*", re.S)


class PlainFormatter(logging.Formatter):
    """For people at a terminal: leaves out what Postgres says of a row, and the trace where it only says it is away."""

    def format(self, record: logging.LogRecord) -> str:
        return VALUES.sub(LEFT_OUT, super().format(record))

    def formatException(self, ei: Any) -> str:
        error = ei[1]
        if isinstance(error, OperationalError | InterfaceError):
            return f"{type(error).__name__}: {first_line(error)}"
        if isinstance(error, DatabaseError):
            return VALUES.sub(LEFT_OUT, super().formatException(ei))
        return super().formatException(ei)


class JsonFormatter(logging.Formatter):
    """One JSON object: time (UTC), level, logger, message, what `log_context` says, the facts of the record
    (`extra={"facts": {...}}`), and the exception."""

    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line: dict[str, Any] = {
            "time": at.replace("+00:00", "Z"),
            "level": record.levelname,
            "logger": record.name,
            "message": message_of(record),
            **log_context.current(),
            **getattr(record, "facts", {}),
        }
        if record.exc_info and record.exc_info[1]:
            line["exception"] = exception_of(record.exc_info[1])
        return json.dumps(line, default=str)


def message_of(record: logging.LogRecord) -> str:
    """Without a path that somebody typed and without what an exception says."""
    request = getattr(record, "request", None)
    if request is not None and hasattr(request, "path"):
        if record.name.startswith("django.security") and record.name != "django.security.csrf":
            return f"Refused: {safe_path(request)}"  # what was refused is quoted in the message
        if isinstance(record.args, tuple):
            return str(record.msg) % tuple(safe_path(request) if arg == request.path else arg for arg in record.args)
    if record.name == "celery.app.trace" and isinstance(record.args, dict):
        return str(record.args.get("name", "")) + f" {record.args.get('description', 'ended')}"
    if record.name.startswith("gunicorn"):
        return QUOTES_REQUESTS.sub(r"\1 (left out)", record.getMessage())
    return VALUES.sub(LEFT_OUT, record.getMessage())


def exception_of(error: BaseException) -> dict[str, Any]:
    """Its type, where it was raised, its words where they hold nothing personal, and what caused it."""
    found: dict[str, Any] = {"type": type_of(error)}
    if said := words_of(error):
        found["message"] = said
    found["frames"] = frames(error.__traceback__)
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if cause:
        found["cause"] = type_of(cause)
    return found


def type_of(error: BaseException) -> str:
    kind = type(error)
    return kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"


def words_of(error: BaseException) -> str:
    """What it says, where its type has nothing from the record to say; otherwise nothing."""
    return first_line(error) if isinstance(error, SAYS_NOTHING_PERSONAL) else ""


def first_line(error: BaseException) -> str:
    return next(iter(str(error).strip().splitlines()), "no reason")


def frames(trace: TracebackType | None) -> list[str]:
    """Where it was raised, the innermost last."""
    return [f"{each.filename}:{each.lineno} {each.name}" for each in traceback.extract_tb(trace)[-MOST_FRAMES:]]
