"""How what we print is laid out for whoever reads it: ordinary, in large print, or easy to read. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum


class Layout(StrEnum):
    ORDINARY, LARGE, EASY = "ordinary", "large", "easy"


# Points. RNIB's Clear Print asks for 12, and calls 16 and more large print; UKAAF takes 18 as the usual size of it.
SIZES = {Layout.ORDINARY: 12, Layout.LARGE: 18, Layout.EASY: 16}
END_OF_SENTENCE = re.compile(r"(?<=[.!?؟])\s+")


def short_lines(texts: Iterable[str]) -> tuple[str, ...]:
    """Each sentence as a line of its own, as easy read sets them."""
    return tuple(sentence for text in texts for sentence in END_OF_SENTENCE.split(text) if sentence)
