"""Who may see restricted records by name."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from careleavers.models import Allocation, RestrictedAccess, YoungPerson
from careleavers.models.base import on_day
from careleavers.queries.managers import managers_on


def named_access(today: date) -> QuerySet[RestrictedAccess]:
    """Who is named on restricted records on the day and can sign in."""
    return RestrictedAccess.objects.filter(on_day(today), kind=RestrictedAccess.NAMED, user__is_active=True)


def named_readers(people: Collection[UUID], today: date) -> dict[UUID, UUID]:
    """For each of these restricted people somebody who may see the record, other than the case holder."""
    if not people:
        return {}
    holders = set(
        Allocation.objects.filter(on_day(today), person__in=people, role=Allocation.CASE_HOLDER).values_list(
            "person_id", "worker_id"
        )
    )
    rows = named_access(today).filter(person__in=people).order_by("-starts_on", "pk")
    return {person: user for person, user in rows.values_list("person_id", "user_id") if (person, user) not in holders}


def named_reader(person: YoungPerson, today: date) -> UUID | None:
    """Somebody who may see a restricted record, other than the case holder; None for a record that is not."""
    return named_readers({person.pk}, today).get(person.pk) if person.is_restricted else None


def named_managers(person: YoungPerson, today: date) -> set[UUID]:
    """The managers who are named on a restricted record: who decides about it, names others and lifts it."""
    managers = managers_on(today).everybody
    return set(named_access(today).filter(person=person, user__in=managers).values_list("user_id", flat=True))


def managers_without_sight(person: YoungPerson, today: date) -> set[UUID]:
    """The managers who may not open this record because it is restricted: they are asked to decide on nothing in it."""
    if not person.is_restricted:
        return set()
    return set(managers_on(today).everybody) - named_managers(person, today)
