"""One CSV file of a return: which table it is, its rows, and what is wrong with them."""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TypeVar

from careleavers.ssda903.files.decoding import FileText
from careleavers.ssda903.files.tables import TABLES, FileProblem, ReturnFiles

_DELIMITERS = ",;\t"
_TABLE_OF = {frozenset(columns): name for name, columns in TABLES.items()}
_PLAIN_NAMES = {column.replace("_", ""): column for columns in TABLES.values() for column in columns}
_TOGETHER = 500  # rows turned into columns at a time: few enough that the garbage collector never walks through them
_CHUNKS_TOGETHER = 10
_Chunk = tuple[Sequence[int], list[list[str]]]  # line numbers and cells
_Block = tuple[list[int], list[list[str]]]  # line numbers and columns
_T = TypeVar("_T")


def read_csv(text: FileText, file: str, into: ReturnFiles) -> None:
    """Add the table that a CSV file's text holds, and its problems, to `into`."""
    header_line, delimiter, header = _header(text.lines())
    if not header:
        into.problems.append(
            FileProblem(
                file,
                reason="The file is empty: it has no line of column names.",
                remedy="If there is nothing to return, keep the line of column names; otherwise export it again.",
            )
        )
        return
    names = [_column_name(cell) for cell in header]
    table = _TABLE_OF.get(frozenset(filter(None, names)))
    if table is None or len(list(filter(None, names))) != len(TABLES[table]):
        into.problems.append(_unknown_table(names, file, header_line))
        return
    rows = _Rows(file, table, names, into.problems)
    into.add(table, file, dict.fromkeys(TABLES[table], ()), ())  # it is there, though it may have no row
    for numbers, columns in rows.read(text, header_line, delimiter):
        into.add(table, file, {name: columns[names.index(name)] for name in TABLES[table]}, numbers)


def _may_have_outer_space(lines: Sequence[str], delimiter: str) -> bool:
    """Whether any value can have space around it: stripping half a million values takes as long as splitting them."""
    text = "\n".join(lines)
    if not text.isascii() or (delimiter != "\t" and "\t" in text):
        return True
    if " " not in text:
        return False
    whole = f"\n{text}\n"
    return any(pair in whole for pair in (f" {delimiter}", f"{delimiter} ", " \n", "\n "))


def _header(lines: Iterable[str]) -> tuple[int, str, list[str]]:
    """(line number, delimiter, cells) of the first line that is not blank; no cells in an empty file."""
    delimiter = ""
    for number, line in enumerate(lines, 1):
        if line.startswith("SEP="):  # Excel's own note about the delimiter
            delimiter = line[4:]
        elif line.strip(_DELIMITERS + " "):
            if delimiter not in tuple(_DELIMITERS):
                delimiter = max(_DELIMITERS, key=line.count)
            return number, delimiter, _cells(line, delimiter) or [line]
    return 0, "", []


def _cells(line: str, delimiter: str) -> list[str] | None:
    """The cells of one line on its own; None where a quotation mark is not closed or a cell is absurdly long."""
    try:
        cells = next(csv.reader([line + "\n"], delimiter=delimiter), [])
    except csv.Error:
        return None
    return None if any("\n" in cell for cell in cells) else cells


def _column_name(cell: str) -> str:
    """DfE's name for a column, however its case, spaces and underscores came; other text as it is, "" for blank."""
    return _PLAIN_NAMES.get(re.sub(r"[\W_]", "", cell), cell.strip())


def _unknown_table(names: list[str], file: str, line: int) -> FileProblem:
    found = set(filter(None, names))
    if not found & set(_PLAIN_NAMES.values()):
        return FileProblem(
            file,
            reason="The first line does not name the columns of any table of the return.",
            remedy="Put DfE's column names on the first line, for example CHILD,DOB,IN_TOUCH,ACTIV,ACCOM.",
            line=line,
        )
    nearest = min(TABLES, key=lambda name: len(found.symmetric_difference(TABLES[name])))
    missing = [column for column in TABLES[nearest] if column not in found]
    unknown = sorted(found.difference(TABLES[nearest]))
    repeated = sorted({name for name in found if names.count(name) > 1})
    differences = [
        f"{what}: {', '.join(columns)}"
        for what, columns in (("missing", missing), ("not part of it", unknown), ("named more than once", repeated))
        if columns
    ]
    return FileProblem(
        file,
        reason=f"The columns are not those of any table. The nearest is {nearest}; {'; '.join(differences)}.",
        remedy=f"Name the columns {', '.join(TABLES[nearest])}, in any order, and no others.",
        line=line,
        column=(missing + unknown + repeated)[0],
    )


