"""Papers of meetings: which somebody sees, and which they may open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

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
    """All of a meeting, first those of the whole meeting, as they came. Two queries."""
    may_read = set(papers_seen_by(user).filter(meeting=meeting).values_list("pk", flat=True))
    rows = meeting.papers.select_related("item__person", "scan", "recorded_by", "taken_out_by")
    rows = rows.order_by(F("item__recorded_at").asc(nulls_first=True), "recorded_at", "file_name")
    return [PaperLine(each, each.pk in may_read, why_closed(getattr(each, "scan", None), now)) for each in rows]


def papers_of(item: MeetingItem) -> QuerySet[MeetingPaper]:
    """The papers of one item that can be opened."""
    return may_be_opened(item.papers.all())
