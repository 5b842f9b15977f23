"""Ratings of a plan that somebody chose instead of the one that is worked out."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from careleavers.models.base import APPEND_ONLY, NO_TRUNCATE, Recorded, choices_of
from careleavers.models.sensitivity import RECORD_KEEPING, SENSITIVE
from pathways.models.plans import PathwayPlan
from pathways.rules.plan_rag import RAG_WORDS


class PlanRating(Recorded):
    """A reviewer's own rating of a plan from a day on, and why; without a `rag` it is the one worked out again.

    It holds until another is chosen, or the plan is reviewed or a version authorised after that day. Never changed.
    """

    plan = models.ForeignKey(PathwayPlan, on_delete=models.CASCADE, related_name="ratings", db_comment=RECORD_KEEPING)
    rated_on = models.DateField(db_comment=RECORD_KEEPING)
    rag = models.CharField(
        "rating",
        max_length=5,
        blank=True,
        choices=choices_of(RAG_WORDS),
        db_comment=SENSITIVE,
    )
    reason = models.CharField(max_length=500, db_comment=SENSITIVE)

    class Meta:
        ordering = ["-recorded_at"]
        constraints = [models.CheckConstraint(name="plan_rating_has_reason", condition=~Q(reason=""))]
        indexes = [models.Index(fields=["plan", "-recorded_at"], name="plan_rating_latest")]
        triggers = [APPEND_ONLY, NO_TRUNCATE]