class _Rows:
    """Turns the lines below the header into columns as many as its cells, and reports the rows that do not fit."""

    def __init__(self, file: str, table: str, names: list[str], problems: list[FileProblem]) -> None:
        self.file = file
        self.table = table
        self.problems = problems
        self.width = len(names)
        self.needed = max(index for index, name in enumerate(names) if name) + 1
        self.unnamed = [index for index, name in enumerate(names) if not name]
        self.child = names.index("CHILD")

    def read(self, text: FileText, header_line: int, delimiter: str) -> Iterator[_Block]:
        """Line numbers and columns, many rows at a time. Rows without a child's number are left out."""
        if not text.has_quotes:
            for first, lines in _below(text, header_line):
                strip = _may_have_outer_space(lines, delimiter)
                yield self._columns(_plain_chunks(lines, first, delimiter), strip=strip)
            return
        for chunks in _batched(self._quoted_chunks(text, header_line, delimiter), _CHUNKS_TOGETHER):
            yield self._columns(chunks, strip=True)

    def _columns(self, chunks: Iterable[_Chunk], *, strip: bool) -> _Block:
        whole: list[list[str]] = [[] for _ in range(self.width)]
        found: list[int] = []
        for numbers, rows in chunks:
            columns: Sequence[Sequence[str]] | None = self._columns_if_plain(rows)
            if columns is None:
                numbers, rows = self._fitting(numbers, rows)
                columns = list(zip(*rows, strict=True))
            for column, values in zip(whole, columns, strict=False):
                column.extend(map(str.strip, values) if strip else values)
            found.extend(numbers)
        return found, whole

    def _columns_if_plain(self, rows: list[list[str]]) -> list[tuple[str, ...]] | None:
        """The rows turned, where every one has a value for each column and a child's number."""
        if self.unnamed or set(map(len, rows)) != {self.width}:
            return None
        columns = list(zip(*rows, strict=True))
        return columns if all(map(str.strip, columns[self.child])) else None

    def _fitting(self, numbers: Sequence[int], rows: list[list[str]]) -> tuple[list[int], list[list[str]]]:
        fitted: dict[int, list[str]] = {}
        for number, cells in zip(numbers, rows, strict=True):
            row = cells if len(cells) == self.width and not self.unnamed else self._fitted(number, cells)
            if row and row[self.child].strip():
                fitted[number] = row
            elif any(map(str.strip, row)):
                self._report(number, "CHILD", "This row has no CHILD.", "Give the child's number; it was not read.")
        return list(fitted), list(fitted.values())

    def _quoted_chunks(self, text: FileText, header_line: int, delimiter: str) -> Iterator[_Chunk]:
        try:
            for _ in _records(text, header_line, delimiter):
                pass
        except csv.Error:
            records = self._records_line_by_line(text, header_line, delimiter)
        else:
            records = _records(text, header_line, delimiter)
        for together in _batched(records, _TOGETHER):
            numbers, rows = zip(*together, strict=True)
            yield numbers, list(rows)

    def _records_line_by_line(
        self, text: FileText, header_line: int, delimiter: str
    ) -> Iterator[tuple[int, list[str]]]:
        """Slower, but a fault of quoting stays in its own line."""
        for number, line in enumerate(islice(text.lines(), header_line, None), header_line + 1):
            cells = _cells(line, delimiter)
            if cells is not None:
                yield number, cells
            else:
                self._report(
                    number,
                    None,
                    "A quotation mark on this line is not closed.",
                    "Remove or close it; this row was not read.",
                )

    def _fitted(self, number: int, cells: list[str]) -> list[str]:
        """The row with as many cells as the header, reporting what had to be added or dropped."""
        if not any(map(str.strip, cells)):
            return []
        if len(cells) < self.needed:
            self._report(
                number,
                None,
                f"This row has {len(cells)} values; its table has {self.needed} columns.",
                "Check for a missing value or delimiter. What is missing was taken as blank.",
            )
        surplus = cells[self.width :] + [cells[index] for index in self.unnamed if index < len(cells)]
        if any(map(str.strip, surplus)):
            self._report(
                number,
                None,
                "This row has more values than its table has columns.",
                "Check for a stray delimiter: values may be in the wrong column. What is over was not read.",
            )
        return (cells + [""] * self.width)[: self.width]

    def _report(self, line: int, column: str | None, reason: str, remedy: str) -> None:
        self.problems.append(FileProblem(self.file, reason, remedy, line, column, self.table))


def _below(text: FileText, header_line: int) -> Iterator[tuple[int, list[str]]]:
    """The lines below the header, many at a time, with the number of the first."""
    number = 1
    for block in text.blocks():
        below = block[max(0, header_line + 1 - number) :]
        if below:
            yield number + len(block) - len(below), below
        number += len(block)


def _plain_chunks(lines: list[str], first: int, delimiter: str) -> Iterator[_Chunk]:
    for start in range(0, len(lines), _TOGETHER):
        rows = [line.split(delimiter) for line in lines[start : start + _TOGETHER]]
        yield range(first + start, first + start + len(rows)), rows


def _records(text: FileText, header_line: int, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """(line number, cells) of everything below the header; raises csv.Error at a fault of quoting."""
    number = header_line
    reader = csv.reader(islice(text.lines(), header_line, None), delimiter=delimiter, strict=True)
    for cells in reader:
        yield number + 1, cells
        number = header_line + reader.line_num


def _batched(rows: Iterable[_T], size: int) -> Iterator[list[_T]]:
    iterator = iter(rows)
    while batch := list(islice(iterator, size)):
        yield batch
