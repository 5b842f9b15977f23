"""Reviews of the pathway plan: dated rows of their own, whatever version was reviewed."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from careleavers.models.base import Recorded, track
from careleavers.models.sensitivity import PERSONAL, RECORD_KEEPING, SENSITIVE
from pathways.models.plans import PathwayPlan


@track
class PlanReview(Recorded):
    """A review that was held (CLR reg 7): who chaired, whether the young person took part, and what came of it."""

    REGULAR, AFTER_MOVE, REQUESTED, CRISIS, OTHER = "regular", "after_move", "requested", "crisis", "other"
    REASONS = [
        (REGULAR, "The regular review"),
        (AFTER_MOVE, "They moved"),
        (REQUESTED, "They asked for it"),
        (CRISIS, "A crisis, or the risk of one"),
        (OTHER, "Another reason"),
    ]

    plan = models.ForeignKey(PathwayPlan, on_delete=models.CASCADE, related_name="reviews", db_comment=RECORD_KEEPING)
    held_on = models.DateField(db_comment=RECORD_KEEPING)
    reason = models.CharField(max_length=10, choices=REASONS, default=REGULAR, db_comment=RECORD_KEEPING)
    chaired_by = models.CharField(max_length=120, db_comment=PERSONAL)
    person_took_part = models.BooleanField("the young person took part", db_comment=PERSONAL)
    why_not_there = models.CharField(max_length=300, blank=True, db_comment=SENSITIVE)
    own_words = models.TextField("what they say, in their own words", blank=True, db_comment=SENSITIVE)
    summary = models.TextField("what was found, and what changes", db_comment=SENSITIVE)
    next_within_months = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(6)],
        db_comment=RECORD_KEEPING,
    )

    class Meta:
        ordering = ["-held_on", "-recorded_at"]
        constraints = [
            models.CheckConstraint(
                name="review_interval",
                condition=Q(next_within_months__isnull=True) | Q(next_within_months__range=(1, 6)),
            )
        ]
        indexes = [
            models.Index(fields=["plan", "held_on"], name="review_by_plan"),
            models.Index(fields=["held_on", "plan"], name="review_by_day"),
        ]
