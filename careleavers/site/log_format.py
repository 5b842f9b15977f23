"""The form of a line of the log: without the values of rows, and short when the database is away."""

from __future__ import annotations

import logging
import re
from typing import Any

from django.db import DatabaseError, InterfaceError, OperationalError

# What Postgres adds to an error: the row that it refused, the statement, the parameters. Notes and addresses are there.
VALUES = re.compile(
    r"^(DETAIL|CONTEXT|STATEMENT|QUERY|HINT|LINE \d+):.*?(?=^\S*Error|^Traceback|^The above|^During|\Z)", re.M | re.S
)
LEFT_OUT = "(values left out)\n"


class Formatter(logging.Formatter):
    """Leaves out what Postgres says of the values in a row, and the trace where it only says that it is away."""

    def format(self, record: logging.LogRecord) -> str:
        return VALUES.sub(LEFT_OUT, super().format(record))

    def formatException(self, ei: Any) -> str:
        error = ei[1]
        if isinstance(error, OperationalError | InterfaceError):
            return (
                f"{type(error).__name__}: {str(error).strip().splitlines()[0] if str(error).strip() else 'no reason'}"
            )
        if isinstance(error, DatabaseError):
            return VALUES.sub(LEFT_OUT, super().formatException(ei))
        return super().formatException(ei)
