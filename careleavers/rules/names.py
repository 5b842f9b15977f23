"""How a young person's name is written: the one place that joins its parts. Pure.

A given name may be several words, and somebody may have one name only, given or family. A part without a letter ("-",
".") stands for no name.
"""

from __future__ import annotations

import re
import unicodedata

APOSTROPHES = "'\u2018\u2019\u02bc\u0060\u00b4"
# Letters that Unicode does not take apart into a letter and its mark, and the one that only makes Arabic words longer.
WITHOUT_MARK = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "\u0640": ""}
)


def known_as(first: str, last: str, preferred: str = "") -> str:
    """The name they use, with their last name unless the name they chose ends with it."""
    if not preferred and first.isalpha() and last.isalpha():  # as of most, of whom there may be 100,000
        return f"{first} {last}"
    chosen = _part(preferred)
    return chosen if chosen and _ends_with(chosen, last) else _joined(chosen or first, last)


def given_name(first: str, last: str, preferred: str = "") -> str:
    """What to call them: all of the given name they use, without the last name; the last name where that is all."""
    chosen = _part(preferred)
    if chosen and _ends_with(chosen, last):
        return chosen[: -len(_part(last))].rstrip() or chosen
    return chosen or _part(first) or _part(last)


def legal_name(first: str, last: str) -> str:
    """The first and the last name as the record has them."""
    return _joined(first, last)


def initials(name: str) -> str:
    """ "A. K." of "Amira Khan": the first letter of each part, in any script."""
    return " ".join(f"{part[0].upper()}." for part in name.split())


def sort_key(name: str) -> str:
    """What names of people and teams are ordered by: whatever case, accents and apostrophes they have."""
    spelt_out = unicodedata.normalize("NFKD", name.casefold().translate(WITHOUT_MARK))
    return "".join(each for each in spelt_out if not unicodedata.combining(each) and each not in APOSTROPHES).strip()


def _ends_with(name: str, last: str) -> bool:
    """Whether the last words of the name are the last name, in capitals or not."""
    words, ending = name.casefold().split(), _part(last).casefold().split()
    return bool(ending) and words[-len(ending) :] == ending


def _joined(*parts: str) -> str:
    return " ".join(part for part in map(_part, parts) if part)


def _part(text: str) -> str:
    if text.isalpha():  # most are one word
        return text
    closed_up = " ".join(text.split())
    return closed_up if any(each.isalnum() for each in closed_up) else ""


def words_of(text: str) -> frozenset[str]:
    """The words of a text or a name, in whatever case: what to compare to find a name in a text."""
    return frozenset(word.casefold() for word in re.findall(r"[^\W\d_]+", text))
