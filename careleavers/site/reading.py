"""Figures may be read from a copy of the database (a streaming standby), so that they slow nobody's pages.

Off unless DATABASE_URL_READ is set. How far the copy is behind is known by the tick, which a worker writes every half
minute: a copy that is too far behind, or away, is not asked.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import timedelta
from typing import Any

from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections

from careleavers.models import Heartbeat

COPY = "reading"
TOO_FAR_BEHIND = timedelta(minutes=5)
LEFT_ALONE = 30.0  # seconds for which a copy that did not answer is not asked

_reads_copy: ContextVar[bool] = ContextVar("reads_copy", default=False)
_away_until = 0.0


class Router:
    """Reads go to the copy inside `reading_the_copy`, and nowhere else; writes and migrations never do."""

    def db_for_read(self, model: Any, **hints: Any) -> str | None:
        return COPY if _reads_copy.get() else None

    def db_for_write(self, model: Any, **hints: Any) -> str:
        return DEFAULT_DB_ALIAS

    def allow_relation(self, one: Any, other: Any, **hints: Any) -> bool:
        return True

    def allow_migrate(self, database: str, app_label: str, **hints: Any) -> bool | None:
        return False if database == COPY else None


@contextmanager
def reading_the_copy() -> Iterator[None]:
    token = _reads_copy.set(True)
    try:
        yield
    finally:
        _reads_copy.reset(token)


def behind() -> timedelta | None:
    """How far the copy is behind; None where there is none, or none that may be read."""
    global _away_until
    if COPY not in connections.settings or time.monotonic() < _away_until:
        return None
    try:
        ticks = [_tick(DEFAULT_DB_ALIAS), _tick(COPY)]
    except DatabaseError:
        _away_until = time.monotonic() + LEFT_ALONE
        return None
    if None in ticks:
        return None
    lag = max(ticks[0] - ticks[1], timedelta(0))
    return lag if lag <= TOO_FAR_BEHIND else None


def _tick(alias: str) -> Any:
    return Heartbeat.objects.using(alias).filter(name=Heartbeat.TICK).values_list("last_seen_at", flat=True).first()
