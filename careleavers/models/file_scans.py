"""What the virus scanner says of each file. Postgres is the queue: a worker asks the scanner about what waits here."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q

from careleavers.models.base import UUIDModel
from careleavers.models.documents import Document
from careleavers.models.importing import ImportFile
from careleavers.models.meeting_papers import MeetingPaper
from careleavers.models.sensitivity import RECORD_KEEPING

TO_BE_SCANNED = Q(state__in=("waiting", "from_before"))


class FileScanQuerySet(models.QuerySet["FileScan"]):
    def unscanned(self) -> FileScanQuerySet:
        return self.filter(TO_BE_SCANNED)

    def failing(self) -> FileScanQuerySet:
        """Tried at least once without an answer, and still waiting."""
        return self.unscanned().exclude(failed_because="")

    def due(self, now: datetime) -> FileScanQuerySet:
        """May be tried now: no worker has claimed it, and the pause after a failure is over."""
        unclaimed = Q(claimed_until=None) | Q(claimed_until__lte=now)
        return self.unscanned().filter(unclaimed, Q(next_try_at=None) | Q(next_try_at__lte=now))


class FileScan(UUIDModel):
    """One file, and whether the scanner has found something in it: of a document, an import or a paper of a meeting,
    never of two.

    A file that waits, or in which something was found, is in quarantine: nobody can open it and nothing reads it. One
    `FROM_BEFORE` came when no scanner was set up and stays open until its turn comes. `virus` is the scanner's name of
    what it found. A file without a row came without a scanner.
    """

    WAITING, FROM_BEFORE, CLEAN, INFECTED = "waiting", "from_before", "clean", "infected"
    STATES = [
        (WAITING, "Waits for the virus scanner"),
        (FROM_BEFORE, "From before there was a virus scanner"),
        (CLEAN, "The virus scanner found nothing"),
        (INFECTED, "The virus scanner found something"),
    ]
    OPEN = (FROM_BEFORE, CLEAN)

    document = models.OneToOneField(
        Document, null=True, blank=True, on_delete=models.CASCADE, related_name="scan", db_comment=RECORD_KEEPING
    )
    import_file = models.OneToOneField(
        ImportFile, null=True, blank=True, on_delete=models.CASCADE, related_name="scan", db_comment=RECORD_KEEPING
    )
    meeting_paper = models.OneToOneField(
        MeetingPaper, null=True, blank=True, on_delete=models.CASCADE, related_name="scan", db_comment=RECORD_KEEPING
    )
    state = models.CharField(max_length=12, choices=STATES, default=WAITING, db_comment=RECORD_KEEPING)
    virus = models.CharField(max_length=200, blank=True, db_comment=RECORD_KEEPING)
    created_at = models.DateTimeField(db_comment=RECORD_KEEPING)
    scanned_at = models.DateTimeField(null=True, blank=True, db_comment=RECORD_KEEPING)
    claimed_until = models.DateTimeField(null=True, blank=True, db_comment=RECORD_KEEPING)
    tries = models.PositiveIntegerField(default=0, db_comment=RECORD_KEEPING)
    next_try_at = models.DateTimeField(null=True, blank=True, db_comment=RECORD_KEEPING)
    failed_because = models.CharField(max_length=300, blank=True, db_comment=RECORD_KEEPING)

    objects = FileScanQuerySet.as_manager()

    class Meta:
        ordering = ["created_at"]
        constraints = [
            models.CheckConstraint(
                name="file_scan_of_one_file",
                condition=Q(document__isnull=False, import_file=None, meeting_paper=None)
                | Q(document=None, import_file__isnull=False, meeting_paper=None)
                | Q(document=None, import_file=None, meeting_paper__isnull=False),
            ),
            models.CheckConstraint(
                name="file_scan_says_what_was_found",
                condition=Q(state="infected") & ~Q(virus="") | ~Q(state="infected") & Q(virus=""),
            ),
        ]
        indexes = [models.Index(fields=["created_at"], name="file_scan_waiting", condition=TO_BE_SCANNED)]

    @property
    def is_open(self) -> bool:
        """Whether the file may be opened."""
        return self.state in self.OPEN
