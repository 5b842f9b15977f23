"""Needs assessments: what somebody needs, before the pathway plan says how it is met."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from careleavers.models import User, YoungPerson
from careleavers.models.base import Recorded, Revised, choices_of, track
from careleavers.models.sensitivity import PERSONAL, RECORD_KEEPING, SENSITIVE
from pathways.rules.matters import BASIS_WORDS


@track
class NeedsAssessment(Recorded, Revised):
    """An assessment under SI 2010/959 reg 42 or CLR reg 5. At most one of a person is unfinished.

    `needs` says, by the code of each thing that it takes into account (`pathways.rules.matters.NEEDS`), what it found;
    `views`, by the code of each consultee, who was asked and when, and what they think, or why they were not asked.
    """

    person = models.ForeignKey(
        YoungPerson, on_delete=models.CASCADE, related_name="needs_assessments", db_comment=PERSONAL
    )
    basis = models.CharField(max_length=12, choices=choices_of(BASIS_WORDS), db_comment=RECORD_KEEPING)
    started_on = models.DateField(db_comment=RECORD_KEEPING)
    completed_on = models.DateField(null=True, blank=True, db_comment=RECORD_KEEPING)
    written_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+", db_comment=PERSONAL)
    own_words = models.TextField("what the young person says, in their own words", blank=True, db_comment=SENSITIVE)
    views_of_others = models.TextField("who else was asked, and what they think", blank=True, db_comment=SENSITIVE)
    conclusion = models.TextField("what follows for the plan", blank=True, db_comment=SENSITIVE)
    needs = models.JSONField("what they need, by code", default=dict, db_comment=SENSITIVE)
    views = models.JSONField("what others think, by code", default=dict, db_default={}, db_comment=SENSITIVE)

    class Meta:
        ordering = ["-started_on", "-recorded_at"]
        constraints = [
            models.CheckConstraint(
                name="assessment_completed_after_start",
                condition=Q(completed_on__isnull=True) | Q(completed_on__gte=F("started_on")),
            ),
            models.UniqueConstraint(
                fields=["person"], condition=Q(completed_on__isnull=True), name="one_unfinished_assessment"
            ),
        ]
        indexes = [models.Index(fields=["person", "completed_on"], name="assessment_by_person")]
