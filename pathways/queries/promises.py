"""What was promised about young people and is still to be kept: follow-ups of contacts and actions of plans."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import QuerySet
from django.utils.text import Truncator

from careleavers.models import FollowUp
from careleavers.models.statements import Statement
from pathways.models import PlanAction

MOST_CHARACTERS = 80  # of what was promised: lists show its first words


class FirstPromise(NamedTuple):
    """What we promised about somebody and by when: the first words of what was written down."""

    due_on: date
    what: str


def first_promises(people: Collection[UUID]) -> dict[UUID, FirstPromise]:
    """The first thing that we promised about each of these people and that is to be kept. One query."""
    found: dict[UUID, FirstPromise] = {}
    for person, due_on, what in PROMISES.rows(people):
        promise = FirstPromise(due_on, Truncator(" ".join(what.split())).chars(MOST_CHARACTERS))
        found[person] = min(promise, found.get(person, promise))
    return found


def _promises(people: list[UUID]) -> QuerySet[Any, tuple[Any, ...]]:
    follow_ups = FollowUp.objects.filter(person__in=people, done_on=None).order_by()
    in_plans = PlanAction.objects.promised().of_the_council().filter(version__plan__person__in=people).order_by()
    return follow_ups.values_list("person", "due_on", "text").union(
        in_plans.values_list("version__plan__person", "by_when", "what"), all=True
    )


PROMISES = Statement(_promises, list)
