"""The authority's own choices, each dated from a day: a day uses the value in force then."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import models

from careleavers.models.asking import Asking, in_steps
from careleavers.models.base import Recorded, track
from careleavers.models.sensitivity import RECORD_KEEPING
from careleavers.models.statements import Statement
from careleavers.rules.policies import defaults


class PolicyValueQuerySet(models.QuerySet["PolicyValue"]):
    def in_force(self, today: date) -> dict[str, Any]:
        """Every policy's value on the day, by key; the registry's default where none was chosen by then."""
        return policies_in_force(today)


@track
class PolicyValue(Recorded):
    """A value of a policy of `careleavers.rules.policies.REGISTRY`, in force from a day until the next value's day."""

    key = models.CharField(max_length=60, db_comment=RECORD_KEEPING)
    value = models.JSONField(db_comment=RECORD_KEEPING)
    from_on = models.DateField(db_comment=RECORD_KEEPING)
    reason = models.CharField(max_length=300, blank=True, db_comment=RECORD_KEEPING)

    objects = PolicyValueQuerySet.as_manager()

    class Meta:
        ordering = ["key", "-from_on"]
        constraints = [models.UniqueConstraint(fields=["key", "from_on"], name="policy_value_once_a_day")]


def _in_force(today: date) -> models.QuerySet[PolicyValue, tuple[str, Any]]:
    chosen = PolicyValue.objects.filter(from_on__lte=today).order_by("key", "-from_on").distinct("key")
    return chosen.values_list("key", "value")


IN_FORCE = Statement(_in_force, date)


@in_steps
def policies_in_force(today: date) -> Asking[dict[str, Any]]:
    """What `PolicyValue.objects.in_force` gives, to be asked together with others. One query."""
    chosen = yield from IN_FORCE.rows.steps(today)
    return {**defaults(), **dict(chosen)}
