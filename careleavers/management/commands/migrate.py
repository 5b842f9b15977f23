"""Django's migrate, which tries again when somebody holds a table for longer than pages can wait behind it."""

from __future__ import annotations

import time
from typing import Any

from django.core.management.base import CommandError
from django.core.management.commands import migrate as djangos
from django.db import DEFAULT_DB_ALIAS, OperationalError, connections
from psycopg2.errors import LockNotAvailable

from careleavers.management.practice_function import make_or_remove
from careleavers.management.project_state import ExecutorOnDemand

TRIES = 60
PAUSE = 3.0  # seconds in which the pages that waited go on
CONCURRENTLY = "INDEX CONCURRENTLY"
PATIENTLY = "SET lock_timeout = '10min'"
HALF_MADE = """
    SELECT indexrelid::regclass::text FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
    WHERE NOT indisvalid AND relnamespace = 'public'::regnamespace
        AND indexrelid NOT IN (SELECT index_relid FROM pg_stat_progress_create_index)
"""


# The only seam: Django's command names its executor in the module.
djangos.MigrationExecutor = ExecutorOnDemand  # type: ignore[attr-defined]


class Command(djangos.Command):
    """A migration is a transaction, so a try goes on where the one before was given up. An index that is made
    concurrently is none: Postgres keeps what was given up, and the next try removes it."""

    def handle(self, *args: Any, **options: Any) -> None:
        database = options.get("database", DEFAULT_DB_ALIAS)
        for each in range(1, TRIES + 1):
            try:
                with connections[database].execute_wrapper(wait_for_those_at_work):
                    drop_half_made_indexes(database)
                    super().handle(*args, **options)
                make_or_remove(database)
                return
            except OperationalError as busy:
                if not isinstance(busy.__cause__, LockNotAvailable):
                    raise
                self.stderr.write(f"A table is in use, so that migration was taken back: try {each} of {TRIES}.")
                time.sleep(PAUSE)
        raise CommandError("A table was in use all the time. Nothing was half done: run migrate again at a quiet time.")


def wait_for_those_at_work(execute: Any, sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    """An index that is made or removed concurrently waits longer: for those at work on its table, of whom none waits
    for it. Given up at once, it would begin again after each of the service's longer jobs."""
    if CONCURRENTLY not in str(sql):
        return execute(sql, params, many, context)
    execute(PATIENTLY, None, False, context)
    try:
        return execute(sql, params, many, context)
    finally:
        execute("RESET lock_timeout", None, False, context)


def drop_half_made_indexes(database: str) -> None:
    """Those of a CREATE INDEX CONCURRENTLY that ended early, and that nobody is making now."""
    with connections[database].cursor() as cursor:
        cursor.execute(HALF_MADE)
        for (name,) in cursor.fetchall():
            cursor.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {name}")
