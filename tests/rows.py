"""Rows written for a while, and rows that many tests begin with."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from django.db import connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper


@contextmanager
def undone() -> Iterator[None]:
    """What is written inside is rolled back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


class Remembered:
    """What a builder returned, and the rows that it wrote, to be written again in one statement by each test.

    The rows keep their ids, which Postgres gives to no other row, and the times at which they were first written.
    """

    def __init__(self, build: Callable[[], Any]) -> None:
        with undone():
            before = {table: _rows(table) for table in connection.introspection.table_names()}
            self._result = pickle.dumps(build())
            added = {table: [row for row in _rows(table) if row not in rows] for table, rows in before.items()}
        inserts = [_insert(table, rows) for table, rows in added.items() if rows]
        # With triggers, history would be written a second time.
        self._statements = "; ".join(
            ["SET LOCAL session_replication_role = replica", *inserts, "SET LOCAL session_replication_role = DEFAULT"]
        )

    def again(self) -> Any:
        """Write the rows; answers a copy of what the builder returned."""
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(self._statements)
        return pickle.loads(self._result)


MADE_BY_MIGRATING = {"django_content_type", "auth_permission"}
# A table that nobody has written to since it was made has no pages: asking the catalogue takes a tenth of the time of
# asking each of some 350 tables.
WRITTEN_TO = """
    SELECT relname FROM pg_class
    WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace AND pg_relation_size(oid) > 0
"""


def deletions(style: Any, connection: BaseDatabaseWrapper, **_: Any) -> list[str]:
    """In place of Django's `sql_flush`: statements that empty the tables of all models.

    Triggers are off meanwhile: they refuse it for audit and history, and foreign keys ask for an order.
    """
    with connection.cursor() as cursor:
        cursor.execute(WRITTEN_TO)
        tables = {table for (table,) in cursor.fetchall()} & _tables_of_models() - MADE_BY_MIGRATING
        if not tables:
            return []
        cursor.execute(" UNION ALL ".join(f"SELECT '{each}' WHERE EXISTS (SELECT FROM \"{each}\")" for each in tables))
        found = [table for (table,) in cursor.fetchall()]
    off, on = "SET session_replication_role = replica", "SET session_replication_role = DEFAULT"
    return [off, *(f'DELETE FROM "{table}"' for table in found), on] if found else []


@cache
def _tables_of_models() -> frozenset[str]:
    return frozenset(connection.introspection.django_table_names(include_views=False))


def _rows(table: str) -> list[str]:
    """As JSON."""
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT row_to_json(found)::text FROM "{table}" AS found')
        return [row for (row,) in cursor.fetchall()]


def _insert(table: str, rows: list[str]) -> str:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT string_agg(quote_ident(attname), ', ') FROM pg_attribute"
            " WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''",
            [f'"{table}"'],
        )
        [columns] = cursor.fetchone()
        return cursor.mogrify(
            f'INSERT INTO "{table}" ({columns}) OVERRIDING SYSTEM VALUE'
            f' SELECT {columns} FROM json_populate_recordset(NULL::"{table}", %s)',
            [f"[{', '.join(rows)}]"],
        ).decode()
