"""What is taken out of a copy of the record: nothing of it is left, and what stands instead stands once."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from careleavers.rules.redactions import Cut, pieces, places


@given(
    text=st.text(max_size=60),
    ends=st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=6),
)
def test_nothing_of_what_is_cut_is_left(text: str, ends: list[tuple[int, int]]) -> None:
    cuts = [Cut(min(a, b), max(a, b), "cut") for a, b in ends if a != b and max(a, b) <= len(text)]
    taken = {place for cut in cuts for place in range(cut.start, cut.end)}
    left = "".join(piece.text for piece in pieces(text, cuts) if not piece.is_gap)
    assert left == "".join(each for place, each in enumerate(text) if place not in taken)


def test_what_is_cut_twice_is_replaced_once() -> None:
    assert pieces("Kate drinks.", [Cut(0, 6, "a name"), Cut(4, 11, "a fact")]) == [("a name", True), (".", False)]
    within = [Cut(0, 11, "a fact"), Cut(5, 11, "a name")]
    assert pieces("Kate drinks.", within) == [("a fact", True), (".", False)], "one cut lies within the other"
    assert places("Kate, Kates, Kate", "Kate") == [(0, 4), (13, 17)]
    assert places("Kate", " ") == []
