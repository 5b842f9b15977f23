"""Complaints and representations, made or intended, and the advocate whom the law has us offer."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q

from careleavers.models.base import Recorded, Revised, choices_of, track
from careleavers.models.next_steps import WithNextStep
from careleavers.models.people import YoungPerson
from careleavers.models.sensitivity import PERSONAL, RECORD_KEEPING, SENSITIVE
from careleavers.rules.complaints import STAGE_WORDS, ComplaintStage, furthest, stage_due_on


@track
class Complaint(Recorded, Revised, WithNextStep):
    """What somebody complains of, or has to say of the service; it may be no more than intended yet (s24D, s26A)."""

    KINDS = [("complaint", "A complaint"), ("representation", "Another representation, such as a wish or a worry")]
    SUBJECTS = [
        ("plan", "Their pathway plan"),
        ("home", "Where they live, or a move"),
        ("money", "Money and entitlements"),
        ("worker", "How somebody treated them"),
        ("contact", "Not being answered or visited"),
        ("records", "What is written about them, or access to it"),
        ("other", "Something else"),
    ]
    ACCEPTED, DECLINED, HAS_ONE, THINKING = "accepted", "declined", "has_one", "thinking"
    ANSWERS = [
        (ACCEPTED, "Yes, please"),
        (DECLINED, "No, thank you"),
        (HAS_ONE, "They have one already"),
        (THINKING, "They are thinking about it"),
    ]
    OUTCOMES = [
        ("upheld", "Upheld"),
        ("partly", "Partly upheld"),
        ("not_upheld", "Not upheld"),
        ("settled", "Settled between us"),
        ("withdrawn", "Withdrawn"),
    ]
    SATISFIED = [("yes", "Yes"), ("partly", "Partly"), ("no", "No"), ("not_said", "Did not say")]

    person = models.ForeignKey(YoungPerson, on_delete=models.CASCADE, related_name="complaints", db_comment=PERSONAL)
    kind = models.CharField(max_length=14, choices=KINDS, db_comment=SENSITIVE)
    about = models.CharField(max_length=8, choices=SUBJECTS, db_comment=SENSITIVE)
    text = models.TextField(db_comment=SENSITIVE)
    intended_on = models.DateField(null=True, blank=True, db_comment=RECORD_KEEPING)
    made_on = models.DateField(null=True, blank=True, db_comment=RECORD_KEEPING)
    decision_waits = models.BooleanField(default=False, db_comment=RECORD_KEEPING)
    advocate_offered_on = models.DateField(null=True, blank=True, db_comment=RECORD_KEEPING)
    advocate_answer = models.CharField(max_length=8, choices=ANSWERS, blank=True, db_comment=SENSITIVE)
    advocate_name = models.CharField(max_length=120, blank=True, db_comment=PERSONAL)
    advocate_from = models.DateField(null=True, blank=True, db_comment=RECORD_KEEPING)
    outcome = models.CharField(max_length=10, choices=OUTCOMES, blank=True, db_comment=SENSITIVE)
    closed_on = models.DateField(null=True, blank=True, db_comment=RECORD_KEEPING)
    what_was_done = models.TextField(blank=True, db_comment=SENSITIVE)
    learning = models.TextField(blank=True, db_comment=SENSITIVE)
    satisfied = models.CharField(max_length=8, choices=SATISFIED, blank=True, db_comment=SENSITIVE)

    class Meta:
        ordering = ["-recorded_at"]
        constraints = [
            models.CheckConstraint(
                name="complaint_made_or_intended", condition=Q(intended_on__isnull=False) | Q(made_on__isnull=False)
            ),
            models.CheckConstraint(
                name="complaint_intended_first",
                condition=Q(intended_on__isnull=True) | Q(made_on__isnull=True) | Q(made_on__gte=F("intended_on")),
            ),
            models.CheckConstraint(
                name="complaint_closed_with_outcome",
                condition=Q(closed_on__isnull=True, outcome="") | Q(closed_on__isnull=False) & ~Q(outcome=""),
            ),
        ]

    @property
    def known_on(self) -> date:
        """The first day on which we knew of it."""
        known = self.intended_on or self.made_on
        assert known  # a constraint
        return known

    @property
    def stage(self) -> ComplaintStage | None:
        """How far it has come, from `stages`; None while it is intended."""
        return furthest(stage.stage for stage in self.stages.all())


@track
class ComplaintStep(Recorded, Revised):
    """One stage of a complaint's procedure: begun on a day, and answered on another or still to be."""

    STAGES = choices_of(STAGE_WORDS)

    complaint = models.ForeignKey(Complaint, on_delete=models.CASCADE, related_name="stages", db_comment=RECORD_KEEPING)
    stage = models.CharField(max_length=16, choices=STAGES, db_comment=RECORD_KEEPING)
    starts_on = models.DateField(db_comment=RECORD_KEEPING)
    answered_on = models.DateField(null=True, blank=True, db_comment=RECORD_KEEPING)
    extended = models.BooleanField(default=False, db_comment=RECORD_KEEPING)
    extended_why = models.CharField(max_length=200, blank=True, db_comment=SENSITIVE)

    class Meta:
        ordering = ["starts_on", "recorded_at"]
        constraints = [
            models.UniqueConstraint(fields=["complaint", "stage"], name="complaint_stage_once"),
            models.CheckConstraint(
                name="complaint_answered_after_start",
                condition=Q(answered_on__isnull=True) | Q(answered_on__gte=F("starts_on")),
            ),
        ]

    @property
    def due_on(self) -> date:
        return stage_due_on(self.stage, self.starts_on, extended=self.extended)

    def was_in_time(self, today: date) -> bool | None:
        """Whether it was answered in time; None while there is time left."""
        if self.answered_on is None and today <= self.due_on:
            return None
        return (self.answered_on or today) <= self.due_on
