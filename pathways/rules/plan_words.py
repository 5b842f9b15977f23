"""What a pathway plan says to the young person whose it is. Pure.

The sentences are ours and read at about 11 years; what was written in the plan stays as it was written.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from careleavers.rules.layouts import Layout
from careleavers.rules.words import day

LAYOUT_WORDS = {
    Layout.ORDINARY: "As a PDF",
    Layout.LARGE: "In large print",
    Layout.EASY: "In short lines, easy to read",
}
WHAT_YOU_WANT, WHAT_YOU_SAID, WHAT_YOU_NEED, HOW, WHO_DOES_WHAT, NOT_AGREED, IF_YOU_WANT_CHANGE = (
    "What you want",
    "What you told us",
    "What you need",
    "How this will happen",
    "Who does what, by when",
    "What we do not agree on",
    "If you want to change something",
)
DRAFT = (
    "Draft. This is your pathway plan as it is written so far. Nothing in it is promised yet: tell us what to change."
)
ENDING = (
    "You can ask for your plan to be looked at again at any time, and you can bring somebody with you.",
    "If we do not do what it says here, tell your adviser, or ask us how to complain: an advocate can help you.",
)


@dataclass(frozen=True)
class MatterPart:
    """A heading below a matter, and its paragraphs. `kind`: "text", "said" by them, or a "list" of promises."""

    heading: str
    paragraphs: tuple[str, ...]
    kind: str = "text"


@dataclass(frozen=True)
class MatterToThem:
    heading: str
    parts: tuple[MatterPart, ...]


@dataclass(frozen=True)
class PlanToThem:
    """One version of a plan as the young person is told it."""

    title: str
    opening: tuple[str, ...]
    wants: tuple[str, ...]
    matters: tuple[MatterToThem, ...]
    not_agreed: tuple[str, ...]
    ending: tuple[str, ...]


def opening(authorised_on: date | None) -> str:
    """The first sentences: of which day it is, or that it is a draft."""
    if authorised_on is None:
        return DRAFT
    return (
        f"This is your pathway plan from {day(authorised_on)}. It says what you want, what you need, and what we have "
        "promised to do."
    )


def adviser_line(name: str, phone: str) -> str:
    return f"Your personal adviser is {name}{f', {phone}' if phone else ''}."


def promise_line(what: str, by_when: date, *, is_theirs: bool, owner: str) -> str:
    """Who does what by when: "You, with help from Pat: book a lesson, by 4 December 2026." """
    who = (f"You, with help from {owner}" if owner else "You") if is_theirs else owner or "We"
    return f"{who}: {what}, by {day(by_when)}."


def paragraphs(text: str) -> tuple[str, ...]:
    """The paragraphs of what was written, without empty ones."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())
