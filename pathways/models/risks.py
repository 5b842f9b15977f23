"""Risk assessments, for an unsuitable home or lost touch: signed off by a manager who did not write them."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from careleavers.models import User, YoungPerson
from careleavers.models.base import Recorded, Revised, track
from careleavers.models.sensitivity import PERSONAL, RECORD_KEEPING, SENSITIVE


@track
class RiskAssessment(Recorded, Revised):
    """What could go wrong, what keeps them safe, and what we do. At most one of a person is not signed yet.

    Signed, it is not changed any more: another one is written when it is looked at again. Once nothing calls for it any
    more, a manager closes it and says why.
    """

    LOST_TOUCH, HOME, OTHER = "lost_touch", "home", "other"
    REASONS = [
        (LOST_TOUCH, "We have lost touch with them"),
        (HOME, "Where they live does not suit them"),
        (OTHER, "Something else"),
    ]
    LEVELS = [("low", "Low"), ("medium", "Medium"), ("high", "High")]

    person = models.ForeignKey(
        YoungPerson, on_delete=models.CASCADE, related_name="risk_assessments", db_comment=PERSONAL
    )
    reason = models.CharField(max_length=10, choices=REASONS, db_comment=SENSITIVE)
    level = models.CharField(max_length=6, choices=LEVELS, db_comment=SENSITIVE)
    risks = models.TextField("what could go wrong", db_comment=SENSITIVE)
    keeps_safe = models.TextField("what keeps them safe", blank=True, db_comment=SENSITIVE)
    steps = models.TextField("what we do, who and by when", db_comment=SENSITIVE)
    written_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+", db_comment=PERSONAL)
    written_on = models.DateField(db_comment=RECORD_KEEPING)
    signed_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_comment=PERSONAL
    )
    signed_on = models.DateField(null=True, blank=True, db_comment=RECORD_KEEPING)
    review_on = models.DateField(null=True, blank=True, db_comment=RECORD_KEEPING)
    closed_on = models.DateField(null=True, blank=True, db_comment=RECORD_KEEPING)
    closed_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_comment=PERSONAL
    )
    closed_why = models.TextField("why it is closed", blank=True, default="", db_default="", db_comment=SENSITIVE)

    class Meta:
        ordering = ["-written_on", "-recorded_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(signed_on__isnull=True), name="one_unsigned_risk_assessment"
            ),
            models.CheckConstraint(
                name="risk_assessment_signed_by_another",
                condition=Q(signed_by__isnull=True) | Q(written_by__isnull=True) | ~Q(signed_by=F("written_by")),
            ),
            models.CheckConstraint(
                name="risk_assessment_reviewed_after",
                condition=Q(review_on__isnull=True) | Q(review_on__gt=F("signed_on")),
            ),
            models.CheckConstraint(
                name="risk_assessment_closed_with_reason",
                condition=Q(closed_on__isnull=True, closed_by__isnull=True, closed_why="")
                | (Q(closed_on__gte=F("signed_on"), closed_by__isnull=False) & ~Q(closed_why="")),
            ),
        ]
        indexes = [models.Index(fields=["person", "signed_on"], name="risk_by_person")]
