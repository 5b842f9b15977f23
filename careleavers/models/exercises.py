"""Exercises in a practice council: who does which one, about whom, and what came of it."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from careleavers.models.base import Recorded
from careleavers.models.sensitivity import PERSONAL, RECORD_KEEPING
from careleavers.models.staff import User


class ExerciseRun(Recorded):
    """Somebody's try at one exercise. There is none outside a practice council.

    `facts` are what its text says: names, days and ids of invented people. `answers` are what was typed into it, where
    it asks something. `missed` are the codes of what was not done, once it has ended; none where all was.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="exercise_runs", db_comment=PERSONAL)
    exercise = models.CharField(max_length=40, db_comment=RECORD_KEEPING)
    facts = models.JSONField(default=dict, db_comment=PERSONAL)
    answers = models.JSONField(default=dict, db_comment=RECORD_KEEPING)
    ended_at = models.DateTimeField(null=True, blank=True, db_comment=RECORD_KEEPING)
    missed = ArrayField(models.CharField(max_length=40), default=list, blank=True, db_comment=RECORD_KEEPING)

    class Meta:
        ordering = ["-recorded_at"]
        constraints = [
            models.UniqueConstraint(
                name="exercise_tried_once_at_a_time", fields=["user", "exercise"], condition=Q(ended_at=None)
            ),
            models.CheckConstraint(
                name="exercise_missed_once_ended", condition=Q(missed=[]) | Q(ended_at__isnull=False)
            ),
        ]

    @property
    def is_done(self) -> bool:
        """Whether it has ended and nothing was missed."""
        return self.ended_at is not None and not self.missed
