"""Who answers for an entry of the local offer, when they look at it again, and what they found."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from careleavers.models import User
from careleavers.models.base import Recorded, Revised, track
from careleavers.models.sensitivity import PERSONAL, RECORD_KEEPING


@track
class EntryCare(Recorded, Revised):
    """An entry by area and title ("health|A nurse"), which is the same one in every version that has it. Its owner
    looks at it again by a day. `ended_on`: since when no version in force has it."""

    code = models.CharField(max_length=130, unique=True, db_comment=RECORD_KEEPING)
    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="entries_cared_for", db_comment=PERSONAL)
    review_on = models.DateField("when its owner looks at it again", db_comment=RECORD_KEEPING)
    ended_on = models.DateField(null=True, blank=True, db_comment=RECORD_KEEPING)

    class Meta:
        ordering = ["review_on", "code"]
        verbose_name_plural = "care of entries"
        indexes = [models.Index(fields=["owner", "review_on"], name="entry_to_review", condition=Q(ended_on=None))]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """Of the entry."""
        return self.code.partition("|")[2]


@track
class EntryReview(Recorded):
    """What somebody found when they looked at an entry on a day. Never changed."""

    care = models.ForeignKey(EntryCare, on_delete=models.CASCADE, related_name="reviews", db_comment=RECORD_KEEPING)
    looked_on = models.DateField(db_comment=RECORD_KEEPING)
    text = models.TextField(db_comment=RECORD_KEEPING)

    class Meta:
        ordering = ["-looked_on", "-recorded_at"]
