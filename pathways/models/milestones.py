"""Milestones on somebody's road to 25 that a manager left out, or takes up again."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import Exists, OuterRef, Q

from careleavers.models import YoungPerson
from careleavers.models.base import NO_TRUNCATE, Recorded
from careleavers.models.sensitivity import PERSONAL, RECORD_KEEPING, SENSITIVE

# Under a name of its own: a merge of two records of one person moves these rows.
NEVER_CHANGED = pgtrigger.Protect(name="never_changed", operation=pgtrigger.Update | pgtrigger.Delete)


class MilestoneDecisions(models.QuerySet["MilestoneDecision"]):
    def in_force(self) -> MilestoneDecisions:
        """The last decision about each milestone of each person."""
        later = MilestoneDecision.objects.filter(
            person=OuterRef("person"), milestone=OuterRef("milestone"), number__gt=OuterRef("number")
        )
        return self.filter(~Exists(later))


class MilestoneDecision(Recorded):
    """That one milestone is left out for somebody from a day on and why, or (`left_out` False) is asked for again.

    Never changed: the last one counts, and those before are the history. `number` counts the decisions about one
    milestone of one person from 1.
    """

    person = models.ForeignKey(
        YoungPerson, on_delete=models.CASCADE, related_name="milestone_decisions", db_comment=PERSONAL
    )
    milestone = models.CharField(max_length=40, db_comment=SENSITIVE)
    number = models.PositiveSmallIntegerField(db_comment=RECORD_KEEPING)
    left_out = models.BooleanField(db_comment=SENSITIVE)
    decided_on = models.DateField(db_comment=RECORD_KEEPING)
    reason = models.CharField(max_length=500, db_comment=SENSITIVE)

    objects = MilestoneDecisions.as_manager()

    class Meta:
        ordering = ["milestone", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["person", "milestone", "number"], name="milestone_decision_once"),
            models.CheckConstraint(name="milestone_decision_has_reason", condition=~Q(reason="")),
        ]
        triggers = [NEVER_CHANGED, NO_TRUNCATE]
