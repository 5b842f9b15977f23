"""Two actions at the same moment, each by a connection of its own, in a fixed order of steps."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from threading import Event, Thread
from typing import Any

from django.db import connection, transaction

from careleavers.actions.base import Refused

PATIENCE = 20.0  # seconds, on a busy machine
# What Postgres is asked so that two do not get in each other's way.
ROW_LOCK = re.compile(r" FOR (NO KEY )?UPDATE( OF [\w\", .]+?)?( SKIP LOCKED| NOWAIT)?(?=$|\))")
ON_CONFLICT = re.compile(r" ON CONFLICT( ?\([^)]*\))? DO (NOTHING|UPDATE SET .*?(?= RETURNING|$))")
ADVISORY = re.compile(r"pg_(try_)?advisory_xact_lock\(%s\)")


def without_protection(execute: Callable, sql: str, params: Any, many: bool, context: dict) -> Any:
    """The same statement without its locks."""
    return execute(ADVISORY.sub("%s", ON_CONFLICT.sub("", ROW_LOCK.sub("", sql))), params, many, context)


def without_row_locks(execute: Callable, sql: str, params: Any, many: bool, context: dict) -> Any:
    """The same statement without the locks of rows; what is written twice is still left alone."""
    return execute(ROW_LOCK.sub("", sql), params, many, context)


Act = Callable[[], Any]


@dataclass(frozen=True)
class Race:
    """Two actions at once; `holds` is given both outcomes and says whether the second knew of the first."""

    first: Act
    second: Act
    holds: Callable[[Any, Any], bool]


def second_is_refused(first: Any, second: Any) -> bool:
    return not isinstance(first, Exception) and isinstance(second, Refused)


class Runner(Thread):
    """One action on a connection of its own; `outcome` is what it returned or the exception that it raised."""

    def __init__(self, act: Callable[[], Any], *, wrapper: Callable | None, after: Event, before_commit: Event) -> None:
        super().__init__(daemon=True)
        self.act, self.wrapper, self.after, self.before_commit = act, wrapper, after, before_commit
        self.connected, self.acted = Event(), Event()
        self.outcome: Any = None

    def run(self) -> None:
        try:
            with ExitStack() as stack:
                connection.ensure_connection()
                self.backend = connection.connection.info.backend_pid
                if self.wrapper:
                    stack.enter_context(connection.execute_wrapper(self.wrapper))
                self.connected.set()
                self.after.wait(PATIENCE)
                with transaction.atomic():
                    self.outcome = self.act()
                    self.acted.set()
                    self.before_commit.wait(PATIENCE)
        except Exception as error:
            self.outcome = error
        finally:
            self.acted.set()
            connection.close()

    def is_waiting(self) -> bool:
        """Whether Postgres has it wait for somebody else's lock."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT cardinality(pg_blocking_pids(%s)) > 0", [self.backend])
            return bool(cursor.fetchone()[0])


def race(
    first: Callable[[], Any],
    second: Callable[[], Any],
    *,
    protected: bool = True,
    without: Callable = without_protection,
) -> tuple[Any, Any]:
    """The outcomes of two actions, the second begun when the first has acted and not committed yet.

    The first commits when the second waits for it or has acted as well: what the second then knows of the first is
    what its lock has taught it. Not protected, both run `without` any lock.
    """
    now, go_on = Event(), Event()
    now.set()
    wrapper = None if protected else without
    leader = Runner(first, wrapper=wrapper, after=now, before_commit=go_on)
    leader.start()
    leader.acted.wait(PATIENCE)
    follower = Runner(second, wrapper=wrapper, after=now, before_commit=now)
    follower.start()
    follower.connected.wait(PATIENCE)
    while not follower.acted.wait(0.01) and not follower.is_waiting():
        pass
    go_on.set()
    for runner in (leader, follower):
        runner.join(PATIENCE)
        assert not runner.is_alive(), "it waits for ever"
    return leader.outcome, follower.outcome
