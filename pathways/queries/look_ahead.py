"""What falls due in the next thirteen weeks, by week and case holder, so that a manager can level the load."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import TruncWeek

from careleavers.models import Allocation, User
from careleavers.models.base import on_day
from careleavers.rules import names
from careleavers.rules.dates import monday_of
from pathways.models import DueItem
from pathways.queries.today import managed_people

WEEKS = 13
ONE_WEEK = timedelta(days=7)


@dataclass
class Load:
    """How many things are late, and fall due in each of the weeks; of one case holder, of nobody, or of all."""

    mondays: list[date]
    worker_id: UUID | None = None
    name: str = ""
    late: int = 0
    weeks: list[int] = field(default_factory=lambda: [0] * WEEKS)

    @property
    def by_week(self) -> list[tuple[date, int]]:
        """Each Monday with the number of its week."""
        return list(zip(self.mondays, self.weeks, strict=True))

    @property
    def total(self) -> int:
        return self.late + sum(self.weeks)


@dataclass(frozen=True)
class LookAhead:
    """`mondays` are the first days of the weeks; the first is this week, in which what is due before today is late.

    `loads` are those of the case holders by name, last that of young people without one (no id); `everybody` adds up.
    """

    mondays: list[date]
    loads: list[Load]
    everybody: Load


def look_ahead(manager: User, today: date) -> LookAhead:
    """The things that are due about the people of the manager's teams. One query."""
    first = monday_of(today)
    mondays = [first + number * ONE_WEEK for number in range(WEEKS)]
    rows = (
        _items(manager, today)
        .filter(due_on__lt=first + WEEKS * ONE_WEEK)
        .annotate(week=TruncWeek("due_on"))
        .values("worker", "worker_name", "week", "due_on")
        .annotate(number=Count("pk"))
        .values_list("worker", "worker_name", "week", "due_on", "number")
    )
    loads: dict[UUID | None, Load] = defaultdict(lambda: Load(mondays))
    everybody = Load(mondays)
    for worker, name, week, due_on, number in rows:
        load = loads[worker]
        load.worker_id, load.name = worker, name or ""
        for each in (load, everybody):
            if due_on < today:
                each.late += number
            else:
                each.weeks[(week - first).days // 7] += number
    return LookAhead(mondays, _in_order(loads.values()), everybody)


def _in_order(loads: Iterable[Load]) -> list[Load]:
    return sorted(loads, key=lambda load: (load.worker_id is None, names.sort_key(load.name)))


def due_in_week(manager: User, today: date, worker: UUID | None, monday: date | None) -> QuerySet[Any, Any]:
    """What a number of the table counts: the things of one case holder (None: of nobody) in the week that begins on
    that Monday (None: what is late), the first due first.
    """
    items = _items(manager, today).filter(worker=worker)
    if monday is None:
        items = items.filter(due_on__lt=today)
    else:
        items = items.filter(due_on__gte=max(monday, today), due_on__lt=monday + ONE_WEEK)
    return items.select_related("person").order_by("due_on", "person__sort_name", "code")


def _items(manager: User, today: date) -> QuerySet[Any, Any]:
    held = Allocation.objects.filter(on_day(today), role=Allocation.CASE_HOLDER, person=OuterRef("person")).order_by()
    return (
        DueItem.objects.filter(person__in=managed_people(manager))
        .order_by()
        .annotate(worker=Subquery(held.values("worker")[:1]), worker_name=Subquery(held.values("worker__name")[:1]))
    )
