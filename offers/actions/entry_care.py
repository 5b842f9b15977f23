"""Entries of the local offer: given to somebody who answers for them, and looked at again by a day."""

from __future__ import annotations

from datetime import date

from careleavers.actions.base import Refused, action, record_event
from careleavers.actions.revisions import change
from careleavers.models import User
from offers.models import EntryCare, EntryReview, LocalOffer, OfferEntry
from offers.queries.pledges import code_of


@action
def care_for_entry(
    *,
    by: User,
    entry: OfferEntry,
    owner: User,
    review_on: date,
    found: str = "",
    revision: int | None = None,
    today: date,
) -> EntryCare:
    """This person answers for the entry, in whatever version, and looks at it again by that day. `found`: what was
    found by looking at it today. Refused for a day that has come already."""
    if review_on <= today:
        raise Refused("Give a day after today.", field="review_on")
    details = {"owner": owner, "review_on": review_on, "ended_on": None}
    care, is_new = EntryCare.objects.get_or_create(code=code_of(entry), defaults={**details, "recorded_by": by})
    if not is_new:
        change(care, revision or 1, details)
    if found:
        EntryReview.objects.create(care=care, looked_on=today, text=found, recorded_by=by)
    record_event("offer_entry_cared_for", by=by, on=care, owner=str(owner.pk))
    return care


def care_follows(offer: LocalOffer, today: date) -> None:
    """Inside an action that publishes a version: nobody is asked about an entry that it does not have any more."""
    there_is = {code_of(entry) for entry in offer.entries.all()}
    EntryCare.objects.filter(ended_on=None).exclude(code__in=there_is).update(ended_on=today)
    EntryCare.objects.filter(code__in=there_is).exclude(ended_on=None).update(ended_on=None)
