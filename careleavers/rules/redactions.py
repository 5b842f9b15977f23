"""What to take out of a copy of a record: proposed from what was marked while writing and from who is in their life,
and cut out of the text. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import NamedTuple

SHORTEST_NAME = 3  # letters: shorter parts of a name are most often something else
TITLES = frozenset(
    {"Mr", "Mrs", "Miss", "Ms", "Mx", "Dr", "Prof", "Sir", "Mum", "Mom", "Mother", "Dad", "Father", "Nan", "Nana"}
    | {"Gran", "Grandma", "Grandad", "Grandpa", "Aunt", "Auntie", "Aunty", "Uncle", "Cousin", "Sister", "Brother"}
    | {"Step", "The", "And", "Her", "His", "Their", "Foster", "Carer", "Friend"}
)


class RedactionGround(StrEnum):
    """Why it is proposed to take something out."""

    ABOUT_OTHERS = "about_others"
    FROM_AGENCY = "from_agency"
    NAME = "name"
    BY_HAND = "by_hand"


GROUND_WORDS = {
    RedactionGround.ABOUT_OTHERS: "Marked while writing: about somebody else",
    RedactionGround.FROM_AGENCY: "Marked while writing: from another agency",
    RedactionGround.NAME: "The name of somebody in their life",
    RedactionGround.BY_HAND: "Taken out by hand",
}


class Span(NamedTuple):
    """Part of a text: the characters from `start` up to but not including `end`."""

    start: int
    end: int
    ground: RedactionGround


def proposals(
    text: str, *, marked: Iterable[tuple[RedactionGround, str]] = (), names: Iterable[str] = ()
) -> list[Span]:
    """What should be looked at before somebody reads this text, in order and without overlap.

    `marked` are words of the text that were marked when it was written; the last place with them counts. `names` are
    names of people (see `parts_of_names`).
    """
    found = []
    for ground, words in marked:
        start = text.rfind(words) if words else -1
        if start >= 0:
            found.append(Span(start, start + len(words), ground))
    found += [Span(start, end, RedactionGround.NAME) for name in names for start, end in places(text, name)]
    return without_overlap(found)


def parts_of_names(names: Iterable[str], own: Iterable[str]) -> list[str]:
    """Each name whole and word by word, the longest first; without titles, short words, and what is `own` as well."""
    mine = {word.casefold() for name in own for word in _words(name)}
    parts: set[str] = set()
    for name in names:
        words = [word for word in _words(name) if word not in TITLES]
        parts.update(word for word in words if len(word) >= SHORTEST_NAME and word.casefold() not in mine)
        whole = name.strip()
        if len(words) > 1 and any(word.casefold() not in mine for word in words):
            parts.add(whole)
    return sorted(parts, key=lambda part: (-len(part), part))


def _words(name: str) -> list[str]:
    return re.findall(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", name)


def places(text: str, words: str) -> list[tuple[int, int]]:
    """Where these words are in the text, as they are written and as whole words."""
    if not words.strip():
        return []
    return [match.span() for match in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", text)]


def without_overlap(spans: Iterable[Span]) -> list[Span]:
    """In order; of those that overlap the longest is kept, of two as long the earlier."""
    kept: list[Span] = []
    for span in sorted(spans, key=lambda each: (each.start - each.end, each.start)):
        if span.start < span.end and all(span.end <= other.start or span.start >= other.end for other in kept):
            kept.append(span)
    return sorted(kept)


class Cut(NamedTuple):
    """Part of a text that is taken out, and the words that are printed in its place."""

    start: int
    end: int
    instead: str


class CopyPiece(NamedTuple):
    """A piece of a copy: text as it was or, where `is_gap`, the words that are printed instead of it."""

    text: str
    is_gap: bool = False


def pieces(text: str, cuts: Sequence[Cut]) -> list[CopyPiece]:
    """The text without what is cut out, which may overlap; nothing of that is in any piece."""
    out: list[CopyPiece] = []
    at = 0
    for cut in sorted(cuts):
        if cut.start > at:
            out.append(CopyPiece(text[at : cut.start]))
        if cut.end > at:
            if cut.start >= at or not (out and out[-1].is_gap):
                out.append(CopyPiece(cut.instead, is_gap=True))
            at = cut.end
    if at < len(text):
        out.append(CopyPiece(text[at:]))
    return out
