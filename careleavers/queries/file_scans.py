"""Which files may be opened, why others may not, and whether the virus scanner answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar
from uuid import UUID

from django.conf import settings
from django.db.models import Q, QuerySet

from careleavers.models import Document, FileScan, MeetingPaper
from careleavers.rules import uploads

KeptFile = TypeVar("KeptFile", Document, MeetingPaper)
RECENT = timedelta(days=30)
LATE_AFTER = timedelta(minutes=15)
SOON = timedelta(minutes=2)  # in which a file is looked at where all goes well
MOST_SHOWN = 20


@dataclass(frozen=True)
class ScannerState:
    is_set_up: bool
    waiting: int
    from_before: int  # can be opened until their turn comes
    failing: int  # of those that wait or are from before
    infected: int  # in the last 30 days
    last_error: str
    oldest_waiting: datetime | None

    def answers(self, now: datetime) -> bool:
        """No file failed at its last try, and none has waited so long that nobody can be asking."""
        return not self.failing and (self.oldest_waiting is None or now - self.oldest_waiting <= LATE_AFTER)


def scanner_state(now: datetime) -> ScannerState:
    scans, failing = FileScan.objects, FileScan.objects.failing().order_by("-created_at")
    waiting = scans.filter(state=FileScan.WAITING)
    return ScannerState(
        is_set_up=bool(settings.CLAMD_ADDRESS),
        waiting=waiting.count(),
        from_before=scans.filter(state=FileScan.FROM_BEFORE).count(),
        failing=failing.count(),
        infected=scans.filter(state=FileScan.INFECTED, scanned_at__gte=now - RECENT).count(),
        last_error=failing.values_list("failed_because", flat=True).first() or "",
        oldest_waiting=waiting.order_by("created_at").values_list("created_at", flat=True).first(),
    )


def may_be_opened(files: QuerySet[KeptFile]) -> QuerySet[KeptFile]:
    """Those that are there and not in quarantine. The one question before anybody is given a file."""
    return files.filter(Q(scan=None) | Q(scan__state__in=FileScan.OPEN), taken_out_on=None)


def why_closed(scan: FileScan | None, now: datetime) -> str:
    """The sentence that says why a file cannot be opened, "" where it can. `scan` is None for one without a row."""
    if scan is None or scan.is_open:
        return ""
    if scan.state == FileScan.INFECTED:
        return uploads.infected(scan.virus)
    if scan.failed_because or now - scan.created_at > SOON:
        return uploads.SCANNER_SILENT
    return uploads.BEING_SCANNED


def oldest_infected(person_id: UUID) -> Document | None:
    """The document about them with which somebody has to do something because of what the scanner found."""
    infected = Document.objects.filter(person=person_id, scan__state=FileScan.INFECTED, taken_out_on=None)
    return infected.order_by("recorded_at").first()
