"""Writing many rows at once, by COPY or in one UPDATE: the same constraints, at the speed of the database."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.db import connection, models
from django.db.models.expressions import BaseExpression
from django.utils import timezone

BLOCK = 1 << 16


def copy_rows(
    model: type[models.Model],
    columns: Sequence[str],
    rows: Iterable[Sequence[Any]],
    constants: Mapping[str, Any] | None = None,
) -> None:
    """COPY rows into a model's table, inside an action. `columns` are field names; foreign keys end in `_id`.

    `constants` holds the columns that have the same value in every row.
    """
    constants = constants or {}
    fields = {field.attname: field.column for field in model._meta.concrete_fields}
    listed = ", ".join(f'"{fields[column]}"' for column in (*columns, *constants))
    with connection.cursor() as cursor, connection.wrap_database_errors:
        cursor.copy_expert(
            f'COPY "{model._meta.db_table}" ({listed}) FROM STDIN', _CopyStream(rows, constants.values())
        )


def update_rows(model: type[models.Model], names: Iterable[str], rows: Sequence[models.Model]) -> None:
    """Store the fields of these names as the rows have them, inside an action. Plain values alone: no expressions and
    no arrays. `bulk_update` would write an expression for each row and field, which takes many times as long.
    """
    if not rows:
        return
    key = model._meta.pk
    known = {field.name: field for field in model._meta.concrete_fields}
    fields = [key, *(known[name] for name in names)]
    columns = ", ".join(f'"{field.column}"' for field in fields)
    arrays = ", ".join(f"%s::{str(field.db_type(connection)).partition('(')[0]}[]" for field in fields)
    stored = ", ".join(f'"{field.column}" = new."{field.column}"' for field in fields[1:])
    with connection.cursor() as cursor:
        cursor.execute(
            f'UPDATE "{model._meta.db_table}" AS old SET {stored} FROM UNNEST({arrays}) AS new ({columns})'
            f' WHERE old."{key.column}" = new."{key.column}"',
            [[field.get_db_prep_save(getattr(row, field.attname), connection) for row in rows] for field in fields],
        )


def defaults(model: type[models.Model], given: Iterable[str]) -> dict[str, Any]:
    """What Django would write into the columns that COPY is not given. Left out: the id, what may be null, and what the
    database fills in by itself."""
    left_out = {model._meta.pk.attname, *given}
    return {
        field.attname: timezone.now() if getattr(field, "auto_now_add", False) else field.get_default()
        for field in model._meta.concrete_fields
        if field.attname not in left_out and not field.null and not field.generated and not field.has_db_default()
    }


class _CopyStream:
    """Rows as the text format of COPY, made as they are read, so that memory does not grow with their number."""

    def __init__(self, rows: Iterable[Sequence[Any]], constants: Iterable[Any] = ()) -> None:
        end = "".join(f"\t{copy_text(value)}" for value in constants) + "\n"
        self._lines: Iterator[str] = ("\t".join(map(copy_text, row)) + end for row in rows)
        self._rest = ""

    def read(self, size: int = BLOCK) -> str:
        parts, length = [self._rest], len(self._rest)
        while length < size:
            line = next(self._lines, None)
            if line is None:
                break
            parts.append(line)
            length += len(line)
        block = "".join(parts)
        self._rest = block[size:]
        return block[:size]


def copy_text(value: Any) -> str:
    """A value in COPY's text format: \\N for null, t or f, and four characters escaped.

    TypeError for what only the database can work out.
    """
    if value is None:
        return "\\N"
    if value is True:
        return "t"
    if value is False:
        return "f"
    if isinstance(value, (dict, list)):
        value = json.dumps(value, ensure_ascii=False)
    if isinstance(value, BaseExpression):
        raise TypeError(f"{value!r} is no plain value: leave its column out.")
    text = value if type(value) is str else str(value)
    if "\\" in text or "\n" in text or "\t" in text or "\r" in text:
        text = text.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")
    return text
