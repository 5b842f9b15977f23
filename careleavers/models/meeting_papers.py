"""Papers of a meeting: files that were sent out before it, or came to it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from careleavers.models.base import Recorded, track, track_without
from careleavers.models.documents import Document
from careleavers.models.meetings import Meeting, MeetingItem
from careleavers.models.sensitivity import RECORD_KEEPING, SENSITIVE
from careleavers.models.staff import User
from careleavers.rules.uploads import size_words


@track
class MeetingPaper(Recorded):
    """A file of a meeting, or with `item` of one thing on its agenda: then whoever may not read that may not open it.

    `size` is in bytes, `sha256` in hexadecimal, of what is kept. Taken out, the row stays and says why; its content is
    gone.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="papers", db_comment=RECORD_KEEPING)
    item = models.ForeignKey(
        MeetingItem, null=True, blank=True, on_delete=models.CASCADE, related_name="papers", db_comment=RECORD_KEEPING
    )
    file_name = models.CharField(max_length=100, db_comment=SENSITIVE)
    media_type = models.CharField(max_length=20, choices=Document.MEDIA_TYPES, db_comment=RECORD_KEEPING)
    size = models.PositiveIntegerField(db_comment=RECORD_KEEPING)
    sha256 = models.CharField(max_length=64, db_comment=RECORD_KEEPING)
    taken_out_on = models.DateField(null=True, blank=True, db_comment=RECORD_KEEPING)
    taken_out_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_comment=RECORD_KEEPING
    )
    taken_out_because = models.CharField(max_length=200, blank=True, db_comment=SENSITIVE)

    class Meta:
        ordering = ["recorded_at", "file_name"]
        constraints = [
            models.CheckConstraint(
                name="meeting_paper_taken_out_why",
                condition=Q(taken_out_on=None, taken_out_because="")
                | Q(taken_out_on__isnull=False) & ~Q(taken_out_because=""),
            ),
        ]

    @property
    def size_words(self) -> str:
        return size_words(self.size)


@track_without("content")
class MeetingPaperContent(models.Model):
    """The bytes of a paper: beside the row, so that no list fetches them and no history copies them."""

    paper = models.OneToOneField(
        MeetingPaper, primary_key=True, on_delete=models.CASCADE, related_name="file", db_comment=RECORD_KEEPING
    )
    content = models.BinaryField(db_comment=SENSITIVE)
