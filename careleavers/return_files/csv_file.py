"""One CSV file of a return: which table it is, its rows, and what is wrong with them."""

import csv
import re
from collections.abc import Iterator, Sequence
from io import StringIO

from careleavers.return_files.tables import TABLES, Problem, ReturnFiles

_DELIMITERS = ",;\t"
_TABLE_OF = {frozenset(columns): name for name, columns in TABLES.items()}
_PLAIN_NAMES = {column.replace("_", ""): column for columns in TABLES.values() for column in columns}
_Records = Iterator[tuple[int, list[str]]]


def read_csv(text: str, file: str, into: ReturnFiles) -> None:
    """Add the table that a CSV file's text holds, and its problems, to `into`."""
    lines = StringIO(text.upper(), newline=None)
    header_line, delimiter, header = _header(lines)
    if not header:
        into.problems.append(
            Problem(
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
    reader = _Rows(file, table, names, into.problems)
    rows, numbers = reader.read(lines, header_line, delimiter)
    values: Sequence[Sequence[str]] = list(zip(*rows, strict=True)) if rows else [()] * len(names)
    into.add(table, file, {name: values[names.index(name)] for name in TABLES[table]}, numbers)


def _header(lines: StringIO) -> tuple[int, str, list[str]]:
    """(line number, delimiter, cells) of the first line that is not blank; no cells in an empty file."""
    delimiter = ""
    for number, line in enumerate(lines, 1):
        if line.startswith("SEP="):  # Excel's own note about the delimiter
            delimiter = line[4:].rstrip("\n")
        elif line.strip(_DELIMITERS + " \n"):
            if delimiter not in tuple(_DELIMITERS):
                delimiter = max(_DELIMITERS, key=line.count)
            return number, delimiter, _cells(line, delimiter) or [line]
    return 0, "", []


def _cells(line: str, delimiter: str) -> list[str] | None:
    """The cells of one line on its own; None where a quotation mark is not closed or a cell is absurdly long."""
    try:
        cells = next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return None
    return None if any("\n" in cell for cell in cells) else cells


def _column_name(cell: str) -> str:
    """DfE's name for a column, however its case, spaces and underscores came; other text as it is, "" for blank."""
    return _PLAIN_NAMES.get(re.sub(r"[\W_]", "", cell), cell.strip())


def _unknown_table(names: list[str], file: str, line: int) -> Problem:
    found = set(filter(None, names))
    if not found & set(_PLAIN_NAMES.values()):
        return Problem(
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
    return Problem(
        file,
        reason=f"The columns are not those of any table. The nearest is {nearest}; {'; '.join(differences)}.",
        remedy=f"Name the columns {', '.join(TABLES[nearest])}, in any order, and no others.",
        line=line,
        column=(missing + unknown + repeated)[0],
    )


class _Rows:
    """Reads the lines below the header into rows as wide as it, and reports those that do not fit."""

    def __init__(self, file: str, table: str, names: list[str], problems: list[Problem]) -> None:
        self.file = file
        self.table = table
        self.problems = problems
        self.width = len(names)
        self.needed = max(index for index, name in enumerate(names) if name) + 1
        self.unnamed = [index for index, name in enumerate(names) if not name]
        self.child = names.index("CHILD")

    def read(self, lines: StringIO, header_line: int, delimiter: str) -> tuple[list[list[str]], list[int]]:
        """The rows and their line numbers. Rows without a child's number are reported and left out."""
        start = lines.tell()
        try:
            records = list(_records(lines, header_line, delimiter))
        except csv.Error:
            lines.seek(start)
            records = list(self._records_line_by_line(lines, header_line, delimiter))
        rows: list[list[str]] = []
        numbers: list[int] = []
        plain = not self.unnamed
        for number, cells in records:
            row = cells if plain and len(cells) == self.width else self._fitted(number, cells)
            if row and row[self.child].strip():
                rows.append(row)
                numbers.append(number)
            elif any(map(str.strip, row)):
                self._report(number, "CHILD", "This row has no CHILD.", "Give the child's number; it was not read.")
        return rows, numbers

    def _records_line_by_line(self, lines: StringIO, header_line: int, delimiter: str) -> _Records:
        """Slower, but a fault of quoting stays in its own line."""
        for number, line in enumerate(lines, header_line + 1):
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
                "Check for a stray delimiter: values may stand in the wrong column. What is over was not read.",
            )
        return (cells + [""] * self.width)[: self.width]

    def _report(self, line: int, column: str | None, reason: str, remedy: str) -> None:
        self.problems.append(Problem(self.file, reason, remedy, line, column, self.table))


def _records(lines: StringIO, header_line: int, delimiter: str) -> _Records:
    """(line number, cells) of everything below the header; raises csv.Error at a fault of quoting."""
    number = header_line
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    for cells in reader:
        yield number + 1, cells
        number = header_line + reader.line_num
