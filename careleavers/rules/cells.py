"""CSV that a spreadsheet opens: what it would read as a formula stays text. Pure."""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

# A spreadsheet would read a cell that begins with one of these as a formula (OWASP, CSV injection); some do so after
# blanks and characters that nobody sees, and in East Asian settings for the wide and small forms.
FORMULA_STARTS = ("=", "+", "-", "@")
CONTROLS = ("\t", "\r", "\n")
UNSEEN = ("Cc", "Cf")  # of Unicode's categories


def cell_text(cell: object) -> str:
    """The cell as text, with an apostrophe before what a spreadsheet would read as a formula."""
    text = str(cell)
    return f"'{text}" if _is_formula(text) else text


def without_apostrophe(text: str) -> str:
    """The text of a cell as `cell_text` was given it."""
    return text[1:] if text.startswith("'") and _is_formula(text[1:]) else text


def _is_formula(text: str) -> bool:
    first = next((each for each in text if not each.isspace() and unicodedata.category(each) not in UNSEEN), "")
    return text.startswith(CONTROLS) or unicodedata.normalize("NFKC", first) in FORMULA_STARTS


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
