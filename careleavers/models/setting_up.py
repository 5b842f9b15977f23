"""What somebody said or proved of a step of setting up, where the record itself cannot show it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from careleavers.models.base import Recorded
from careleavers.models.sensitivity import RECORD_KEEPING


class SetupNote(Recorded):
    """Of one step at most one: that it is not needed and why, or that it was proved. `proof` is a digest of what was
    proved, so that a change of it asks for the step again."""

    NOT_NEEDED, PROVED = "not_needed", "proved"
    STATES = [(NOT_NEEDED, "Not needed"), (PROVED, "Proved")]

    step = models.CharField(max_length=40, unique=True, db_comment=RECORD_KEEPING)
    state = models.CharField(max_length=10, choices=STATES, db_comment=RECORD_KEEPING)
    reason = models.CharField(max_length=300, blank=True, db_comment=RECORD_KEEPING)
    proof = models.CharField(max_length=64, blank=True, db_comment=RECORD_KEEPING)

    class Meta:
        ordering = ["step"]
        constraints = [
            models.CheckConstraint(name="setup_not_needed_has_reason", condition=~Q(state="not_needed") | ~Q(reason=""))
        ]
