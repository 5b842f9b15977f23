"""Contacts that are planned."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from careleavers.models import Appointment, User, YoungPerson
from careleavers.models.asking import Asking, in_steps
from careleavers.models.statements import Statement


def appointments_of(user: User) -> QuerySet[Appointment]:
    """The user's own that are still planned, with people whom they may see; by day and hour, with the person."""
    mine = Appointment.objects.still_planned().filter(worker=user, person__in=YoungPerson.objects.visible_to(user))
    return mine.select_related("person").order_by("planned_on", "planned_at", "person__sort_name")


PLANNED_WITH = Statement(
    lambda person: (
        Appointment.objects.still_planned()
        .filter(person=person)
        .select_related("worker")
        .order_by("planned_on", "planned_at")
    ),
    UUID,
)


@in_steps
def planned_with(person: YoungPerson) -> Asking[list[Appointment]]:
    """Everybody's with this person that are still planned, the first first, with the worker. One query."""
    planned: list[Appointment] = yield from PLANNED_WITH.objects.steps(person.pk)
    return planned
