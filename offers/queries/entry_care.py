"""Entries of the local offer with who answers for each, and those to look at again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, QuerySet

from careleavers.models import User
from careleavers.models.statements import StatementOfUser
from careleavers.queries.held_work import HeldKind, HeldThing
from offers.models import EntryCare, EntryReview, LocalOffer, OfferEntry
from offers.queries.pledges import code_of, owned_by


@dataclass(frozen=True)
class CareLine:
    """An entry in force; `care` is None where nobody answers for it, `last` what was found the last time."""

    entry: OfferEntry
    care: EntryCare | None
    last: EntryReview | None


def care_lines(offer: LocalOffer | None) -> list[CareLine]:
    """In the order of the offer. Three queries."""
    if offer is None:
        return []
    reviews = Prefetch("reviews", EntryReview.objects.select_related("recorded_by"))
    cared = {row.code: row for row in EntryCare.objects.select_related("owner").prefetch_related(reviews)}
    lines = []
    for entry in offer.entries.all():
        care = cared.get(code_of(entry))
        lines.append(CareLine(entry, care, next(iter(care.reviews.all()), None) if care else None))
    return lines


def _to_review(user: User, until: date) -> QuerySet[EntryCare]:
    rows = EntryCare.objects.filter(owned_by(user), ended_on=None, review_on__lte=until)
    return rows.only("code", "review_on", "owner_id").order_by()


TO_REVIEW = StatementOfUser(_to_review, date)


def entries_held(worker: User, today: date) -> Iterable[HeldKind]:
    """Entries of the local offer for which somebody answers."""
    rows = EntryCare.objects.filter(owner=worker, ended_on=None)
    yield HeldKind(
        "offer_entry",
        "Entries of the local offer that they answer for",
        [HeldThing(what=row.title, due_on=row.review_on) for row in rows],
        "Give each to somebody else on the page of who answers for what. Until then those who keep the local offer "
        "have them.",
    )
