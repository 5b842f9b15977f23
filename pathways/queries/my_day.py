"""The working day of one adviser: what is for now, what is coming, and the next thing about everybody else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject

from careleavers.models import Allocation, User, YoungPerson
from careleavers.models.asking import Asking, in_steps, together
from careleavers.models.base import on_day
from careleavers.models.statements import StatementOfUser
from careleavers.queries import caseloads
from careleavers.rules import dates
from pathways.models import DueItem
from pathways.queries.commitments import appointments_on, commitments_of
from pathways.queries.today import (
    TASK,
    Whose,
    alerts_for,
    birthdays,
    last_day_ahead,
    task_of,
)
from pathways.queries.today_items import SHOWN, ListPreview, TodayItem, TodayTask, with_others


@dataclass(frozen=True)
class MyDay:
    """Everybody whose case the user holds is in exactly one of the lists of lines: `nothing_due` has names alone.

    `appointments` are today's, in the order of their hours, whoever else is in the lists.
    """

    appointments: list[TodayItem]
    now: ListPreview
    coming: ListPreview
    later: ListPreview
    nothing_due: list[str]


class MyPerson(NamedTuple):
    """Somebody with whom the user works: what is due next, if anything, and whether the user holds the case, open to
    the service."""

    person: YoungPerson
    next_due: TodayTask | None
    is_held: bool


def _people_of(user: User, today: date) -> QuerySet[YoungPerson]:
    mine = Allocation.objects.filter(on_day(today), worker=user)
    holds = Exists(mine.filter(role=Allocation.CASE_HOLDER, person=OuterRef("pk")))
    first = DueItem.objects.filter(person=OuterRef("pk")).values(said=JSONObject(**TASK, urgency="urgency"))[:1]
    people = YoungPerson.objects.visible_to(user).filter(died_on=None, pk__in=mine.values("person"))
    return people.annotate(said=Subquery(first), is_held=Q(holds) & caseloads.is_open(today))


PEOPLE_OF = StatementOfUser(_people_of, date)


@in_steps
def my_people(user: User, today: date) -> Asking[list[MyPerson]]:
    """Those alive with whom the user works. One query."""
    people = yield from PEOPLE_OF.objects.steps(user, today)
    return [
        MyPerson(person, task_of(person.pk, **person.said) if person.said else None, person.is_held)
        for person in people
    ]


@in_steps
def my_day(
    user: User, today: date, people: Iterable[MyPerson], leap_day: dates.LeapDay, *, limit: int | None = SHOWN
) -> Asking[MyDay]:
    """The user's own day; `people` are `my_people`. One query."""
    known, own = yield from together(
        alerts_for.steps(user, today, Whose.MINE, limit=None),
        commitments_of.steps(user, today, timedelta(days=user.days_ahead)),
    )
    appointments, horizon = appointments_on(today, own), last_day_ahead(user, today)
    others = [item for item in own if item not in appointments]
    others += birthdays([each.person for each in people], today, horizon, leap_day)
    workload = with_others(known, others, today, limit=None)
    lines = {item.person: item for item in (*workload.now.items, *workload.coming.items)}
    busy = {person for person, item in lines.items() if item.to_do}
    quiet = [(each.person, each.next_due) for each in people if each.is_held and each.person.pk not in busy]
    ahead = [
        TodayItem(person.pk, person.known_as, (task,), sort_name=person.sort_name) for person, task in quiet if task
    ]
    ahead.sort(key=lambda item: item.place)
    near = [item for item in ahead if item.person in lines or item.first.first_day <= horizon]
    later = [item for item in ahead if item not in near]
    workload = with_others(workload, near, today, limit=None)
    return MyDay(
        appointments,
        workload.now.first(limit),
        workload.coming.first(limit),
        ListPreview(later, len(later)).first(limit),
        [person.known_as for person, task in quiet if task is None and person.pk not in lines],
    )


@in_steps
def need_me_now(user: User, today: date, leap_day: dates.LeapDay) -> Asking[int]:
    """How many young people need the user now by `my_day`, for whoever looks at the team's day."""
    people = yield from my_people.steps(user, today)
    day = yield from my_day.steps(user, today, people, leap_day, limit=1)
    return day.now.total
