"""How address lines are laid out so that they can be read through the window of an envelope.

The window takes seven lines of 92 mm. A line is set in 9.5 points, or smaller, but never below 8, the size that the
printing service asks for. A longer line is broken where lines are left.
"""

from __future__ import annotations

from collections.abc import Iterable

from careleavers.documents import fonts
from offers.rules.addresses import MOST_LINES

WIDTH = 92.0  # mm, as in typst/letter.typ
SMALLEST = 8.0  # points, as in typst/letter.typ
LONGEST_SHOWN = 120  # characters of a line in a sentence about it
MM_IN_A_POINT = 25.4 / 72


def laid_out(lines: Iterable[str]) -> tuple[str, ...]:
    """The lines with those that are too long broken after commas, or after words where that takes too many lines;
    unchanged where it takes too many either way."""
    given = tuple(lines)
    ways = (tuple(piece for line in given for piece in pieces(line)) for pieces in (_pieces, _pieces_of_words))
    return next((broken for broken in ways if len(broken) <= MOST_LINES), given)


def why_too_wide(lines: Iterable[str]) -> str:
    """The sentence that names the first line that does not fit the window in a size that can be read, or ""."""
    line = next((line for line in lines if not _fits(line)), None)
    if line is None:
        return ""
    shown = line if len(line) <= LONGEST_SHOWN else f"{line[:LONGEST_SHOWN].rstrip()}…"
    return f"“{shown}” is too long for the window of the envelope. Put part of it on a line of its own, or shorten it."


def _fits(line: str) -> bool:
    return fonts.width(line, SMALLEST) * MM_IN_A_POINT <= WIDTH


def _pieces(line: str) -> list[str]:
    """The line in as few pieces as fit, broken after commas where that is enough, else after words."""
    if _fits(line):
        return [line]
    parts = [part.strip() for part in line.split(",") if part.strip()]
    if not all(_fits(part) for part in parts):
        return _pieces_of_words(line)
    return _joined(parts, ", ")


def _pieces_of_words(line: str) -> list[str]:
    return [line] if _fits(line) else _joined(line.split(), " ")


def _joined(parts: list[str], between: str) -> list[str]:
    pieces: list[str] = []
    for part in parts:
        longer = f"{pieces[-1]}{between}{part}" if pieces else part
        if pieces and _fits(longer):
            pieces[-1] = longer
        else:
            pieces.append(part)
    return pieces
