"""You said, we did: what is done because of what young people said, and the briefing that tells them."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import Q

from careleavers.models import User
from careleavers.models.base import Recorded, Revised, track
from careleavers.models.sensitivity import PERSONAL, RECORD_KEEPING
from offers.models.surveys import SurveyRound, SurveyTheme


@track
class Briefing(Recorded, Revised):
    """What a round is answered with: a draft until somebody who did not write it publishes it; then it never changes.

    `contents` is what was published: see `offers.rules.briefings.BriefingText`.
    """

    round = models.OneToOneField(
        SurveyRound, on_delete=models.PROTECT, related_name="briefing", db_comment=RECORD_KEEPING
    )
    opening = models.TextField("the first words", blank=True, db_comment=RECORD_KEEPING)
    published_on = models.DateField(null=True, blank=True, db_comment=RECORD_KEEPING)
    contents = models.JSONField(default=dict, blank=True, db_comment=RECORD_KEEPING)
    last_edited_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_comment=PERSONAL
    )
    approved_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_comment=PERSONAL
    )

    class Meta:
        ordering = ["-published_on"]
        constraints = [
            models.CheckConstraint(
                name="briefing_published_by_somebody",
                condition=Q(published_on=None, approved_by=None)
                | Q(published_on__isnull=False, approved_by__isnull=False),
            ),
            models.CheckConstraint(
                name="briefing_published_by_another",
                condition=Q(approved_by=None)
                | ~Q(approved_by=models.F("recorded_by")) & ~Q(approved_by=models.F("last_edited_by")),
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="published_briefing_is_frozen",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__published_on__isnull=False),
            )
        ]

    @property
    def is_draft(self) -> bool:
        return self.published_on is None


@track
class BriefingPoint(Recorded, Revised):
    """One thing that they said, and what we did or do about it."""

    briefing = models.ForeignKey(Briefing, on_delete=models.CASCADE, related_name="points", db_comment=RECORD_KEEPING)
    theme = models.ForeignKey(
        SurveyTheme,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="points",
        db_comment=RECORD_KEEPING,
    )
    said = models.CharField("you said", max_length=300, db_comment=RECORD_KEEPING)
    did = models.CharField("we did", max_length=600, blank=True, db_comment=RECORD_KEEPING)
    order = models.PositiveSmallIntegerField(db_comment=RECORD_KEEPING)

    class Meta:
        ordering = ["order"]

    def __str__(self) -> str:
        return self.said


@track
class BriefingAction(Recorded, Revised):
    """What somebody does by a day because of what they said: on the owner's Today until it is done or given up.

    `team` is who does it, as young people are told.
    """

    DONE, GIVEN_UP = "done", "given_up"
    OUTCOMES = [(DONE, "Done"), (GIVEN_UP, "It will not be done")]

    point = models.ForeignKey(
        BriefingPoint, on_delete=models.PROTECT, related_name="actions", db_comment=RECORD_KEEPING
    )
    what = models.CharField(max_length=200, db_comment=RECORD_KEEPING)
    team = models.CharField("who does it, as it is told to them", max_length=80, db_comment=RECORD_KEEPING)
    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="briefing_actions", db_comment=PERSONAL)
    due_on = models.DateField(db_comment=RECORD_KEEPING)
    outcome = models.CharField(max_length=8, choices=OUTCOMES, blank=True, db_comment=RECORD_KEEPING)
    outcome_on = models.DateField(null=True, blank=True, db_comment=RECORD_KEEPING)
    note = models.CharField("what came of it, or why not", max_length=300, blank=True, db_comment=RECORD_KEEPING)

    class Meta:
        ordering = ["due_on", "recorded_at"]
        constraints = [
            models.CheckConstraint(
                name="briefing_action_ended_with_note",
                condition=Q(outcome="", outcome_on=None) | ~Q(outcome="") & Q(outcome_on__isnull=False) & ~Q(note=""),
            )
        ]
        indexes = [models.Index(fields=["owner", "due_on"], name="briefing_action_to_do", condition=Q(outcome=""))]

    def __str__(self) -> str:
        return self.what
