"""What this app tells of a record: letters as they read, and money that was paid."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from careleavers.models import YoungPerson
from careleavers.queries.story import StoryEntry, StorySection, words_in
from careleavers.rules.words import day, in_pounds
from offers.models import Letter, MoneyPayment

LEAVES_OUT = {
    "offers.Letter": "told as it reads",
    "offers.PassportLink": "a secret address, which opens nothing for anybody else",
    "offers.SurveyLink": "a secret address, which opens nothing for anybody else",
    "offers.LetterFile": "the same words as the letter, as a file",
}
READ_OUT = ("written_on", "heading", "greeting", "opening", "points_intro", "points", "after", "ending", "signed_by")


def letters_and_payments_told(person: YoungPerson, today: date) -> Iterator[StoryEntry]:
    """Each letter with its words, and each payment. Two queries."""
    for letter in Letter.objects.filter(person=person):
        on = letter.posted_on or letter.given_on or letter.occurrence_on
        content = letter.content or {}
        text = "\n".join([letter.get_status_display(), *words_in([content.get(name, "") for name in READ_OUT])])
        heading = f"{letter.title}, {day(on)}"
        yield StoryEntry(StorySection.LETTERS, heading, text, on, "offers.Letter", letter.pk)
    for paid in MoneyPayment.objects.filter(request__person=person):
        what = "Money paid" if paid.amount > 0 else "Money came back"
        text = in_pounds(abs(paid.amount)) + (f": {paid.note}" if paid.note else "")
        heading = f"{what}, {day(paid.paid_on)}"
        yield StoryEntry(StorySection.LETTERS, heading, text, paid.paid_on, "offers.MoneyPayment", paid.pk)
