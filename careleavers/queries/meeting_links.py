"""Links to items of a meeting."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet
from django.utils.timezone import localdate

from careleavers.models import MeetingItem, MeetingItemLink
from careleavers.models.base import not_ended_by
from careleavers.queries.secret_links import still_good


def open_links(now: datetime) -> QuerySet[MeetingItemLink]:
    """Those that still open an item: for somebody who still sits on the body, of an item that was not taken back, and
    as `still_good` asks of every link.
    """
    sits = not_ended_by(localdate(now), "partner__")
    links = still_good(MeetingItemLink, now).filter(sits, item__body__closed_on=None)
    return links.exclude(item__outcome=MeetingItem.TAKEN_BACK).select_related(
        "item__body", "item__meeting", "item__person", "partner", "recorded_by"
    )


def links_of(item: MeetingItem) -> QuerySet[MeetingItemLink]:
    """All that were made, the last first."""
    return item.links.select_related("partner", "recorded_by")
