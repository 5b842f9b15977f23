"""Returns that were submitted: each line as it was sent. Never changed afterwards."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from careleavers.models.base import UUIDModel
from careleavers.models.sensitivity import PERSONAL, RECORD_KEEPING, SENSITIVE
from reporting.models.periods import FROZEN_TRIGGER


class SubmittedReturn(UUIDModel):
    """The care-leaver return of the collection ending on 31 March of `year`, as it was submitted.

    One that is submitted again is a new revision, with the reason; the former stays as it was.
    """

    year = models.PositiveSmallIntegerField(db_comment=RECORD_KEEPING)
    revision = models.PositiveSmallIntegerField(default=1, db_comment=RECORD_KEEPING)
    submitted_at = models.DateTimeField(auto_now_add=True, db_comment=RECORD_KEEPING)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_comment=PERSONAL,
    )
    reason = models.CharField(max_length=300, blank=True, db_comment=RECORD_KEEPING)

    class Meta:
        ordering = ["-year", "-revision"]
        constraints = [models.UniqueConstraint(fields=["year", "revision"], name="return_revision_once")]
        triggers = [FROZEN_TRIGGER]


class SubmittedLineQuerySet(models.QuerySet["SubmittedLine"]):
    def latest_of(self, year: int) -> SubmittedLineQuerySet:
        """The lines of the last revision of a year's return; none where it was not submitted."""
        latest = SubmittedReturn.objects.filter(year=year).order_by("-revision").values("pk")[:1]
        return self.filter(submitted=models.Subquery(latest))


class SubmittedLine(models.Model):
    """What was returned of one person. The id is kept without a foreign key: the return outlives the record."""

    submitted = models.ForeignKey(
        SubmittedReturn, on_delete=models.PROTECT, related_name="lines", db_comment=RECORD_KEEPING
    )
    person_id = models.UUIDField(db_comment=PERSONAL)
    child = models.CharField("SSDA903 child ID", max_length=20, db_comment=PERSONAL)
    date_of_birth = models.DateField(db_comment=PERSONAL)
    in_touch = models.CharField(max_length=4, db_comment=PERSONAL)
    activity = models.CharField(max_length=2, db_comment=PERSONAL)
    accommodation = models.CharField(max_length=2, db_comment=SENSITIVE)

    objects = SubmittedLineQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["submitted", "person_id"], name="submitted_line_once")]
        triggers = [FROZEN_TRIGGER]
