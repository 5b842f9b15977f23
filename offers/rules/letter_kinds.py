"""The kinds of letters, and what each is about. Pure.

A birthday letter marks a birthday; its occasion is the age. The others are about a row of the record: a home, for
whoever sends the bill for council tax; the allocation of a new personal adviser; the appointment for a review of the
pathway plan; what somebody said who wants no contact, of which each reminder is another letter.
"""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID, uuid5

from careleavers.rules.dates import add_months
from careleavers.rules.words import weekday


class LetterKind(StrEnum):
    BIRTHDAY = "birthday"
    COUNCIL_TAX = "council_tax"
    HAND_OVER = "hand_over"
    REVIEW = "review"
    REMINDER = "reminder"

    @property
    def label(self) -> str:
        return LETTER_KIND_LABELS[self]

    @property
    def called(self) -> str:
        """In the middle of a sentence, after "a", "their" and the like."""
        return CALLED[self]

    @property
    def why_called_off(self) -> str:
        """Why it does not go where what it is about will not happen, or is over."""
        return WHY_CALLED_OFF[self]


LETTER_KIND_LABELS = {
    LetterKind.BIRTHDAY: "Birthday letter",
    LetterKind.COUNCIL_TAX: "Letter for council tax",
    LetterKind.HAND_OVER: "Letter about a new adviser",
    LetterKind.REVIEW: "Invitation to a review",
    LetterKind.REMINDER: "Letter that we are still here",
}
CALLED = {
    LetterKind.BIRTHDAY: "birthday letter",
    LetterKind.COUNCIL_TAX: "letter for council tax",
    LetterKind.HAND_OVER: "letter about their new adviser",
    LetterKind.REVIEW: "invitation to a review",
    LetterKind.REMINDER: "letter that we are still here",
}
WHY_CALLED_OFF = {
    LetterKind.HAND_OVER: "The hand-over that it is about was called off.",
    LetterKind.REVIEW: "The review that it invites to is planned no more, or its day has come.",
    LetterKind.REMINDER: "It is not on record any more that they want no contact, or they want no letters.",
}
# So many days after it is asked for a letter for council tax is to be with them: a bill asks to be paid each month.
COUNCIL_TAX_WITHIN = timedelta(days=14)
# An invitation is there a week before the review, so that they can say what they want of it (Children Act 1989 guidance
# volume 3, 4.19); one asked for later, in so many days, and the day before at the latest.
INVITED_AHEAD, SOON = timedelta(days=7), timedelta(days=4)
# Months after somebody said so, and again after as many: whoever refuses contact sooner than who wants no more.
REMINDED_EVERY = {"REFU": 6, "NREQ": 12}


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


ABOUT = {
    LetterKind.COUNCIL_TAX: "council tax, by",
    LetterKind.HAND_OVER: "a new adviser from",
    LetterKind.REVIEW: "an invitation to a review, by",
    LetterKind.REMINDER: "that we are still here,",
}


def because_it_is_for(kind: LetterKind, day_in_words: str) -> str:
    """When it is to be there, as the end of a sentence."""
    if kind == LetterKind.BIRTHDAY:
        return f"by their birthday on {day_in_words}"
    return f"by {day_in_words}"


def invited_by(review_on: date, today: date) -> date:
    """The day by which an invitation that is asked for today is to be there."""
    return max(review_on - INVITED_AHEAD, min(today + SOON, review_on - timedelta(days=1)))


def review_on_in(when: str, invited_by_day: date) -> date | None:
    """The day of the review that an invitation gives as "Monday 14 December 2026 at 3 pm", by the day by which the
    letter was to be there; None where it gives none of the days that one for that day may invite to."""
    days = [invited_by_day + timedelta(days=ahead) for ahead in range(1, INVITED_AHEAD.days + 1)]
    return next((each for each in days if when.startswith(f"{weekday(each)} {each.year} ")), None)


def is_day_of_invitation(day: date, review_on: date) -> bool:
    """Whether a day by which an invitation is to be there may be that of this review."""
    return review_on - INVITED_AHEAD <= day < review_on


def reminders(said: UUID, kind: str, since: date, first: date, last: date) -> list[tuple[UUID, date]]:
    """The reminders that fall from `first` to `last`, both included, of what somebody said since a day: what each is
    about, and its day. `kind` is DfE's code of it, `said` the row."""
    every, found = REMINDED_EVERY[kind], []
    number = 1
    while (day := add_months(since, every * number)) <= last:
        if day >= first:
            found.append((uuid5(said, f"reminder {number}"), day))
        number += 1
    return found
