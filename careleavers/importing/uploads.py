"""A file that was sent, looked at: its sheets, their columns with an example of each, and what they stand for."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from functools import partial
from itertools import islice
from typing import Any

from careleavers.importing.files import column_name, sheets_of, table_of
from careleavers.importing.report import FileFault
from careleavers.importing.tables import TABLES, ImportTable

LOOKED_AT = 50  # rows, for an example of each column
LONGEST_EXAMPLE = 40  # characters
ALIKE = 0.75  # of difflib's ratio, from which a column is offered for one of ours


def look_at(content: bytes, name: str) -> tuple[list[dict[str, Any]], list[str]]:
    """The sheets of a file, and why it has none."""
    faults: list[FileFault] = []
    sheets = [
        {"name": sheet, "header": header, "examples": examples, "mapping": {}}
        for sheet, records in sheets_of(partial(io.BytesIO, content), name, faults)
        for header, examples in _header_of(records)
    ]
    return sheets, [fault.reason for fault in faults] if not sheets else []


def _header_of(records: Iterator[tuple[int, list[str]]]) -> Iterator[tuple[list[str], list[str]]]:
    """The columns, and an example of each; nothing for an empty sheet."""
    _, header = next(records, (0, []))
    if not header:
        return
    examples = [""] * len(header)
    for _, cells in islice(records, LOOKED_AT):
        for place, cell in enumerate(cells[: len(header)]):
            examples[place] = examples[place] or " ".join(cell.split())[:LONGEST_EXAMPLE]
    yield header, examples


def table_of_sheet(sheet: Mapping[str, Any]) -> ImportTable | None:
    """The table that a sheet holds, by what was said of it, or by its columns."""
    if sheet["mapping"]:
        return table_of(sheet["mapping"].values())
    return table_of(map(column_name, sheet["header"]))


def missing_columns(sheet: Mapping[str, Any], table: ImportTable) -> list[str]:
    """The columns of the table that have to be there and are not."""
    found = set(sheet["mapping"].values() if sheet["mapping"] else map(column_name, sheet["header"]))
    return [column.name for column in table.columns if column.required and column.name not in found]


def guess(header: Sequence[str], table: ImportTable, mapping: Mapping[str, str]) -> dict[str, str]:
    """Of each of our columns, the one of the file that stands for it: as was said before, or that is called alike."""
    said = {ours: theirs for theirs, ours in mapping.items() if ours in table.by_name}
    names = {column_name(written): written for written in reversed(header) if written}
    found: dict[str, str] = {}
    for column in table.columns:
        like = [column.name] if column.name in names else get_close_matches(column.name, names, 1, ALIKE)
        if column.name in said:
            found[column.name] = said[column.name]
        elif like and not said and names[like[0]] not in found.values():
            found[column.name] = names[like[0]]
    return found


def tables_by_name() -> list[tuple[str, str]]:
    return [(name, table.title) for name, table in TABLES.items()]
