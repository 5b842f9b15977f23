"""The working day of one adviser: what is for now, what is coming, and the next thing about everybody else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import BooleanField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject

from careleavers.models import Alert, Allocation, RestrictedAccess, User, YoungPerson
from careleavers.models.asking import Asking, in_steps, together
from careleavers.models.base import on_day
from careleavers.models.statements import StatementOfUser
from careleavers.queries import caseloads
from careleavers.rules import dates
from pathways.models import DueItem
from pathways.queries.commitments import appointments_on, commitments_of, to_do_by
from pathways.queries.today import (
    OWN,
    TASK,
    Whose,
    alerts_for,
    birthdays,
    last_day_ahead,
    managed_people,
    open_by,
    task_of,
)
from pathways.queries.today_items import SHOWN, ListPreview, TodayItem, TodayTask, with_others
from pathways.rules.urgency import Urgency


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
    said = JSONObject(**TASK, urgency="urgency", promised="promised")
    first = DueItem.objects.filter(person=OuterRef("pk")).values(said=said)[:1]
    people = YoungPerson.objects.visible_to(user).filter(died_on=None, pk__in=mine.values("person"))
    return people.annotate(said=Subquery(first), is_held=Q(holds) & caseloads.is_open(today))


PEOPLE_OF = StatementOfUser(_people_of, date)


@in_steps
def my_people(user: User, today: date) -> Asking[list[MyPerson]]:
    """Those alive with whom the user works. One query."""
    people = yield from PEOPLE_OF.objects.steps(user, today)
    return [MyPerson(person, _next_due(person.pk, person.said), person.is_held) for person in people]


def _next_due(person: UUID, said: dict[str, Any] | None) -> TodayTask | None:
    if said is None:
        return None
    due = DueItem(text=said.pop("what"), promised=said.pop("promised"))
    return task_of(person, what=due.text_with_words, **said)


@in_steps
def my_day(
    user: User,
    today: date,
    people: Iterable[MyPerson],
    leap_day: dates.LeapDay,
    *,
    limit: int | None = SHOWN,
    named: str = "",
) -> Asking[MyDay]:
    """The user's own day; `people` are `my_people`, `named` as in `commitments_of`. One query."""
    known, own = yield from together(
        alerts_for.steps(user, today, Whose.MINE, limit=None),
        commitments_of.steps(user, today, timedelta(days=user.days_ahead), named=named),
    )
    appointments, horizon = appointments_on(today, own), last_day_ahead(user, today)
    others = [item for item in own if item not in appointments]
    others += birthdays([each.person for each in people], today, horizon, leap_day)
    workload = with_others(known, others, today, limit=None)
    lines = {item.person: item for item in (*workload.now.items, *workload.coming.items)}
    needed, busy = {item.person for item in workload.now.items}, {pk for pk, item in lines.items() if item.to_do}
    due = [(each.person, each.next_due) for each in people if each.is_held]
    ahead = [
        TodayItem(person.pk, person.known_as, (task,), sort_name=person.sort_name)
        for person, task in due
        if task and (person.pk not in busy or (task.is_for_now(today) and person.pk not in needed))
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
        [person.known_as for person, task in due if task is None and person.pk not in lines],
    )


@in_steps
def need_me_now(user: User, today: date, leap_day: dates.LeapDay) -> Asking[int]:
    """How many young people need the user now by `my_day`, for whoever looks at the team's day."""
    people = yield from my_people.steps(user, today)
    day = yield from my_day.steps(user, today, people, leap_day, limit=1)
    return day.now.total


def need_worker_now(manager: User, worker: User, today: date, policies: Mapping[str, Any]) -> list[TodayItem]:
    """The lines of what needs a worker now by their own `my_day`, of the people whom the manager manages."""
    worker = worker.under(policies, today)
    people, named = my_people(worker, today), "" if worker == manager else worker.name
    lines = my_day(worker, today, people, policies["leap_day"], limit=None, named=named).now.items
    managed = set(managed_people(manager).filter(pk__in=[item.person for item in lines]).values_list("pk", flat=True))
    return [item for item in lines if item.person in managed]


@in_steps
def numbers_who_need(manager: User, today: date) -> Asking[dict[UUID, int]]:
    """How many lines `need_worker_now` has, for each worker with any. One query."""
    pairs = yield from NEEDED_BY.rows.steps(manager, today)
    return Counter(worker for worker, _ in pairs)


def _needed_by(manager: User, today: date) -> Any:
    """Each worker with each of the manager's people who need them now, once."""
    managed = managed_people(manager)
    first = DueItem.objects.filter(person=OuterRef("person"))
    is_for_now = ExpressionWrapper(Q(due_on__lte=today) | Q(urgency=Urgency.SAFETY), BooleanField())
    people = caseloads.open_to_service(managed, today)
    holders = Allocation.objects.filter(on_day(today), role=Allocation.CASE_HOLDER, person__in=people)
    held = holders.filter(Subquery(first.values(is_for_now=is_for_now)[:1]))
    own_alerts = open_by(Alert.objects.filter(OWN), today)
    of_workers = [(held, "worker", "person"), (own_alerts, "recipients__user", "person"), *to_do_by(today)]
    parts = [_pairs(rows, worker, person, managed, today) for rows, worker, person in of_workers]
    return parts[0].union(*parts[1:])


def _pairs(rows: QuerySet[Any], worker: str, person: str, managed: QuerySet[YoungPerson], today: date) -> Any:
    """What is restricted is nobody's but those named on it."""
    owed = rows.order_by().annotate(whose=F(worker), whom=F(person)).filter(whose__isnull=False, whom__in=managed)
    named = RestrictedAccess.objects.filter(on_day(today), user=OuterRef("whose"), person=OuterRef("whom"))
    may_see = Q(**{f"{person}__is_restricted": False}) | Exists(named)
    return owed.filter(may_see).values_list("whose", "whom")


NEEDED_BY = StatementOfUser(_needed_by, date)
