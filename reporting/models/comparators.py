"""What DfE publishes of other areas, as it was loaded from its files."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from careleavers.models.base import APPEND_ONLY, NO_TRUNCATE, Recorded
from careleavers.models.sensitivity import RECORD_KEEPING


class PublishedFile(Recorded):
    """A file of DfE's that somebody loaded: what it is about, and how many numbers came of it."""

    name = models.CharField(max_length=200, db_comment=RECORD_KEEPING)
    measures = models.CharField(max_length=60, db_comment=RECORD_KEEPING)
    years = models.CharField(max_length=60, db_comment=RECORD_KEEPING)
    rows = models.PositiveIntegerField(db_comment=RECORD_KEEPING)

    class Meta:
        ordering = ["-recorded_at"]
        triggers = [APPEND_ONLY, NO_TRUNCATE]


class PublishedFigure(models.Model):
    """One published number: what share of the care leavers of these ages in an area meets a measure, in percent.

    A number that DfE hides is empty, with the symbol that stands for it. `year`: in which the collection year ends.
    """

    file = models.ForeignKey(PublishedFile, on_delete=models.PROTECT, related_name="figures", db_comment=RECORD_KEEPING)
    year = models.PositiveSmallIntegerField(db_comment=RECORD_KEEPING)
    measure = models.CharField(max_length=20, db_comment=RECORD_KEEPING)
    ages = models.CharField(max_length=5, db_comment=RECORD_KEEPING)
    level = models.CharField(max_length=8, db_comment=RECORD_KEEPING)
    area_code = models.CharField(max_length=9, db_comment=RECORD_KEEPING)
    area = models.CharField(max_length=80, db_comment=RECORD_KEEPING)
    count = models.PositiveIntegerField(null=True, blank=True, db_comment=RECORD_KEEPING)
    count_symbol = models.CharField(max_length=1, blank=True, db_comment=RECORD_KEEPING)
    percent = models.PositiveSmallIntegerField(null=True, blank=True, db_comment=RECORD_KEEPING)
    percent_symbol = models.CharField(max_length=1, blank=True, db_comment=RECORD_KEEPING)

    class Meta:
        ordering = ["-year", "measure", "level", "area"]
        constraints = [
            models.UniqueConstraint(fields=["measure", "year", "ages", "area_code"], name="published_once"),
            models.CheckConstraint(
                name="published_or_hidden",
                condition=(Q(count__isnull=False, count_symbol="") | Q(count=None) & ~Q(count_symbol=""))
                & (Q(percent__isnull=False, percent_symbol="") | Q(percent=None) & ~Q(percent_symbol="")),
            ),
        ]
