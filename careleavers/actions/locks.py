"""The lock that actions and jobs about the same person take, always in the same order, so that they take turns."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from careleavers.models import YoungPerson


def lock_people(ids: Collection[UUID]) -> list[UUID]:
    """Lock these people's rows, in the order of their ids, until the transaction ends; returns those that there are.

    What is read afterwards is what whoever held the lock before has written. Other rows may still refer to them.
    """
    people = YoungPerson.objects.filter(pk__in=ids).order_by("pk")
    return list(people.select_for_update(of=("self",), no_key=True).values_list("pk", flat=True))
