"""Files with tables of another system, CSV or workbooks, read into a spool row by row.

A table is known by its columns, whatever the file or the sheet is called: contacts are what has a `contact_id`. Nothing
in a file makes these functions raise; what cannot be read becomes a problem or a faulty row.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

from python_calamine import CalamineWorkbook

from careleavers.importing.list_9_table import LIST_9
from careleavers.importing.report import REASON_COLUMN, FileFault
from careleavers.importing.spool import Spool
from careleavers.importing.tables import PEOPLE, TABLES, ImportTable
from careleavers.rules.cells import without_apostrophe
from careleavers.rules.words import amount, listing, storable
from careleavers.ssda903.files.decoding import FileText

DELIMITERS = ",;\t|"
NOT_CLOSED = "A quotation mark is not closed, or is alone inside a value: double or remove it. It was not read."
TOO_LONG = f"A cell has more than {csv.field_size_limit():,} characters: shorten it, or close its quotation mark."
MOST_BROKEN_LINES = 100  # of quoting, after which the rest of a file is not read
LARGEST_WORKBOOK = 400 * 1024 * 1024  # bytes when unpacked
LEFT_BY_PROGRAMS = (".", "~$", "Thumbs.db", "desktop.ini")  # hidden files, and the locks of workbooks that are open
Record = tuple[int, list[str]]  # line and cells
Opener = Callable[[], BinaryIO]
# By the name of a sheet: which of our columns each of its columns stands for.
Mappings = Mapping[str, Mapping[str, str]]


def read_folder(folder: Path, into: Spool) -> None:
    """Every file straight inside a folder. OSError where the folder cannot be listed."""
    for path in sorted(each for each in folder.iterdir() if each.is_file()):
        if not path.name.startswith(LEFT_BY_PROGRAMS):
            read_file(partial(_opened, path), path.name.encode(errors="replace").decode(), into)


def _opened(path: Path) -> BinaryIO:
    return path.open("rb")


def read_bytes(content: bytes, name: str, into: Spool, mappings: Mappings | None = None) -> None:
    """A file that was sent."""
    read_file(partial(io.BytesIO, content), name, into, mappings)


def read_file(open_file: Opener, name: str, into: Spool, mappings: Mappings | None = None) -> None:
    """Add the rows of one file, and what is wrong with it as a whole."""
    try:
        for sheet, records in sheets_of(open_file, name, into.faults):
            _read_table(records, sheet, into, (mappings or {}).get(sheet, {}))
    except OSError as error:
        reason = f"The file could not be opened ({error.strerror}): check that you may read it."
        into.faults.append(FileFault(name, None, reason))


def sheets_of(open_file: Opener, name: str, faults: list[FileFault]) -> Iterator[tuple[str, Iterator[Record]]]:
    """Each sheet of a file by its name, and its rows from the line of column names on; CSV is one sheet."""
    text = FileText(open_file, notes_spellings=False)
    if text.is_workbook:
        yield from _sheets(open_file, name, faults)
        return
    if not text.readable:
        reason = "Some characters could not be read: save the file again as CSV (UTF-8), and check the names in it."
        faults.append(FileFault(name, None, reason))
    yield name, _csv_records(text, name, faults)


# Workbooks


def _sheets(open_file: Opener, name: str, faults: list[FileFault]) -> Iterator[tuple[str, Iterator[Record]]]:
    with open_file() as file:
        try:
            if _too_large(file):
                faults.append(FileFault(name, None, "The workbook is too large to be opened: save it as CSV."))
                return
            workbook = CalamineWorkbook.from_filelike(file)
            sheets = [workbook.get_sheet_by_name(each) for each in workbook.sheet_names]
        except Exception as error:  # a reader may raise anything at bytes that were made to hurt it, or were damaged
            reason = "The workbook cannot be opened: it may have a password, or be damaged. Save it again without one."
            faults.append(FileFault(name, None, f"{reason} ({type(error).__name__})"))
            return
    filled = [sheet for sheet in sheets if sheet.height]
    for sheet in filled:
        shown = name if len(filled) == 1 else f"{name}, sheet {sheet.name}"
        rows = ([cell_text(cell) for cell in row] for row in sheet.iter_rows())  # from the first cell on, empty or not
        yield shown, ((line, row) for line, row in enumerate(rows, 1) if any(row))


def _too_large(file: BinaryIO) -> bool:
    """Whether an .xlsx would unfold to more than there is room for. Others are no larger than they are."""
    if not zipfile.is_zipfile(file):
        return False
    with zipfile.ZipFile(file) as packed:
        size = sum(each.file_size for each in packed.infolist())
    file.seek(0)
    return size > LARGEST_WORKBOOK


def cell_text(cell: Any) -> str:
    """A cell of a workbook as it would be written in CSV."""
    if isinstance(cell, str):
        return storable(cell).strip()
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ", "minutes")
    if isinstance(cell, timedelta):
        return f"{cell.seconds // 3600:02}:{cell.seconds % 3600 // 60:02}"
    if isinstance(cell, time):
        return cell.isoformat("minutes")
    return cell.isoformat() if isinstance(cell, date) else str(cell)


# CSV


def _csv_records(text: FileText, name: str, faults: list[FileFault]) -> Iterator[Record]:
    """Every line that is not empty. A fault of quoting costs the line on which its record begins, and no other."""
    delimiter, begin, broken = _delimiter(text), 0, 0
    while broken <= MOST_BROKEN_LINES:
        reader = csv.reader(islice(_lines(text), begin, None), delimiter=delimiter, strict=True)
        done = 0
        try:
            for cells in reader:
                first, done = done, reader.line_num
                if any(map(str.strip, cells)) and not cells[0].upper().startswith("SEP="):
                    yield begin + first + 1, [storable(cell).strip() for cell in cells]
            return
        except csv.Error as error:
            begin, broken = begin + done + 1, broken + 1
            faults.append(FileFault(name, begin, TOO_LONG if "limit" in str(error) else NOT_CLOSED))
    faults.append(FileFault(name, begin, "The rest of the file was not read: too many lines before it are broken."))


def _delimiter(text: FileText) -> str:
    for line in _lines(text):
        if line.upper().startswith("SEP=") and line[4:5] in DELIMITERS:
            return line[4]
        if line.strip(DELIMITERS + " \n"):
            return max(DELIMITERS, key=line.count)
    return ","


def _lines(text: FileText) -> Iterator[str]:
    for piece in text.pieces():
        for line in piece.removesuffix("\n").split("\n"):
            yield f"{line}\n"


# Tables

DAY_IN_NAME = re.compile(r"(?<!\d)(?:(\d{4})[-_.]?(\d{2})[-_.]?(\d{2})|(\d{2})[-_.](\d{2})[-_.](\d{4}))(?!\d)")


def day_in_name(name: str) -> str:
    """The first day in a file's name, as YYYY-MM-DD; "" where it has none."""
    for found in DAY_IN_NAME.finditer(name):
        year, month, number = (found[1], found[2], found[3]) if found[1] else (found[6], found[5], found[4])
        with suppress(ValueError):
            return date(int(year), int(month), int(number)).isoformat()
    return ""


