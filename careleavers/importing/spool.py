"""The rows of the files on disk, so that memory does not grow with them: given back person by person.

In a private database of SQLite, which has a name in no folder and is gone when it is closed.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import NamedTuple

from careleavers.importing.report import FileFault
from careleavers.importing.tables import TABLES, ImportTable

SCHEMA = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
CREATE TABLE line (id INTEGER PRIMARY KEY, tab INTEGER, file INTEGER, line INTEGER, their_id TEXT, person TEXT,
    cells TEXT);
"""
INDEXES = """
CREATE INDEX line_of_person ON line (person, tab);
CREATE INDEX line_of_id ON line (tab, their_id);
CREATE TABLE person AS SELECT person AS key, min(id) AS first FROM line GROUP BY person;
CREATE INDEX person_in_order ON person (first);
"""
ROWS = """
SELECT line.file, line.line, line.their_id, line.person, line.cells, earlier.file, earlier.line, earlier.cells FROM line
LEFT JOIN line AS earlier ON earlier.id = (
    SELECT min(id) FROM line AS same WHERE same.tab = line.tab AND same.their_id = line.their_id AND same.id < line.id
)
WHERE line.tab = ? AND line.person IN ({marks}) ORDER BY line.id
"""


def _position(table: ImportTable) -> int:
    """Its place among the tables, by which its rows are found."""
    return list(TABLES).index(table.name)


@dataclass(frozen=True)
class SourceFile:
    """A file or sheet. `columns` are ours, "" or another text where we have none; `header` as it was written."""

    name: str
    table: ImportTable
    header: list[str]
    columns: list[str]
    number: int


class SourceRow(NamedTuple):
    """A row of a file. `earlier` is where the same ID was given before, in this row's table; with `repeats` it said the
    same there. `listed` is the line of a list that this row was made from, as it came."""

    file: SourceFile
    line: int
    their_id: str
    person: str
    cells: list[str]
    earlier: str = ""
    repeats: bool = False
    listed: SourceRow | None = None

    @property
    def place(self) -> str:
        return f"line {self.line} of {self.file.name}"


@dataclass
class Spool:
    """Rows by table. Ask for people once everything is read; `close()` it at the end."""

    files: list[SourceFile] = field(default_factory=list)
    faults: list[FileFault] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    rows_read: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._database = sqlite3.connect("")
        self._database.executescript(SCHEMA)

    def close(self) -> None:
        self._database.close()

    def add_file(self, name: str, table: ImportTable, header: Sequence[str], columns: Sequence[str]) -> SourceFile:
        file = SourceFile(name, table, list(header), list(columns), len(self.files))
        self.files.append(file)
        self.rows_read.setdefault(table.name, 0)
        return file

    def add_rows(self, file: SourceFile, table: ImportTable, rows: Iterable[tuple[int, str, str, list[str]]]) -> None:
        """Rows as line, their ID, the person's ID and cells."""
        position = _position(table)
        added = self._database.executemany(
            "INSERT INTO line (tab, file, line, their_id, person, cells) VALUES (?, ?, ?, ?, ?, ?)",
            (
                (position, file.number, line, their_id, person, json.dumps(cells))
                for line, their_id, person, cells in rows
            ),
        )
        self.rows_read[table.name] += max(added.rowcount, 0)

    def count_people(self) -> int:
        """How many people the rows are about. To be asked first: it puts the rows in order."""
        self._database.executescript(INDEXES)
        return int(self._database.execute("SELECT count(*) FROM person").fetchone()[0])

    def people(self, together: int) -> Iterator[list[str]]:
        """Every person's ID in the other system, so many at a time, in the order in which the files name them."""
        keys = self._database.execute("SELECT key FROM person ORDER BY first")
        while batch := [key for (key,) in islice(keys, together)]:
            yield batch

    def rows(self, table: ImportTable, people: Sequence[str]) -> Iterator[SourceRow]:
        """The rows of a table that are about these people."""
        sql = ROWS.format(marks=", ".join("?" * len(people)))
        for file, line, their_id, person, cells, *earlier in self._database.execute(sql, [_position(table), *people]):
            before = f"line {earlier[1]} of {self.files[earlier[0]].name}" if earlier[1] else ""
            yield SourceRow(
                self.files[file],
                line,
                their_id,
                person,
                json.loads(cells),
                before,
                bool(before) and earlier[2] == cells,
            )
