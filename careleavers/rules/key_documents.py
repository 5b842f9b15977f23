"""The papers that prove who somebody is and what they may do: which there are, and which are still missing. Pure.

Source: Children Act 1989 guidance volume 3, Figure 1 (key documents confirming age and identity, bank account, National
Insurance number), 8.9 and 8.20 (identity documents are paid for), E.8 (National Insurance number). Which papers count
for which need, and that they are asked for from 16, is local practice.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from typing import NamedTuple

FROM_AGE = 16


class DocumentKind(StrEnum):
    """What a paper is."""

    PASSPORT = "passport"
    BIRTH_CERTIFICATE = "birth_certificate"
    DRIVING_LICENCE = "driving_licence"
    PHOTO_CARD = "photo_card"
    TRAVEL_DOCUMENT = "travel_document"
    IMMIGRATION = "immigration"
    NI_LETTER = "ni_letter"
    BANK_ACCOUNT = "bank_account"
    NHS_CARD = "nhs_card"
    CERTIFICATES = "certificates"
    CARE_LETTER = "care_letter"


KIND_WORDS = {
    DocumentKind.PASSPORT: "Passport",
    DocumentKind.BIRTH_CERTIFICATE: "Birth certificate",
    DocumentKind.DRIVING_LICENCE: "Driving licence, full or provisional",
    DocumentKind.PHOTO_CARD: "Photo ID card, such as CitizenCard",
    DocumentKind.TRAVEL_DOCUMENT: "Travel document",
    DocumentKind.IMMIGRATION: "Immigration papers or eVisa",
    DocumentKind.NI_LETTER: "National Insurance number letter",
    DocumentKind.BANK_ACCOUNT: "Bank account",
    DocumentKind.NHS_CARD: "NHS number or medical card",
    DocumentKind.CERTIFICATES: "Certificates of school and college",
    DocumentKind.CARE_LETTER: "Letter that says they are a care leaver",
}


class DocumentState(StrEnum):
    """How far somebody is with a paper."""

    WANTED = "wanted"
    APPLIED = "applied"
    HELD = "held"
    NOT_NEEDED = "not_needed"


STATE_WORDS = {
    DocumentState.WANTED: "Wanted",
    DocumentState.APPLIED: "Applied for",
    DocumentState.HELD: "They have it",
    DocumentState.NOT_NEEDED: "Not needed",
}


class DocumentFact(NamedTuple):
    """How it is with one paper since a day; it can be used up to and including `expires_on` (None: for good)."""

    kind: str
    state: str
    since: date
    expires_on: date | None = None

    def has_expired(self, today: date) -> bool:
        return self.state == DocumentState.HELD and self.expires_on is not None and self.expires_on < today


class DocumentNeed(NamedTuple):
    """What one of these papers is good for. `of_unaccompanied`: for those who came here alone only, or (False) only
    for the others; None: for everybody.
    """

    words: str
    kinds: tuple[DocumentKind, ...]
    of_unaccompanied: bool | None = None


NEEDS = (
    DocumentNeed(
        "Photo ID",
        (
            DocumentKind.PASSPORT,
            DocumentKind.DRIVING_LICENCE,
            DocumentKind.PHOTO_CARD,
            DocumentKind.TRAVEL_DOCUMENT,
        ),
    ),
    DocumentNeed("Birth certificate", (DocumentKind.BIRTH_CERTIFICATE,), of_unaccompanied=False),
    DocumentNeed("Immigration papers", (DocumentKind.IMMIGRATION,), of_unaccompanied=True),
    DocumentNeed("National Insurance number", (DocumentKind.NI_LETTER,)),
    DocumentNeed("Bank account", (DocumentKind.BANK_ACCOUNT,)),
    DocumentNeed("NHS number", (DocumentKind.NHS_CARD,)),
)


class Missing(NamedTuple):
    """A need that no paper meets yet, and the paper that comes nearest to it: applied for, run out or wanted, if any.

    `kind` is the paper to begin with where none of these is written down.
    """

    words: str
    kind: str
    nearest: DocumentFact | None = None

    def how_far(self, today: date) -> str:
        """ "applied for", "ran out", or "" where nothing has begun."""
        if self.nearest is None or self.nearest.state == DocumentState.WANTED:
            return ""
        return "ran out" if self.nearest.has_expired(today) else "applied for"


def missing_documents(
    documents: Iterable[DocumentFact], *, sixteenth_birthday: date, unaccompanied: bool, today: date
) -> list[Missing]:
    """The needs that no paper meets on the day, in the order of NEEDS; none before the 16th birthday.

    A paper that they have meets its need until it runs out. A need is met too where every paper that is written down
    for it is not needed.
    """
    if today < sixteenth_birthday:
        return []
    by_kind = {each.kind: each for each in documents}
    asked = [need for need in NEEDS if need.of_unaccompanied in (None, unaccompanied)]
    return [found for need in asked if (found := _missing(need, by_kind, today))]


def _missing(need: DocumentNeed, by_kind: Mapping[str, DocumentFact], today: date) -> Missing | None:
    written = [by_kind[kind] for kind in need.kinds if kind in by_kind]
    if any(each.state == DocumentState.HELD and not each.has_expired(today) for each in written):
        return None
    open_ones = [each for each in written if each.state != DocumentState.NOT_NEEDED]
    if written and not open_ones:
        return None
    nearest = min(open_ones, key=lambda each: _distance(each), default=None)
    return Missing(need.words, nearest.kind if nearest else need.kinds[0].value, nearest)


def held_since(need: DocumentNeed, documents: Iterable[DocumentFact], today: date) -> date | None:
    """Since when they have a paper that meets the need on the day; None where they have none."""
    theirs = (each for each in documents if each.kind in need.kinds and each.state == DocumentState.HELD)
    return min((each.since for each in theirs if not each.has_expired(today)), default=None)


def _distance(document: DocumentFact) -> int:
    """Which of several papers comes nearest to being there: the smallest number."""
    return (DocumentState.APPLIED, DocumentState.HELD, DocumentState.WANTED).index(DocumentState(document.state))
