"""A list as an Excel workbook: typed cells, lists to choose from, and a sheet that says what it is and for whom."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from io import BytesIO
from typing import Any

import xlsxwriter
from django.http import HttpResponse
from xlsxwriter.utility import xl_range_abs

from careleavers.views.downloads import disposition

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NOTHING_BY_ITSELF = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
WIDEST = 60


def xlsx_response(file_name: str, content: bytes) -> HttpResponse:
    return HttpResponse(content, content_type=CONTENT_TYPE, headers={"Content-Disposition": disposition(file_name)})


def workbook(
    title: str,
    columns: Mapping[str, Sequence[str]],
    rows: Iterable[Sequence[str | int | date | None]],
    about: Sequence[tuple[str, str]],
) -> bytes:
    """A sheet called `title` with the columns and rows, and a sheet "About" with what is known of the list.

    A column with words has a list to choose from. Text is never a formula, a link or a number, whatever it begins with.
    """
    file = BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, **NOTHING_BY_ITSELF}) as book:
        bold, day = book.add_format({"bold": True, "text_wrap": True}), book.add_format({"num_format": "dd/mm/yyyy"})
        sheet = book.add_worksheet(title)
        for place, name in enumerate(columns):
            sheet.write_string(0, place, name, bold)
        last = 0
        for last, cells in enumerate(rows, start=1):
            for place, cell in enumerate(cells):
                _write(sheet, last, place, cell, day)
        sheet.freeze_panes(1, 1)
        sheet.autofit(WIDEST * 7)
        _lists_to_choose_from(book, sheet, columns, last)
        described = book.add_worksheet("About")
        for line, (name, value) in enumerate(about):
            described.write_string(line, 0, name, bold)
            described.write_string(line, 1, value)
        described.autofit()
    return file.getvalue()


def _write(sheet: Any, row: int, column: int, cell: str | int | date | None, day: Any) -> None:
    if isinstance(cell, date):
        sheet.write_datetime(row, column, cell, day)
    elif isinstance(cell, int):
        sheet.write_number(row, column, cell)
    elif cell is not None:
        sheet.write_string(row, column, cell)


def _lists_to_choose_from(book: Any, sheet: Any, columns: Mapping[str, Sequence[str]], last: int) -> None:
    """On a sheet of their own: Excel takes a list inside a rule only where it is short and has no comma."""
    values = book.add_worksheet("Values")
    for place, (name, words) in enumerate(columns.items()):
        values.write_string(0, place, name)
        for line, word in enumerate(words, start=1):
            values.write_string(line, place, word)
        if words:
            source = f"=Values!{xl_range_abs(1, place, len(words), place)}"
            rule = {"validate": "list", "source": source, "ignore_blank": True}
            sheet.data_validation(1, place, max(last, 1), place, rule)
    values.hide()
