"""CSV that a spreadsheet opens: what it would read as a formula stays text. Pure."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO
from itertools import chain, islice
from string import ascii_letters, digits

# A spreadsheet would read a cell that begins with one of these as a formula (OWASP, CSV injection); some do so after
# blanks and characters that nobody sees, and in East Asian settings for the wide and small forms.
FORMULA_STARTS = ("=", "+", "-", "@")
CONTROLS = ("\t", "\r", "\n")
UNSEEN = ("Cc", "Cf")  # of Unicode's categories
PLAIN_STARTS = frozenset(["", *ascii_letters, *digits])  # no formula begins with these: most cells need no second look
BETWEEN_CELLS = "\x1f"
# A cell that begins with anything but a letter or a digit of any script.
NEEDS_A_LOOK = re.compile(rf"{BETWEEN_CELLS}[^\w{BETWEEN_CELLS}]")
AT_A_TIME = 500  # lines: each piece that is sent costs as much as a hundred lines


def cell_text(cell: object) -> str:
    """The cell as text, with an apostrophe before what a spreadsheet would read as a formula."""
    text = str(cell)
    return f"'{text}" if _is_formula(text) else text


def _as_written(row: Iterable[object]) -> list[object]:
    """What csv.writer is given, so that it writes the `cell_text` of each."""
    return [cell if type(cell) is str and cell[:1] in PLAIN_STARTS else cell_text(cell) for cell in row]


def _are_plain(rows: Iterable[Sequence[object]]) -> bool:
    """Whether every cell of many lines is text that needs no second look: asked of all at once, as it mostly is so."""
    try:
        text = BETWEEN_CELLS.join(chain.from_iterable(rows))  # type: ignore[arg-type]
    except TypeError:
        return False
    return not NEEDS_A_LOOK.search(BETWEEN_CELLS + text)


def without_apostrophe(text: str) -> str:
    """The text of a cell as `cell_text` was given it."""
    return text[1:] if text.startswith("'") and _is_formula(text[1:]) else text


def _is_formula(text: str) -> bool:
    first = next((each for each in text if not each.isspace() and unicodedata.category(each) not in UNSEEN), "")
    return text.startswith(CONTROLS) or unicodedata.normalize("NFKC", first) in FORMULA_STARTS


def csv_lines(head: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """Some hundred lines at a time, the head by itself with a byte order mark, so that names keep their accents in
    Excel; formulas become text.

    A list of a hundred thousand is sent as it is read and never in memory as a whole.
    """
    rows = iter(rows)
    yield "\ufeff" + _written([head])
    while some := list(islice(rows, AT_A_TIME)):
        yield _written(some if _are_plain(some) else map(_as_written, some))


def _written(rows: Iterable[Sequence[object]]) -> str:
    text = StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue()
