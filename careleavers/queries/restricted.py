"""Who may see restricted records by name."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from careleavers.models import RestrictedAccess, User, YoungPerson
from careleavers.models.base import on_day
from careleavers.queries.managers import managers_on


def named_access(today: date) -> QuerySet[RestrictedAccess]:
    """Who is named on restricted records on the day and can sign in."""
    return RestrictedAccess.objects.filter(on_day(today), kind=RestrictedAccess.NAMED, user__is_active=True)


def readers_of(people: Collection[UUID], today: date) -> dict[UUID, set[UUID]]:
    """For each of these restricted people, who is named on the record and can sign in. One query; none for nobody."""
    readers: dict[UUID, set[UUID]] = {person: set() for person in people}
    rows = named_access(today).filter(person__in=people) if people else ()
    for access in rows:
        readers[access.person_id].add(access.user_id)
    return readers


def people_named_to(user: User, today: date) -> set[UUID]:
    """The restricted people on whose records the user is named, whether they can sign in or not."""
    named = RestrictedAccess.objects.filter(on_day(today), kind=RestrictedAccess.NAMED, user=user)
    return set(named.values_list("person_id", flat=True))


def named_managers(person: YoungPerson, today: date) -> set[UUID]:
    """The managers who are named on a restricted record: who decides about it, names others and lifts it."""
    managers = managers_on(today).everybody
    return set(named_access(today).filter(person=person, user__in=managers).values_list("user_id", flat=True))


def managers_without_sight(person: YoungPerson, today: date) -> set[UUID]:
    """The managers who may not open this record because it is restricted: they are asked to decide on nothing in it."""
    if not person.is_restricted:
        return set()
    return set(managers_on(today).everybody) - named_managers(person, today)
