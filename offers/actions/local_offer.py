"""The local offer: a draft is written from the version in force, and published as a version that never changes."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Max

from careleavers.actions.base import Refused, action, record_event
from careleavers.actions.revisions import change
from careleavers.models import PolicyValue, User
from offers.models import LocalOffer, OfferEntry
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
    "how_to_claim",
    "owner",
    "order",
)


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
    """Change the title, the introduction or who was asked. Refused for a published version.

    EditConflict when somebody else changed the same since this revision.
    """
    draft = _draft(offer)
    change(draft, revision, details)
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
    """Add an entry to a draft, or change one. Refused where the law does not give what is said to be the law's.

    EditConflict when somebody else changed the same since this revision.
    """
    draft = _draft(offer)
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
    record_event("offer_entry_saved", by=by, on=entry, area=entry.area)
    return entry


@action
def remove_entry(*, by: User, entry: OfferEntry) -> None:
    """Take an entry out of a draft."""
    _draft(entry.offer)
    record_event("offer_entry_removed", by=by, on=entry, area=entry.area)
    entry.delete()


@action
def publish(*, by: User, offer: LocalOffer, today: date) -> LocalOffer:
    """Put the draft in force from today. Refused while it is empty or nobody was asked (2017 Act s2(5))."""
    draft = _draft(offer)
    if refusal := why_not_publish(draft):
        raise Refused(refusal)
    draft.state, draft.published_on, draft.approved_by = LocalOffer.PUBLISHED, today, by
    draft.save(update_fields=["state", "published_on", "approved_by"])
    record_event("offer_published", by=by, on=draft, version=draft.version)
    return draft


def why_not_publish(offer: LocalOffer) -> str | None:
    """The sentence that says why this draft cannot be published, or None."""
    if not offer.entries.exists():
        return "There is nothing in this offer yet: add an entry first."
    if not offer.consulted.strip():
        return "Care leavers must be asked first. Write down who was asked and what they said."
    return None


def _draft(offer: LocalOffer) -> LocalOffer:
    current = LocalOffer.objects.select_for_update().get(pk=offer.pk)
    if not current.is_draft:
        raise Refused("This version is published and stays as it is. Begin a draft of the next one.")
    return current
