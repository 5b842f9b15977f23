"""The kinds of letters, and what each is about. Pure.

A birthday letter marks a birthday; its occasion is the age. The others are about a row of the record: a home, for
whoever sends the bill for council tax, or the allocation of a new personal adviser.
"""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from careleavers.rules.words import weekday


class LetterKind(StrEnum):
    BIRTHDAY = "birthday"
    COUNCIL_TAX = "council_tax"
    HAND_OVER = "hand_over"

    @property
    def label(self) -> str:
        return LETTER_KIND_LABELS[self]

    @property
    def called(self) -> str:
        """In the middle of a sentence, after "a", "their" and the like."""
        return CALLED[self]


LETTER_KIND_LABELS = {
    LetterKind.BIRTHDAY: "Birthday letter",
    LetterKind.COUNCIL_TAX: "Letter for council tax",
    LetterKind.HAND_OVER: "Letter about a new adviser",
}
CALLED = {
    LetterKind.BIRTHDAY: "birthday letter",
    LetterKind.COUNCIL_TAX: "letter for council tax",
    LetterKind.HAND_OVER: "letter about their new adviser",
}
CALLED_OFF = "The hand-over that it is about was called off."
# So many days after it is asked for a letter for council tax is to be with them: a bill asks to be paid each month.
COUNCIL_TAX_WITHIN = timedelta(days=14)


def occasion_of(about: UUID) -> str:
    """By what a letter that marks no birthday is told from others for the same day."""
    return about.hex[:10]


def title(kind: LetterKind, occasion: str) -> str:
    """What one letter is called where nothing else says of whom it is."""
    return f"{kind.label} at {occasion}" if kind == LetterKind.BIRTHDAY else kind.label


def what_for(kind: LetterKind, occasion: str, day: date) -> str:
    """In a list: the age and the birthday, or what it is about and by when it is to be there."""
    if kind == LetterKind.BIRTHDAY:
        return f"{occasion} on {weekday(day)}"
    return f"{ABOUT[kind]} {weekday(day)}"


ABOUT = {LetterKind.COUNCIL_TAX: "council tax, by", LetterKind.HAND_OVER: "a new adviser from"}


def because_it_is_for(kind: LetterKind, day_in_words: str) -> str:
    """When it is to be there, as the end of a sentence."""
    if kind == LetterKind.BIRTHDAY:
        return f"by their birthday on {day_in_words}"
    return f"by {day_in_words}"
