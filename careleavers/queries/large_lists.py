"""Lists of a hundred thousand rows, read some at a time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import QuerySet

AT_A_TIME = 1000


def rows_of(values: QuerySet[Any, tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    """The rows of a `values_list`, in one statement. The database's answer is held as it came, some 150 bytes a row,
    and made into Python's values `AT_A_TIME` rows at a time.

    `iterator` asks by a cursor of the server's, for which Postgres never lets several processes work at once.
    """
    compiler = values.query.get_compiler(values.db)
    try:
        sql, params = compiler.as_sql()
    except EmptyResultSet:  # nobody can be meant
        return
    with connections[values.db].cursor() as cursor:
        cursor.execute(sql, params)
        some = iter(lambda: cursor.fetchmany(AT_A_TIME), [])
        yield from compiler.results_iter(some, tuple_expected=True)
