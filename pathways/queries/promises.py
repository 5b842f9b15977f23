"""What was promised about young people and is still to be kept: follow-ups of contacts and actions of plans."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Min, QuerySet

from careleavers.models import FollowUp
from careleavers.models.statements import Statement
from pathways.models import PlanAction


def first_promises(people: Collection[UUID]) -> dict[UUID, date]:
    """The day by which the first thing that we promised about each of these people is to be kept. One query."""
    found: dict[UUID, date] = {}
    for person, day in PROMISES.rows(people):
        found[person] = min(day, found.get(person, day))
    return found


def _promises(people: list[UUID]) -> QuerySet[Any, tuple[Any, ...]]:
    follow_ups = FollowUp.objects.filter(person__in=people, done_on=None).order_by().values_list("person")
    in_plans = PlanAction.objects.promised().of_the_council().filter(version__plan__person__in=people).order_by()
    return follow_ups.annotate(first=Min("due_on")).union(
        in_plans.values_list("version__plan__person").annotate(first=Min("by_when")), all=True
    )


PROMISES = Statement(_promises, list)
