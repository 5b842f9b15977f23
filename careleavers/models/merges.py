"""Two records of one person: merged into one, and what is needed to take that back; and pairs that are two people."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Greatest, Least

from careleavers.models.base import Recorded, track
from careleavers.models.people import YoungPerson
from careleavers.models.sensitivity import PERSONAL, RECORD_KEEPING, SENSITIVE
from careleavers.models.staff import User


@track
class DifferentPeople(Recorded):
    """Somebody has compared these two records and said that they are of two people: they are not offered again."""

    first = models.ForeignKey(YoungPerson, on_delete=models.CASCADE, related_name="+", db_comment=PERSONAL)
    second = models.ForeignKey(YoungPerson, on_delete=models.CASCADE, related_name="+", db_comment=PERSONAL)

    class Meta:
        constraints = [
            models.CheckConstraint(name="different_people_are_two", condition=~Q(first=F("second"))),
            models.UniqueConstraint(
                Least("first", "second"), Greatest("first", "second"), name="different_people_once"
            ),
        ]


class RecordMerge(Recorded):
    """One record went into another. Its row is gone; it is kept here, with what moved, until that is forgotten.

    `row` is the record that went, `moved` the ids of the rows that moved by "app.model.field"; `left_out` the rows that
    said the same in both; `filled`, by field, what `kept` said before and after.
    """

    kept = models.ForeignKey(YoungPerson, on_delete=models.CASCADE, related_name="merges", db_comment=PERSONAL)
    merged_id = models.UUIDField(db_comment=PERSONAL)
    merged_name = models.CharField(max_length=200, db_comment=PERSONAL)
    merged_local_id = models.CharField(max_length=20, db_comment=PERSONAL)
    reason = models.CharField(max_length=300, db_comment=SENSITIVE)
    merged_on = models.DateField(db_comment=RECORD_KEEPING)
    row = models.JSONField(default=dict, db_comment=SENSITIVE)
    moved = models.JSONField(default=dict, db_comment=RECORD_KEEPING)
    left_out = models.JSONField(default=list, db_comment=SENSITIVE)
    filled = models.JSONField(default=dict, db_comment=SENSITIVE)
    undone_on = models.DateField(null=True, blank=True, db_comment=RECORD_KEEPING)
    undone_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_comment=RECORD_KEEPING
    )
    forgotten_on = models.DateField(null=True, blank=True, db_comment=RECORD_KEEPING)

    class Meta:
        ordering = ["-recorded_at"]
        constraints = [
            models.CheckConstraint(
                name="merge_undone_by_somebody",
                condition=Q(undone_on=None, undone_by=None) | Q(undone_on__isnull=False, undone_by__isnull=False),
            )
        ]
