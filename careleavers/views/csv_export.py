"""A list as CSV that a spreadsheet opens as it is meant. Pure."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence

# A spreadsheet would read a cell that begins with one of these as a formula (OWASP, CSV injection).
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def csv_lines(head: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """Line by line, the first with a byte order mark, so that names keep their accents in Excel; formulas become text.

    A list of a hundred thousand is sent as it is read and never in memory as a whole.
    """
    line = csv.writer(_Line())
    yield "\ufeff" + line.writerow(head)
    for row in rows:
        yield line.writerow([cell_text(cell) for cell in row])


class _Line:
    """What a csv.writer writes to: it hands each line back."""

    def write(self, line: str) -> str:
        return line


def cell_text(cell: object) -> str:
    text = str(cell)
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text
