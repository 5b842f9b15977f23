"""Lines of a file for a spreadsheet: however many stand together, each cell is written as it would be by itself."""

from __future__ import annotations

import csv
import re
import sys
import unicodedata
from io import StringIO

from hypothesis import given
from hypothesis import strategies as st

from careleavers.rules.cells import BETWEEN_CELLS, FORMULA_STARTS, cell_text, csv_lines

CELLS = st.one_of(
    st.text(max_size=12),
    st.sampled_from(["", "Amira", "Élodie", "فاطمة", "1", "-1", "=1+1", " =1", "＝1", "\u200b+1", '"=1"', "a,=1"]),
    st.sampled_from([f"a{BETWEEN_CELLS}=1", f"{BETWEEN_CELLS}=1", "a\n=1", "@", "_"]),
    st.integers(),
    st.none(),
)


@given(st.lists(st.lists(CELLS, min_size=3, max_size=3), max_size=8))
def test_lines_together_say_what_each_cell_says_alone(rows: list[list[object]]) -> None:
    """Seen to fail: where only the first cell of a line was looked at."""
    text = "".join(csv_lines(["one", "two", "three"], rows))
    read = list(csv.reader(StringIO(text.removeprefix("\ufeff"), newline="")))
    assert read == [["one", "two", "three"], *([cell_text(cell) for cell in row] for row in rows)]


def test_no_letter_or_digit_of_any_script_begins_a_formula() -> None:
    """Lines whose cells all begin with one are written as they are."""
    letters = (chr(number) for number in range(sys.maxunicode + 1) if re.match(r"\w", chr(number)))
    assert not [each for each in letters if unicodedata.normalize("NFKC", each) in FORMULA_STARTS or each.isspace()]
