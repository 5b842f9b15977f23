"""Duties counted by the quarter in which each fell due: worked out each night, and kept once the quarter is over."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import F, Q

from careleavers.models import Team, User
from careleavers.models.base import UUIDModel
from careleavers.models.sensitivity import PERSONAL, RECORD_KEEPING, SENSITIVE
from careleavers.rules.team_scopes import TeamScope
from reporting.rules.duty_measures import DutyResult

FINAL = pgtrigger.Protect(
    name="final", operation=pgtrigger.Update | pgtrigger.Delete, condition=pgtrigger.Q(old__is_final=True)
)


class DutyCount(UUIDModel):
    """A count of the duties of one quarter, by its last day. While the quarter runs each night's count replaces the one
    before; the first after its end is final."""

    ends_on = models.DateField(unique=True, db_comment=RECORD_KEEPING)
    counted_on = models.DateField(db_comment=RECORD_KEEPING)
    is_final = models.BooleanField(default=False, db_comment=RECORD_KEEPING)

    class Meta:
        ordering = ["-ends_on"]
        constraints = [
            models.CheckConstraint(
                name="duty_count_final_once_over",
                condition=Q(is_final=True, counted_on__gt=F("ends_on"))
                | Q(is_final=False, counted_on__lte=F("ends_on")),
            )
        ]
        triggers = [FINAL]


class CountedDutyQuerySet(models.QuerySet["CountedDuty"]):
    def of(self, scope: TeamScope) -> CountedDutyQuerySet:
        """Those of the people who were in the scope's caseloads on the day on which the duty fell due."""
        if scope.is_authority:
            return self
        return self.filter(team=None) if scope.in_no_caseload else self.filter(team__in=scope.team_ids)


class CountedDuty(models.Model):
    """One duty of the quarter: of whom, by when, and what became of it. `team` and `holder` are those of the day on
    which it fell due.

    The id is kept without a foreign key: a quarter that is over outlives its people's records.
    """

    count = models.ForeignKey(DutyCount, on_delete=models.PROTECT, related_name="duties", db_comment=RECORD_KEEPING)
    is_final = models.BooleanField(default=False, db_comment=RECORD_KEEPING)
    measure = models.CharField(max_length=12, db_comment=RECORD_KEEPING)
    person_id = models.UUIDField(db_comment=PERSONAL)
    due_on = models.DateField(db_comment=SENSITIVE)
    done_on = models.DateField(null=True, blank=True, db_comment=SENSITIVE)
    result = models.CharField(
        max_length=8, choices=[(result.value, result.words) for result in DutyResult], db_comment=SENSITIVE
    )
    why = models.CharField(max_length=600, db_comment=SENSITIVE)
    team = models.ForeignKey(
        Team, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_comment=RECORD_KEEPING
    )
    holder = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_comment=RECORD_KEEPING
    )

    objects = CountedDutyQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "counted duties"
        indexes = [models.Index(fields=["count", "measure", "result"], name="duty_by_result")]
        triggers = [FINAL]

    @property
    def result_words(self) -> str:
        return DutyResult(self.result).words
