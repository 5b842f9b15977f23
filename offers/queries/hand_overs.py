"""Hand-overs that are known beforehand: somebody else is to be the case holder from a day to come."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from careleavers.models import Allocation
from careleavers.models.statements import Statement


def _planned() -> QuerySet[Any, tuple[Any, ...]]:
    holder = Allocation.objects.filter(
        person=OuterRef("person"), role=Allocation.CASE_HOLDER, starts_on__lt=OuterRef("starts_on")
    )
    followed = holder.filter(Q(ends_on=None) | Q(ends_on=OuterRef("starts_on"))).exclude(worker=OuterRef("worker"))
    rows = Allocation.objects.filter(
        Exists(followed), is_planned=True, role=Allocation.CASE_HOLDER, person__died_on=None
    )
    return rows.order_by("person", "pk").values_list("person", "pk", "starts_on")


# Person, allocation and the day.
PLANNED_HAND_OVERS = Statement(_planned)
PLANNED_HAND_OVERS_OF = Statement(lambda people: _planned().filter(person__in=people), list)
