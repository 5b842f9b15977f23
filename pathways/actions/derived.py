"""Rows that are worked out from the facts, brought up to date. These functions write inside the action that calls."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import QuerySet

from careleavers.models.statements import Statement
from pathways.models import DueItem, PlanStatusPeriod

Row = TypeVar("Row", DueItem, PlanStatusPeriod)


def differing(model: type[Row], wanted: Mapping[UUID, Sequence[Row]]) -> list[UUID]:
    """The people, of those in `wanted`, whose stored rows are not the wanted ones. One query."""
    stored: dict[UUID, set[tuple[object, ...]]] = defaultdict(set)
    person = _names(model).index("person_id")
    for row in STORED[model].rows(wanted):
        stored[row[person]].add(row)
    return [one for one, rows in wanted.items() if stored[one] != {_values(row) for row in rows}]


def store(model: type[Row], wanted: Mapping[UUID, Sequence[Row]]) -> list[UUID]:
    """Replace the rows of the people whose rows differ, and return these people."""
    people = differing(model, wanted)
    if people:
        model._default_manager.filter(person__in=people).delete()
        model._default_manager.bulk_create([row for person in people for row in wanted[person]])
    return people


def _values(row: DueItem | PlanStatusPeriod) -> tuple[object, ...]:
    """What the row says, without its id."""
    return tuple(getattr(row, name) for name in _names(type(row)))


def _names(model: type[DueItem] | type[PlanStatusPeriod]) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields if not field.primary_key]


def _stored(model: type[DueItem] | type[PlanStatusPeriod]) -> Statement:
    def build(people: list[UUID]) -> QuerySet[Any, tuple[Any, ...]]:
        return model._default_manager.filter(person__in=people).order_by().values_list(*_names(model))

    return Statement(build, list)


STORED: dict[type, Statement] = {DueItem: _stored(DueItem), PlanStatusPeriod: _stored(PlanStatusPeriod)}
