"""Loading many rows at once by COPY: the same constraints, at the speed of the database."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db import connection, models

BLOCK = 1 << 16


def copy_rows(model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """COPY rows into a model's table, inside an action. `columns` are field names; foreign keys end in `_id`."""
    fields = {field.attname: field.column for field in model._meta.concrete_fields}
    listed = ", ".join(f'"{fields[column]}"' for column in columns)
    with connection.cursor() as cursor:
        cursor.copy_expert(f'COPY "{model._meta.db_table}" ({listed}) FROM STDIN', _Lines(rows))


class _Lines:
    """Rows as the text format of COPY, made as they are read, so that memory does not grow with their number."""

    def __init__(self, rows: Iterable[Sequence[Any]]) -> None:
        self._lines: Iterator[str] = ("\t".join(map(written, row)) + "\n" for row in rows)
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


def written(value: Any) -> str:
    """A value in COPY's text format: \\N for null, t or f, and four characters escaped."""
    if value is None:
        return "\\N"
    if value is True:
        return "t"
    if value is False:
        return "f"
    if isinstance(value, (dict, list)):
        value = json.dumps(value, ensure_ascii=False)
    text = str(value)
    if "\\" in text or "\n" in text or "\t" in text or "\r" in text:
        text = text.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")
    return text
