"""Papers of meetings: which somebody sees, and which they may open."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet

from careleavers.models import Meeting, MeetingItem, MeetingPaper, User
from careleavers.queries.file_scans import may_be_opened, why_closed
from careleavers.queries.meetings import bodies_seen_by, items_seen_by


@dataclass(frozen=True)
class PaperLine:
    """A paper as its meeting lists it: whether the reader may read what it is about, and why nobody can open it."""

    paper: Any
    may_read: bool
    why_closed: str


def papers_seen_by(user: User) -> QuerySet[Any]:
    """Papers of the meetings that the user sees, whole or of an item that they may read."""
    readable = items_seen_by(user).filter(may_read=True).values("pk")
    rows = MeetingPaper.objects.filter(meeting__body__in=bodies_seen_by(user).values("pk"))
    return rows.filter(Q(item=None) | Q(item__in=readable)).select_related("meeting__body", "item__person", "scan")


def paper_lines(meeting: Meeting, user: User, now: datetime) -> list[PaperLine]:
    """Those that were sent out for a meeting, and those of what is on its agenda, for whichever meeting these came:
    first those of the whole meeting, as they came."""
    of_items = with_what_they_continue(meeting.items.values_list("pk", flat=True))
    return _lines(MeetingPaper.objects.filter(Q(meeting=meeting) | Q(item__in=of_items)), user, now)


def paper_lines_of(item: MeetingItem, user: User, now: datetime) -> list[PaperLine]:
    """Those of one item, and of what it continues, as they came."""
    return _lines(MeetingPaper.objects.filter(item__in=with_what_they_continue([item.pk])), user, now)


def _lines(papers: QuerySet[MeetingPaper], user: User, now: datetime) -> list[PaperLine]:
    may_read = set(papers_seen_by(user).filter(pk__in=papers.values("pk")).values_list("pk", flat=True))
    rows = papers.select_related("meeting", "item__person", "scan", "recorded_by", "taken_out_by")
    rows = rows.order_by(F("item__recorded_at").asc(nulls_first=True), "recorded_at", "file_name")
    return [PaperLine(each, each.pk in may_read, why_closed(getattr(each, "scan", None), now)) for each in rows]


def with_what_they_continue(items: Iterable[UUID]) -> set[UUID]:
    """These items, and those that they continue: what was put off goes on with its papers, however often it is put
    off. A query for each time."""
    latest = set(items)
    found = set(latest)
    while latest:
        latest = set(MeetingItem.objects.filter(continued_by__in=latest).values_list("pk", flat=True)) - found
        found |= latest
    return found


def papers_of(item: MeetingItem) -> QuerySet[MeetingPaper]:
    """The papers of one item, and of what it continues, that can be opened."""
    return may_be_opened(MeetingPaper.objects.filter(item__in=with_what_they_continue([item.pk])))
