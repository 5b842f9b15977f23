"""Who is in a young person's life, as each of two records says it."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q

from careleavers.models import Relationship, User, YoungPerson


@dataclass(frozen=True)
class Relationships:
    """`known` are in their life now, who matters first; `before` were; `told_there` are lines of others' records about
    this person that are not said here as well. `open_to_user` are the young people of ours among them whose records
    the user may see.
    """

    known: list[Relationship]
    before: list[Relationship]
    told_there: list[Relationship]
    open_to_user: Set[UUID]


def relationships_of(person: YoungPerson, user: User, today: date) -> Relationships:
    """Three queries at most. What is said in records that the user may not see stays there."""
    rows: list[Any] = list(person.relationships.annotate(goes_on=in_their_life(today)))
    here = {row.other_id for row in rows if row.other_id}
    visible = YoungPerson.objects.visible_to(user)
    there = Relationship.objects.filter(in_their_life(today), other=person, person__in=visible)
    return Relationships(
        known=[row for row in rows if row.goes_on],
        before=[row for row in rows if not row.goes_on],
        told_there=[row for row in there.select_related("person") if row.person_id not in here],
        open_to_user=set(visible.filter(pk__in=here).values_list("pk", flat=True)) if here else set(),
    )


def in_their_life(today: date) -> Q:
    """The condition on relationships that they have not ended by the day."""
    return Q(ended_on=None) | Q(ended_on__gt=today)
