"""Rows that are worked out from the facts, brought up to date. These functions write inside the action that calls."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TypeVar
from uuid import UUID

from pathways.models import DueItem, PlanStatusPeriod

Row = TypeVar("Row", DueItem, PlanStatusPeriod)


def differing(model: type[Row], wanted: Mapping[UUID, Sequence[Row]]) -> list[UUID]:
    """The people, of those in `wanted`, whose stored rows are not the wanted ones. One query."""
    stored: dict[UUID, set[tuple[object, ...]]] = defaultdict(set)
    for row in model._default_manager.filter(person__in=wanted):
        stored[row.person_id].add(_values(row))
    return [person for person, rows in wanted.items() if stored[person] != {_values(row) for row in rows}]


def store(model: type[Row], wanted: Mapping[UUID, Sequence[Row]]) -> list[UUID]:
    """Replace the rows of the people whose rows differ, and return these people."""
    people = differing(model, wanted)
    if people:
        model._default_manager.filter(person__in=people).delete()
        model._default_manager.bulk_create([row for person in people for row in wanted[person]])
    return people


def _values(row: DueItem | PlanStatusPeriod) -> tuple[object, ...]:
    """What the row says, without its id."""
    return tuple(getattr(row, field.attname) for field in row._meta.concrete_fields if not field.primary_key)
