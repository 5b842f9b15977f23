"""What differs between two texts, word by word. Pure."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import NamedTuple

WORDS = re.compile(r"\s+|\w+|[^\w\s]+")
MOST_WORDS = 4000  # of both together: longer texts are shown whole, since comparing them would keep the page waiting


class TextPiece(NamedTuple):
    """Some words of a text. `is_other`: the other text does not have them here."""

    text: str
    is_other: bool


def differences(before: str, after: str) -> tuple[list[TextPiece], list[TextPiece]]:
    """Both texts in pieces, which joined are the texts again. Spaces alone are no difference."""
    old, new = WORDS.findall(before), WORDS.findall(after)
    if len(old) + len(new) > MOST_WORDS:
        return [TextPiece(before, before != after)], [TextPiece(after, before != after)]
    left: list[TextPiece] = []
    right: list[TextPiece] = []
    matcher = SequenceMatcher(None, [_key(word) for word in old], [_key(word) for word in new], autojunk=False)
    for kind, i1, i2, j1, j2 in matcher.get_opcodes():
        for side, text in ((left, "".join(old[i1:i2])), (right, "".join(new[j1:j2]))):
            if text:
                side.append(TextPiece(text, kind != "equal" and not text.isspace()))
    return left, right


def _key(word: str) -> str:
    return " " if word.isspace() else word
