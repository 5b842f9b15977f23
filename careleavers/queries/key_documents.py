"""Which of somebody's papers are there, and which are still missing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from careleavers.models import KeyDocument, YoungPerson
from careleavers.rules import dates
from careleavers.rules.key_documents import FROM_AGE, DocumentFact, DocumentKind, Missing, missing_documents


@dataclass(frozen=True)
class KeyDocuments:
    """`documents` as written down, in the order of the kinds; `missing` the needs that none meets; `others` the kinds
    of which nothing is written down.
    """

    documents: list[KeyDocument]
    missing: list[Missing]
    others: list[DocumentKind]


def key_documents(person: YoungPerson, today: date, leap_day: dates.LeapDay) -> KeyDocuments:
    """One query. After a death nothing is missing."""
    order = list(DocumentKind)
    rows = person.key_documents.select_related("next_step__assigned_to")
    documents = sorted(rows, key=lambda row: order.index(DocumentKind(row.kind)))
    written = {row.kind for row in documents}
    return KeyDocuments(
        documents=documents,
        missing=missing_of(person, [row.fact for row in documents], today, leap_day),
        others=[kind for kind in order if kind not in written],
    )


def missing_of(
    person: YoungPerson, facts: Iterable[DocumentFact], today: date, leap_day: dates.LeapDay
) -> list[Missing]:
    """The needs that none of these papers meets; after a death nothing is missing."""
    if person.died_on:
        return []
    return missing_documents(
        facts,
        sixteenth_birthday=dates.birthday(person.date_of_birth, FROM_AGE, leap_day),
        unaccompanied=person.is_unaccompanied,
        today=today,
    )
