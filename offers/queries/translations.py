"""The editions of the local offer: what there is of a version, what waits, and what the next leaves the same."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Exists, OuterRef

from careleavers.models import User
from careleavers.models.asking import Asking, in_steps
from careleavers.models.statements import Statement
from careleavers.permissions import Permission
from offers.models import EntryTranslation, LocalOffer, OfferEntry, OfferTranslation
from offers.queries.offer_differences import by_title
from offers.queries.offer_publishers import why_not_decide
from offers.rules.languages import EDITIONS, Language
from offers.rules.leaflet_words import missing_words

SAME = ("text", "how_to_claim", "amount", "districts", "custody", "basis", "age_from", "age_to", "statuses")


def unchanged_entries(before: LocalOffer, offer: LocalOffer) -> dict[UUID, UUID]:
    """The entries of a version that the next one has word for word, by their ids: of the former, of the next."""
    now = by_title(offer)
    return {
        was.pk: now[key].pk for key, was in by_title(before).items() if key in now and _says_the_same(was, now[key])
    }


def _says_the_same(was: OfferEntry, now: OfferEntry) -> bool:
    return all(getattr(was, name) == getattr(now, name) for name in SAME)


@dataclass(frozen=True)
class EditionLine:
    """A language of a version: the edition that everybody can read, and the draft, if there are any."""

    code: str
    language: Language
    in_force: OfferTranslation | None
    draft: OfferTranslation | None
    entries: int

    @property
    def not_translated(self) -> int:
        """Of the entries of the version, how many the edition in force says in English."""
        return self.entries - self.in_force.said if self.in_force else self.entries  # type: ignore[attr-defined]

    @property
    def not_drafted(self) -> int:
        return self.entries - self.draft.said if self.draft else self.entries  # type: ignore[attr-defined]


def edition_lines(offer: LocalOffer) -> list[EditionLine]:
    """The languages in which there is anything of this version. Two queries."""
    rows = _with_said(offer.translations.select_related("approved_by", "last_edited_by", "recorded_by"))
    entries = offer.entries.count()
    lines = []
    for code, language in EDITIONS.items():
        theirs = sorted((row for row in rows if row.language == code), key=lambda row: row.edition)
        approved = [row for row in theirs if not row.is_draft]
        draft = next((row for row in theirs if row.is_draft), None)
        if theirs:
            lines.append(EditionLine(code, language, approved[-1] if approved else None, draft, entries))
    return lines


def _with_said(rows: Iterable[OfferTranslation]) -> list[OfferTranslation]:
    return list(rows.annotate(said=Count("entries")))  # type: ignore[attr-defined]


@in_steps
def translations_waiting_for(user: User) -> Asking[list[OfferTranslation]]:
    """Drafts that say every entry and all words around them, for somebody who may approve what others wrote."""
    if not user.may(Permission.EDIT_OFFER):
        return []
    rows = yield from DRAFTS_OF_TRANSLATIONS.objects.steps()
    return [
        row
        for row in rows
        if not row.lacks and not missing_words(row.words) and not why_not_decide(row, user, "approve")
    ]


_SAID = EntryTranslation.objects.filter(entry=OuterRef("pk"), translation=OuterRef(OuterRef("pk")))
DRAFTS_OF_TRANSLATIONS = Statement(
    lambda: (
        OfferTranslation.objects.filter(state=OfferTranslation.DRAFT)
        .only("language", "words", "recorded_by_id", "last_edited_by_id")
        .order_by()
        .annotate(lacks=Exists(OfferEntry.objects.filter(~Exists(_SAID), offer=OuterRef("offer")).order_by()))
    )
)
