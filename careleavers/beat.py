"""Several beats, of which one sends: the one that holds a lock in Postgres. Another goes on when it is gone."""

from __future__ import annotations

import contextlib
import logging
from datetime import timedelta
from typing import Any

from celery.beat import PersistentScheduler
from django.db import DatabaseError, Error, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils import timezone

KEY = 8_417_331  # of the lock, in this database alone
ASK_AGAIN = 5.0  # seconds
# What fell due while nobody sent is sent by whoever goes on. Longer than it takes until a vanished host's lock is free;
# a job that is sent twice does no harm.
OVERLAP = timedelta(minutes=3)
# The lock is the transaction's, so that it survives a pooler; a host that vanished is noticed after 25 seconds.
SETTINGS = """
    SET LOCAL idle_in_transaction_session_timeout = 0; SET LOCAL statement_timeout = '5s';
    SET LOCAL tcp_keepalives_idle = 10; SET LOCAL tcp_keepalives_interval = 5; SET LOCAL tcp_keepalives_count = 3
"""

logger = logging.getLogger(__name__)


class Leadership:
    """The lock, held by a transaction that stays open on a connection of its own."""

    def __init__(self, alias: str = "default") -> None:
        self.alias = alias
        self.connection: BaseDatabaseWrapper | None = None
        self.others = False  # somebody else held it when it was last asked for

    def is_mine(self) -> bool:
        """Whether the lock is held; asks for it where it is not. False while the database is away."""
        try:
            if self.connection is not None:
                self._ask("SELECT true")
                return True
            self.others = not self._take()
        except DatabaseError:
            self.give_up()
            return False
        if self.others:
            self.give_up()
        return not self.others

    def give_up(self) -> None:
        """The lock is free when this returns: closing alone would leave it to Postgres to notice, a moment later."""
        if self.connection is None:
            return
        with contextlib.suppress(Error):
            self.connection.rollback()
        self.connection.close()
        self.connection = None

    def _take(self) -> bool:
        self.connection = connections[self.alias].copy()
        self.connection.set_autocommit(False)
        with self.connection.cursor() as cursor:
            cursor.execute(SETTINGS)
        return self._ask("SELECT pg_try_advisory_xact_lock(%s)", KEY)

    def _ask(self, statement: str, *parameters: int) -> bool:
        assert self.connection is not None
        with self.connection.cursor() as cursor:
            cursor.execute(statement, parameters)
            return bool((cursor.fetchone() or [False])[0])


class OneOfSeveral(PersistentScheduler):
    """Sends nothing while another beat of the same database does."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.leadership = Leadership()
        self.waited = False
        super().__init__(*args, **kwargs)

    def tick(self, *args: Any, **kwargs: Any) -> float:
        if not self.leadership.is_mine():
            if self.leadership.others and not self.waited:
                self.waited = True
                logger.info("Another beat sends; this one waits.")
            return ASK_AGAIN
        if self.waited:
            self._go_on()
        return float(super().tick(*args, **kwargs))

    def _go_on(self) -> None:
        """What the other one has sent is not sent again, but for the last minutes."""
        logger.info("The other beat is gone; this one goes on.")
        self.waited = False
        sent_until = timezone.now() - OVERLAP
        for entry in self.schedule.values():
            entry.last_run_at = max(entry.last_run_at, sent_until)
        self._heap = None

    def close(self) -> None:
        self.leadership.give_up()
        super().close()
