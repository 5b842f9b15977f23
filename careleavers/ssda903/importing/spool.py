"""The rows of a return on disk, so that memory does not grow with it: read file by file, given back child by child.

In a private database of SQLite, which has a name in no folder and is gone when it is closed.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import NamedTuple

from careleavers.ssda903.files import TABLES, ReturnFiles, ReturnRow
from careleavers.ssda903.importing.identity import cleaned_number, plain_number

KEPT = ("Header", "UASC", "Episodes", "OC3")  # the tables that this product has a place for, in the order of reading
IN_ORDER = {name: position for position, name in enumerate((*KEPT, *sorted(TABLES.keys() - set(KEPT))))}
# `written` is a number as rows have it, `child` the number of the child it belongs to, `first_row` where it is first.
SCHEMA = """
PRAGMA journal_mode = OFF;
CREATE TABLE line (position INTEGER, written TEXT, file TEXT, line INTEGER, content TEXT);
CREATE TABLE number (
    written TEXT PRIMARY KEY, position INTEGER, first_row INTEGER, plain TEXT, child TEXT, born TEXT, upn TEXT
) WITHOUT ROWID;
"""
FIND_CHILDREN = """
CREATE INDEX line_of_number ON line (written, position);
INSERT INTO number (written, position, first_row, plain, child)
SELECT written, min(position), min(rowid), plain(written), written FROM line
WHERE (written, position) IN (SELECT written, min(position) FROM line WHERE position < {kept} GROUP BY written)
GROUP BY written;
CREATE INDEX number_by_plain ON number (plain);
CREATE INDEX number_by_child ON number (child);
CREATE INDEX number_in_order ON number (position, first_row);
"""
IN_HEADER = """
UPDATE number SET child = (SELECT min(written) FROM number AS known WHERE known.plain = number.plain AND position = 0)
WHERE position > 0
    AND (SELECT count(*) FROM number AS known WHERE known.plain = number.plain AND known.position = 0) = 1
"""
LIKE_ANOTHER = """
SELECT number.written, born, plain, upn, line.file, line.line FROM number JOIN line ON line.rowid = first_row
WHERE number.written = child AND born IS NOT NULL AND (
    (born, plain) IN (SELECT born, plain FROM number WHERE written = child GROUP BY born, plain HAVING count(*) > 1)
    OR upn > '' AND (born, upn) IN (SELECT born, upn FROM number WHERE upn > '' GROUP BY born, upn HAVING count(*) > 1)
) ORDER BY number.position, first_row
"""
ROWS = """
SELECT child, file, line, content FROM number JOIN line ON line.written = number.written AND line.position = ?
WHERE child IN ({marks}) ORDER BY line.rowid
"""


@dataclass(slots=True)
class SpooledTable:
    """How many rows of a table were read, and from which files."""

    name: str
    files: list[str] = field(default_factory=list)
    rows: int = 0

    def __len__(self) -> int:
        return self.rows


class KnownChild(NamedTuple):
    """What tells children apart: `plain` is the number but for what a spreadsheet does to it."""

    number: str
    born: str
    plain: str
    upn: str
    file: str
    line: int


class SpooledReturn(ReturnFiles):
    """`ReturnFiles` whose rows are on disk. Ask for children once everything is read; `close()` it at the end."""

    tables: dict[str, SpooledTable]  # type: ignore[assignment]

    def __init__(self) -> None:
        super().__init__()
        self._database = sqlite3.connect("")
        self._database.executescript(SCHEMA)
        self._database.create_function("plain", 1, plain_number, deterministic=True)

    def close(self) -> None:
        self._database.close()

    def keep(self, name: str, file: str, columns: Mapping[str, Sequence[str]], lines: Sequence[int]) -> None:
        table = self.tables.setdefault(name, SpooledTable(name))
        if file not in table.files:
            table.files.append(file)
        table.rows += len(lines)
        rows = zip(*(columns[column] for column in TABLES[name]), strict=True)
        self._database.executemany(
            "INSERT INTO line VALUES (?, ?, ?, ?, ?)",
            (
                (IN_ORDER[name], cleaned_number(values[0]), file, line, json.dumps(values))
                for line, values in zip(lines, rows, strict=True)
            ),
        )

    def rows(self, name: str) -> Iterator[ReturnRow]:
        found = self._database.execute(
            "SELECT file, line, content FROM line WHERE position = ? ORDER BY rowid", [IN_ORDER[name]]
        )
        return (_row(name, *each) for each in found)

    def find_children(self) -> None:
        """Decide which child each number belongs to: one that Header has not is the one child of Header whose number
        is the same but for what a spreadsheet does to it."""
        self._database.executescript(FIND_CHILDREN.format(kept=len(KEPT)))
        self._database.execute(IN_HEADER)

    def children(self, together: int) -> Iterator[list[str]]:
        """Every child's number, so many at a time, in the order in which the tables first name them."""
        numbers = self._database.execute(
            "SELECT written FROM number WHERE written = child ORDER BY position, first_row"
        )
        while batch := [number for (number,) in islice(numbers, together)]:
            yield batch

    def count_children(self) -> int:
        return int(self._database.execute("SELECT count(DISTINCT child) FROM number").fetchone()[0])

    def __contains__(self, number: object) -> bool:
        """Whether it is the number of a child of this return."""
        return self._database.execute("SELECT 1 FROM number WHERE child = ?", [number]).fetchone() is not None

    def rows_of_children(self, name: str, numbers: Sequence[str]) -> Iterator[tuple[str, ReturnRow]]:
        """The rows of a table that belong to these children, each with the child's number."""
        sql = ROWS.format(marks=", ".join("?" * len(numbers)))
        for number, *values in self._database.execute(sql, [IN_ORDER[name], *numbers]):
            yield number, _row(name, *values)

    def note_births(self, births: Iterable[tuple[str, date, str]]) -> None:
        """Note the date of birth and the UPN of a number; the first that is told of a child holds."""
        self._database.executemany(
            "UPDATE number SET born = ?2, upn = ?3"
            " WHERE written = (SELECT child FROM number WHERE written = ?1) AND born IS NULL",
            ((number, born.isoformat(), upn) for number, born, upn in births),
        )

    def children_like_another(self) -> Iterator[KnownChild]:
        """Children who share the date of birth with another, and the plain number or the UPN."""
        return (KnownChild(*each) for each in self._database.execute(LIKE_ANOTHER))


def _row(name: str, file: str, line: int, content: str) -> ReturnRow:
    return ReturnRow(dict(zip(TABLES[name], json.loads(content), strict=True)), file, line)