def column_name(written: str) -> str:
    """A column's name as we write it: "Person ID" is `person_id`."""
    return re.sub(r"[\W_]+", "_", written.strip().casefold()).strip("_")


def table_of(columns: Iterable[str]) -> ImportTable | None:
    """The table that has these columns, known by its ID; people by `person_id` alone."""
    found = set(columns)
    if {"child_unique_id", "eligibility_category", "activity_status"} <= found:  # other lists of Annex A have the first
        return LIST_9
    for table in reversed(TABLES.values()):  # a document has the ID of a contact as well
        if table not in (PEOPLE, LIST_9) and table.id_column in found:
            return table
    return PEOPLE if {PEOPLE.id_column, "date_of_birth"} <= found else None


def _read_table(records: Iterator[Record], name: str, into: Spool, mapping: Mapping[str, str]) -> None:
    line, header = next(records, (0, []))
    if not header:
        into.faults.append(FileFault(name, None, "The file is empty: it needs a line of column names."))
        return
    columns = [mapping.get(each, "") if mapping else column_name(each) for each in header]
    table = table_of(columns)
    if reason := _why_not(table, columns):
        into.faults.append(FileFault(name, line, reason))
        return
    assert table is not None
    unknown = [
        written
        for written, column in zip(header, columns, strict=True)
        if written and column not in table.by_name and column != REASON_COLUMN
    ]
    if unknown:
        into.notes.append(f"{name}: {amount(len(unknown), 'column')} not read: {listing(unknown)}.")
    if table is LIST_9:
        header, columns, records = _lines_of_people(header, columns, records, name)
    file = into.add_file(name, table, header, columns)
    places = columns.index(table.id_column), columns.index(table.person_column)
    into.add_rows(file, table, _fitted(records, header, *places))


def _lines_of_people(
    header: list[str], columns: list[str], records: Iterator[Record], name: str
) -> tuple[list[str], list[str], Iterator[Record]]:
    """The lines of List 9 that are of somebody: workbooks have lines for the words of drop-downs, and empty ones below.

    The day of the list is one more column, where it has none.
    """
    who = [columns.index(column) for column in ("child_unique_id", "date_of_birth") if column in columns]
    of_people = ((line, cells) for line, cells in records if any("".join(cells[place : place + 1]) for place in who))
    if "list_of" in columns:
        return header, columns, of_people
    on, width = day_in_name(name), len(header)
    dated = ((line, [*cells, *[""] * (width - len(cells)), on]) for line, cells in of_people)
    return [*header, "list_of"], [*columns, "list_of"], dated


def _why_not(table: ImportTable | None, columns: Sequence[str]) -> str | None:
    """Why these are no columns of a table, as a sentence, or None."""
    if table is None:
        ids = listing((each.id_column for each in TABLES.values() if each not in (PEOPLE, LIST_9)), "or")
        return (
            f"The first line names no table: write its column names there. People have person_id and date_of_birth; "
            f"every other table has the person_id and an ID of its own ({ids}). Ofsted’s List 9 keeps its own names."
        )
    if missing := [each.name for each in table.columns if each.required and each.name not in columns]:
        return f"{table.name} lacks {amount(len(missing), 'column')}: {listing(missing)}. Add what is missing."
    if doubled := sorted({each for each in columns if each in table.by_name and columns.count(each) > 1}):
        return f"{listing(doubled)} is in the first line more than once: keep one of each."
    return None


def _fitted(
    records: Iterable[Record], header: Sequence[str], id_at: int, person_at: int
) -> Iterator[tuple[int, str, str, list[str]]]:
    """Line, their ID, the person's ID and as many cells as there are columns; one more where the row has too many."""
    width = len(header)
    for line, cells in records:
        row = cells + [""] * (width - len(cells))
        surplus = [cell for cell in row[width:] if cell]
        row = row[:width] + surplus[:1]
        yield line, _plain_id(row[id_at]), _plain_id(row[person_at]), row


def _plain_id(cell: str) -> str:
    return without_apostrophe(" ".join(cell.split()))
