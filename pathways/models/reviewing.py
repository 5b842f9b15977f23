"""Independent reviewing officers: whose plans they review, and what they escalate to the service."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from careleavers.models import User, YoungPerson
from careleavers.models.base import Dated, Recorded, Revised, ends_after_start, no_overlap, track
from careleavers.models.sensitivity import PERSONAL, RECORD_KEEPING, SENSITIVE


@track
class PlanReviewer(Recorded, Revised, Dated):
    """The independent reviewing officer of somebody's plan over [starts_on, ends_on), up to 25."""

    person = models.ForeignKey(YoungPerson, on_delete=models.CASCADE, related_name="reviewers", db_comment=PERSONAL)
    officer = models.ForeignKey(User, on_delete=models.PROTECT, related_name="plans_reviewed", db_comment=PERSONAL)

    class Meta:
        ordering = ["-starts_on"]
        constraints = [
            ends_after_start("reviewer_ends_after_start", same_day=True),
            no_overlap("one_reviewer_at_a_time", "person"),
        ]
        indexes = [models.Index(fields=["officer", "starts_on"], name="reviewer_by_officer")]


@track
class PlanEscalation(Recorded, Revised):
    """What a reviewing officer asks of the service by a day: a manager answers, then the officer settles it or takes it
    further in another one, which `follows` it. `raised_by` and whoever answers are never the same."""

    person = models.ForeignKey(YoungPerson, on_delete=models.CASCADE, related_name="escalations", db_comment=PERSONAL)
    follows = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="followed_by", db_comment=RECORD_KEEPING
    )
    raised_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_comment=PERSONAL)
    raised_on = models.DateField(db_comment=RECORD_KEEPING)
    concern = models.TextField("what is not right, and what should happen", db_comment=SENSITIVE)
    manager = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_comment=PERSONAL)
    answer_by = models.DateField("the last day for the answer", db_comment=RECORD_KEEPING)
    answer = models.TextField(blank=True, db_comment=SENSITIVE)
    answer_given_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_comment=PERSONAL
    )
    answered_on = models.DateField(null=True, blank=True, db_comment=RECORD_KEEPING)
    settled_on = models.DateField(null=True, blank=True, db_comment=RECORD_KEEPING)

    class Meta:
        ordering = ["-raised_on", "-recorded_at"]
        constraints = [
            models.CheckConstraint(
                name="escalation_answered_in_full",
                condition=Q(answered_on__isnull=True, answer_given_by__isnull=True, answer="")
                | (Q(answered_on__isnull=False, answer_given_by__isnull=False) & ~Q(answer="")),
            ),
            models.CheckConstraint(
                name="escalation_answer_of_another",
                condition=Q(answer_given_by__isnull=True) | ~Q(answer_given_by=F("raised_by")),
            ),
            models.CheckConstraint(
                name="escalation_settled_once_answered",
                condition=Q(settled_on__isnull=True) | Q(answered_on__isnull=False, settled_on__gte=F("answered_on")),
            ),
        ]
        indexes = [models.Index(fields=["person", "raised_on"], name="escalation_by_person")]

    @property
    def code(self) -> str:
        """The code of its alert: of each escalation its own."""
        return f"escalation_{str(self.pk)[:8]}"
