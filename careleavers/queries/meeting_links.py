"""Links to items of a meeting."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.timezone import localdate

from careleavers.models import MeetingItem, MeetingItemLink
from careleavers.models.base import not_ended_by
from careleavers.models.secret_links import still_good
from careleavers.rules.secret_addresses import digest_of


def open_links(now: datetime) -> QuerySet[MeetingItemLink]:
    """Those that still open an item: in time, not locked, for somebody who still sits on the body, of an item that was
    not taken back, about nobody who has died.
    """
    alive = Q(item__person=None) | Q(item__person__died_on=None)
    links = MeetingItemLink.objects.filter(
        alive,
        still_good(now),
        not_ended_by(localdate(now), "partner__"),
        item__body__closed_on=None,
    )
    return links.exclude(item__outcome=MeetingItem.TAKEN_BACK).select_related(
        "item__body", "item__meeting", "item__person", "partner", "recorded_by"
    )


def link_of(secret: str, now: datetime) -> MeetingItemLink | None:
    """The link with this secret, if it still opens an item."""
    return open_links(now).filter(digest=digest_of(secret)).first()


def links_of(item: MeetingItem) -> QuerySet[MeetingItemLink]:
    """All that were made, the last first."""
    return item.links.select_related("partner", "recorded_by")
