"""What is in a worker's own calendar: their appointments, and what is due about those whose cases they hold.

It leaves the product for a phone, so it names people by initials and says nothing of places and purposes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils import timezone

from careleavers.models import Allocation, User, YoungPerson
from careleavers.models.base import on_day
from careleavers.queries.appointments import appointments_of
from careleavers.rules.names import initials
from pathways.models import DueItem

LASTS = timedelta(hours=1)  # how long an appointment is, of which only the beginning is known


@dataclass(frozen=True)
class CalendarEntry:
    """`start` is an hour in England, or a whole day for what is due."""

    id: UUID
    start: date | datetime
    text: str


def calendar_of(user: User, today: date) -> list[CalendarEntry]:
    """About people whom they may see today; what is overdue is on its day. Two queries."""
    planned = [
        CalendarEntry(
            each.pk,
            timezone.make_aware(datetime.combine(each.planned_on, each.planned_at)),
            f"{each.get_method_display()}: {initials(each.person.known_as)}",
        )
        for each in appointments_of(user)
    ]
    cases = Allocation.objects.filter(on_day(today), worker=user, role=Allocation.CASE_HOLDER)
    people = YoungPerson.objects.visible_to(user).filter(pk__in=cases.values("person"))
    items = DueItem.objects.filter(person__in=people).select_related("person").order_by("due_on", "pk")
    due = [CalendarEntry(each.pk, each.due_on, f"{each.text}: {initials(each.person.known_as)}") for each in items]
    return [*planned, *due]
