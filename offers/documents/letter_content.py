"""Letters as they are kept once they are approved: the JSON of what they say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from offers.rules import letter_text
from offers.rules.letter_points import BulletPoint
from offers.rules.letter_templates import LetterBlock, LetterRun, paragraph


def as_content(words: letter_text.LetterText) -> dict[str, Any]:
    """A letter as it is kept: the JSON of what it says."""
    content = asdict(words)
    content["points"] = [point._asdict() for point in words.points]
    for part in WITH_BLOCKS:
        content[part] = [
            {"kind": block.kind, "runs": [run._asdict() for run in block.runs]} for block in getattr(words, part)
        ]
    return content


WITH_BLOCKS = ("opening", "after")


def _block(content: Any) -> LetterBlock:
    """A block as it is kept. Letters approved before there were templates have their paragraphs as text."""
    if isinstance(content, str):
        return paragraph(content)
    return LetterBlock(content["kind"], tuple(LetterRun(**run) for run in content["runs"]))


class Unreadable(ValueError):
    """What was approved does not have the shape that this version reads: an older one wrote it."""


def from_content(content: Mapping[str, Any]) -> letter_text.LetterText:
    """The letter as it was approved. Unreadable where that cannot be made out."""
    try:
        sender = dict(content["sender"])
        sender["address"] = tuple(sender["address"])
        rest: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value
            for name, value in content.items()
            if name not in ("points", "sender", *WITH_BLOCKS)
        }
        points = tuple(BulletPoint(**point) for point in content["points"])
        if not all(isinstance(content[part], list) for part in WITH_BLOCKS):
            raise TypeError("What has paragraphs is no list.")
        blocks: dict[str, Any] = {part: tuple(_block(each) for each in content[part]) for part in WITH_BLOCKS}
        words = letter_text.LetterText(**rest, **blocks, points=points, sender=letter_text.Sender(**sender))
        if not isinstance(words.address, tuple):
            raise TypeError("What has lines is no list.")
        return words
    except (KeyError, TypeError, ValueError) as wrong:
        raise Unreadable(letter_text.UNREADABLE) from wrong
