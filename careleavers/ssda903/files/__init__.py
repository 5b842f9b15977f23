"""The files of a children looked-after return (SSDA903), read as councils really send them.

    files = read_folder(Path("return-2026"))
    for row in files.rows("OC3"):
        row.values["ACTIV"], row.file, row.line
    for problem in files.problems:
        problem.file, problem.line, problem.column, problem.reason, problem.remedy

A table is recognised by its set of columns, whatever the file is called and whatever their order. CSV may use
commas, semicolons or tabs, in UTF-8, UTF-16 or Windows-1252; XML has the shape of DfE's 2021 schema. Whatever is wrong
with the content of a file becomes a Problem: no bytes make these functions raise.
"""

import io
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import BinaryIO

from careleavers.ssda903.files.csv_file import read_csv
from careleavers.ssda903.files.decoding import FileText
from careleavers.ssda903.files.tables import (
    DATE_COLUMNS,
    TABLES,
    FileProblem,
    ReturnFiles,
    ReturnRow,
    Table,
    parse_date,
)
from careleavers.ssda903.files.xml_file import read_xml

__all__ = [
    "DATE_COLUMNS",
    "TABLES",
    "FileProblem",
    "ReturnFiles",
    "ReturnRow",
    "Table",
    "parse_date",
    "read_bytes",
    "read_folder",
]

# Hidden files; what Windows Explorer keeps in a folder of its own accord; the locks of workbooks that are open.
_LEFT_BY_PROGRAMS = (".", "~$", "Thumbs.db", "desktop.ini")


def read_folder(path: Path | str, into: ReturnFiles | None = None) -> ReturnFiles:
    """Every file straight inside a folder (hidden and system ones apart), or the one file that `path` names.

    They are added to `into`, where it is given. Raises OSError only where the folder itself cannot be listed; a file
    that cannot be opened is a Problem.
    """
    path = Path(path)
    files = ReturnFiles() if into is None else into
    names = [path] if path.is_file() else sorted(each for each in path.iterdir() if each.is_file())
    for each in names:
        if each.name.startswith(_LEFT_BY_PROGRAMS):
            continue
        name = each.name.encode(errors="replace").decode()  # one that is no text can be neither stored nor shown
        try:
            _read(partial(_opened, each), name, files)
        except OSError as error:
            files.problems.append(
                FileProblem(
                    name,
                    reason=f"The file could not be opened ({error.strerror}).",
                    remedy="Check that you may read it and that no other program has it open.",
                )
            )
    _report_tables_in_two_files(files)
    return files


def read_bytes(data: bytes, file: str, into: ReturnFiles) -> None:
    """Add what one file holds to `into`; `file` is the name that rows and problems will carry."""
    _read(partial(io.BytesIO, data), file, into)


def _opened(path: Path) -> BinaryIO:
    return path.open("rb")


def _read(open_file: Callable[[], BinaryIO], file: str, into: ReturnFiles) -> None:
    text = FileText(open_file)
    if text.is_workbook:
        into.problems.append(
            FileProblem(
                file,
                reason="This is a workbook, not CSV or XML.",
                remedy="Open it and save each sheet as CSV (UTF-8), one file for each table.",
            )
        )
        return
    into.spellings.update(text.spellings)
    if not text.readable:
        into.problems.append(
            FileProblem(
                file,
                reason="Some characters could not be read.",
                remedy="Save the file again as CSV (UTF-8) and check names and postcodes.",
            )
        )
    if text.first == "<":
        read_xml(text, file, into)
    else:
        read_csv(text, file, into)


def _report_tables_in_two_files(files: ReturnFiles) -> None:
    for table in files.tables.values():
        if len(table.files) > 1:
            files.problems.append(
                FileProblem(
                    table.files[-1],
                    table=table.name,
                    reason=f"{table.name} is in more than one file: {', '.join(table.files)}. All were read.",
                    remedy="Keep one file for each table, unless you split it on purpose.",
                )
            )
