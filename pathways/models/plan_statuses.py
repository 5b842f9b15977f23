"""Whether each pathway plan is in date, from one day to the next: worked out by the clocks, and stored for figures."""

from __future__ import annotations

from django.db import models

from careleavers.models import YoungPerson
from careleavers.models.base import Dated, UUIDModel, ends_after_start, no_overlap
from careleavers.models.sensitivity import PERSONAL, RECORD_KEEPING
from pathways.rules.plan_status import PlanState


class PlanStatusPeriod(Dated, UUIDModel):
    """The status of somebody's plan over [starts_on, ends_on), past and future; no row where no plan is owed.

    Derived: `pathways.actions.reconcile` writes these rows, in the transaction of every change of a fact;
    `check_plan_statuses` proves that they equal a fresh computation. `due_on` is the day of the first review that is
    due, or of the first plan, and `duty_code` the clock that says so.
    """

    STATES = [
        (PlanState.NO_PLAN.value, "No plan yet"),
        (PlanState.IN_DATE.value, "In date"),
        (PlanState.OVERDUE.value, "Out of date"),
    ]

    person = models.ForeignKey(YoungPerson, on_delete=models.CASCADE, related_name="plan_statuses", db_comment=PERSONAL)
    state = models.CharField(max_length=10, choices=STATES, db_comment=PERSONAL)
    due_on = models.DateField(null=True, blank=True, db_comment=RECORD_KEEPING)
    duty_code = models.CharField(max_length=40, blank=True, db_comment=RECORD_KEEPING)
    because = models.TextField(blank=True, db_comment=PERSONAL)
    source = models.CharField("legal reference", max_length=120, blank=True, db_comment=RECORD_KEEPING)

    class Meta:
        ordering = ["starts_on"]
        constraints = [
            ends_after_start("plan_status_ends_after_start"),
            no_overlap("one_plan_status_at_a_time", "person"),
        ]
        indexes = [models.Index(fields=["person", "starts_on"], name="plan_status_by_person")]
