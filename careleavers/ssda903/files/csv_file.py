"""One CSV file of a return: which table it is, its rows, and what is wrong with them."""

import csv
import re
from collections.abc import Iterator, Sequence

from careleavers.ssda903.files.tables import TABLES, FileProblem, ReturnFiles

_DELIMITERS = ",;\t"
_TABLE_OF = {frozenset(columns): name for name, columns in TABLES.items()}
_PLAIN_NAMES = {column.replace("_", ""): column for columns in TABLES.values() for column in columns}
_TOGETHER = 500  # rows turned into columns at a time: few enough that the garbage collector never walks through them
_Chunk = tuple[Sequence[int], list[list[str]]]  # line numbers and cells


def read_csv(text: str, file: str, into: ReturnFiles) -> None:
    """Add the table that a CSV file's text holds, and its problems, to `into`."""
    text = text.upper().replace("\r\n", "\n").replace("\r", "\n")
    lines = text.split("\n")
    header_line, delimiter, header = _header(lines)
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
    rows.read(lines[header_line:], header_line, delimiter, quoted='"' in text)
    columns = {name: rows.columns[names.index(name)] for name in TABLES[table]}
    if _may_have_outer_space(text, delimiter):
        columns = {name: list(map(str.strip, values)) for name, values in columns.items()}
    into.add(table, file, columns, rows.numbers)


def _may_have_outer_space(text: str, delimiter: str) -> bool:
    """Whether any value can have space around it: stripping half a million values takes as long as splitting them."""
    if '"' in text or not text.isascii() or (delimiter != "\t" and "\t" in text):
        return True
    if " " not in text:
        return False
    whole = f"\n{text}\n"
    return any(pair in whole for pair in (f" {delimiter}", f"{delimiter} ", " \n", "\n "))


def _header(lines: list[str]) -> tuple[int, str, list[str]]:
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
    """Reads the lines below the header into columns as many as its cells, and reports the rows that do not fit."""

    def __init__(self, file: str, table: str, names: list[str], problems: list[FileProblem]) -> None:
        self.file = file
        self.table = table
        self.problems = problems
        self.columns: list[list[str]] = [[] for _ in names]
        self.numbers: list[int] = []
        self.width = len(names)
        self.needed = max(index for index, name in enumerate(names) if name) + 1
        self.unnamed = [index for index, name in enumerate(names) if not name]
        self.child = names.index("CHILD")

    def read(self, below: list[str], header_line: int, delimiter: str, *, quoted: bool) -> None:
        """Fill `columns`, and `numbers` with the rows' lines. Rows without a child's number are left out."""
        chunks = self._quoted_chunks if quoted else _plain_chunks
        for numbers, rows in chunks(below, header_line, delimiter):
            columns = self._columns_if_plain(rows)
            if columns is None:
                numbers, rows = self._fitting(numbers, rows)
                columns = list(zip(*rows, strict=True))
            for column, values in zip(self.columns, columns, strict=False):
                column.extend(values)
            self.numbers.extend(numbers)

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

    def _quoted_chunks(self, below: list[str], header_line: int, delimiter: str) -> Iterator[_Chunk]:
        try:
            records = list(_records(below, header_line, delimiter))
        except csv.Error:
            records = list(self._records_line_by_line(below, header_line, delimiter))
        for start in range(0, len(records), _TOGETHER):
            numbers, rows = zip(*records[start : start + _TOGETHER], strict=True)
            yield numbers, list(rows)

    def _records_line_by_line(
        self, below: list[str], header_line: int, delimiter: str
    ) -> Iterator[tuple[int, list[str]]]:
        """Slower, but a fault of quoting stays in its own line."""
        for number, line in enumerate(below, header_line + 1):
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


def _plain_chunks(below: list[str], header_line: int, delimiter: str) -> Iterator[_Chunk]:
    for start in range(0, len(below), _TOGETHER):
        rows = [line.split(delimiter) for line in below[start : start + _TOGETHER]]
        first = header_line + 1 + start
        yield range(first, first + len(rows)), rows


def _records(below: list[str], header_line: int, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """(line number, cells) of everything below the header; raises csv.Error at a fault of quoting."""
    number = header_line
    reader = csv.reader(below, delimiter=delimiter, strict=True)
    for cells in reader:
        yield number + 1, cells
        number = header_line + reader.line_num
