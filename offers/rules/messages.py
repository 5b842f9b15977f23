"""Letters as messages: the words of a text, and a letter as a plain email. Pure.

A text says that there is a letter and how to have it, and nothing else: whoever reads it over their shoulder learns
nothing. So does the subject of an email. Numbers abroad are not texted.
"""

from __future__ import annotations

import re

from careleavers.rules.phones import digits_of
from offers.rules.letter_text import LetterText, Sender

UK_MOBILE = re.compile(r"07[1-57-9]\d{8}")  # 070 numbers are personal ones, and 076 pagers
MOST_OF_A_TEXT = 306  # two parts of what a phone shows as one


def mobile_to_text(number: str) -> str:
    """The digits of a mobile of the United Kingdom, as it is dialled there; "" for any other number."""
    digits = digits_of(number)
    return digits if UK_MOBILE.fullmatch(digits) else ""


def text_words(sender: Sender) -> str:
    """What a text says: no name, nothing of the letter, nothing of who they are to us."""
    return (
        f"{sender.authority}: there is a letter for you. To have it sent, or read to you, phone {sender.phone}. "
        "You need not answer this text."
    )


def subject(sender: Sender) -> str:
    return f"A letter for you from {sender.authority}"


def as_plain_text(words: LetterText) -> str:
    """The letter as an email without type or attachment, and how to answer."""
    parts = [words.heading, words.greeting]
    parts += [_block(block.kind, block.text) for block in words.opening]
    if words.points:
        parts.append("\n".join([words.points_intro, *(f"- {point.lead}. {point.text}" for point in words.points)]))
    parts += [_block(block.kind, block.text) for block in words.after]
    parts.append("\n".join(line for line in (words.ending, words.signed_by, words.title) if line))
    parts.append(_how_to_answer(words.sender))
    return "\n\n".join(part for part in parts if part) + "\n"


def _block(kind: str, text: str) -> str:
    return f"- {text}" if kind == "item" else text


def _how_to_answer(sender: Sender) -> str:
    reach = [f"phone {sender.phone}", f"write to {sender.email}" if sender.email else ""]
    lines = [f"To answer, or to have this in another language or read to you, {' or '.join(filter(None, reach))}."]
    if sender.website:
        lines.append(f"What care leavers can have is on {sender.website}")
    lines.append("If you would rather have letters by post, or none, tell us once, in any way.")
    return "\n".join(lines)
