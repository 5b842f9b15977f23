"""The local offer: a draft is written from the version in force, and published as a version that never changes."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Max

from careleavers.actions.base import Refused, action, record_event
from careleavers.actions.revisions import change, claim_unchanged
from careleavers.documents.fonts import unprintable
from careleavers.documents.typesetting import CannotPrint, TooLong
from careleavers.models import PolicyValue, User
from offers.actions.entry_care import care_follows
from offers.actions.printable import refuse_unprintable
from offers.actions.translations import carry_over
from offers.documents.leaflets import leaflet
from offers.documents.typesetting import leaflet_pdf
from offers.models import LocalOffer, OfferEntry
from offers.queries.offer_publishers import why_not_decide
from offers.rules.offer_areas import why_not_statutory

COPIED = (
    "area",
    "basis",
    "title",
    "text",
    "statuses",
    "age_from",
    "age_to",
    "amount",
    "districts",
    "custody",
    "entitlement",
    "how_to_claim",
    "owner",
    "order",
)

PRINTED = ("title", "introduction", "text", "how_to_claim")  # what the leaflet says


@action
def begin_draft(*, by: User, today: date) -> LocalOffer:
    """A draft of the next version, with the entries of the one in force; the draft there is, if there is one."""
    if draft := LocalOffer.objects.filter(state=LocalOffer.DRAFT).first():
        return draft
    current = LocalOffer.objects.in_force(today)
    last = LocalOffer.objects.aggregate(last=Max("version"))["last"] or 0
    draft = LocalOffer.objects.create(
        version=last + 1,
        title=current.title if current else "Our offer to care leavers",
        introduction=current.introduction if current else "",
        recorded_by=by,
    )
    if current:
        OfferEntry.objects.bulk_create(
            OfferEntry(offer=draft, **{name: getattr(entry, name) for name in COPIED})
            for entry in current.entries.all()
        )
    record_event("offer_draft_begun", by=by, on=draft, version=draft.version)
    return draft


@action
def change_draft(*, by: User, offer: LocalOffer, details: dict[str, Any], revision: int | None = None) -> None:
    """Change the title, the introduction or who was asked. Refused for a published version, and for words that our
    fonts cannot print. EditConflict when somebody else changed the same since this revision.
    """
    draft = _draft(offer)
    refuse_unprintable({field: str(value) for field, value in details.items() if field in PRINTED})
    change(draft, revision, details)
    _edited(draft, by)
    record_event("offer_draft_changed", by=by, on=draft)


@action
def save_entry(
    *,
    by: User,
    offer: LocalOffer,
    entry: OfferEntry | None,
    revision: int | None = None,
    details: dict[str, Any],
    today: date,
) -> OfferEntry:
    """Add an entry to a draft, or change one.

    Refused where the law does not give what is said to be the law's, and for words that our fonts cannot print.
    EditConflict when somebody else changed the same since this revision.
    """
    draft = _draft(offer)
    refuse_unprintable({field: str(value) for field, value in details.items() if field in PRINTED})
    is_law = PolicyValue.objects.in_force(today)["financial_literacy"] == "yes"
    if details["basis"] == "statutory" and (
        refusal := why_not_statutory(details["area"], financial_literacy_is_law=is_law)
    ):
        raise Refused(refusal)
    if entry is None:
        last = draft.entries.aggregate(last=Max("order"))["last"] or 0
        entry = OfferEntry.objects.create(offer=draft, order=last + 1, **details)
    else:
        change(entry, revision, details)
    _edited(draft, by)
    record_event("offer_entry_saved", by=by, on=entry, area=entry.area)
    return entry


@action
def remove_entry(*, by: User, entry: OfferEntry, revision: int | None = None) -> None:
    """Take an entry out of a draft."""
    claim_unchanged(entry, revision)
    _edited(_draft(entry.offer), by)
    record_event("offer_entry_removed", by=by, on=entry, area=entry.area)
    entry.delete()


@action
def move_entry(*, by: User, entry: OfferEntry, later: bool) -> None:
    """Change places with the entry of the same area before it, or the one after it; nothing at either end."""
    draft = _draft(entry.offer)
    theirs = list(draft.entries.filter(area=entry.area))
    place = theirs.index(entry)
    other = place + 1 if later else place - 1
    if not 0 <= other < len(theirs):
        return
    theirs[place], theirs[other] = theirs[other], theirs[place]
    for order, each in enumerate(theirs, start=1):
        each.order = order
    OfferEntry.objects.bulk_update(theirs, ["order"])
    _edited(draft, by)
    record_event("offer_entry_moved", by=by, on=entry, area=entry.area)


@action
def discard_draft(*, by: User, offer: LocalOffer, revision: int | None = None) -> None:
    """Discard the draft with its entries; the version in force stays as it is. History keeps what it said. Refused when
    it was changed since the page was opened.
    """
    draft = claim_unchanged(_draft(offer), revision)
    record_event("offer_draft_discarded", by=by, on=draft, version=draft.version)
    draft.entries.all().delete()
    draft.delete()


@action
def publish(*, by: User, offer: LocalOffer, revision: int | None = None, today: date) -> LocalOffer:
    """Put the draft in force from today, as somebody other than those who wrote it last decides who has read it.

    Refused while it is empty or nobody was asked (2017 Act s2(5)), where its leaflet cannot be printed, and when it was
    changed since the page was opened.
    """
    draft = claim_unchanged(_draft(offer), revision)
    if refusal := why_not_publish(draft) or why_not_decide(draft, by):
        raise Refused(refusal)
    try:
        leaflet_pdf(leaflet(draft, PolicyValue.objects.in_force(today)), today)
    except (CannotPrint, TooLong) as wrong:
        raise Refused(str(wrong)) from wrong
    before = LocalOffer.objects.in_force(today)
    draft.state, draft.published_on, draft.approved_by = LocalOffer.PUBLISHED, today, by
    draft.save(update_fields=["state", "published_on", "approved_by"])
    carry_over(before, draft)
    care_follows(draft, today)
    record_event("offer_published", by=by, on=draft, version=draft.version)
    return draft


def why_not_publish(offer: LocalOffer) -> str | None:
    """The sentence that says why this draft cannot be published, or None."""
    if not offer.entries.exists():
        return "There is nothing in this offer yet: add an entry first."
    if not offer.consulted.strip():
        return "Care leavers must be asked first. Write down who was asked and what they said."
    written = {"the title": offer.title, "the introduction": offer.introduction}
    for entry in offer.entries.all():
        written[f"“{entry.title}”"] = " ".join((entry.title, entry.text, entry.how_to_claim))
    wrong = [f"{part} has {letters}" for part, text in written.items() if (letters := unprintable(text))]
    return f"Our fonts cannot print everything: {', '.join(wrong)}. Write it in other letters." if wrong else None


def _edited(draft: LocalOffer, by: User) -> None:
    """Also counts up the revision of the draft, so that nobody publishes what they have not seen."""
    draft.last_edited_by = by
    draft.save(update_fields=["last_edited_by"])


def _draft(offer: LocalOffer) -> LocalOffer:
    current = LocalOffer.objects.select_for_update().get(pk=offer.pk)
    if not current.is_draft:
        raise Refused("This version is published and stays as it is. Begin a draft of the next one.")
    return current
