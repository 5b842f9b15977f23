"""Lists of young people: whose, in which order, and what a list says of each. A constant number of queries."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    FilteredRelation,
    IntegerField,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.expressions import Combinable, OrderBy

from careleavers.models import Allocation, Involvement, ReadEvent, Team, User, YoungPerson
from careleavers.models.asking import Asking, in_steps
from careleavers.models.base import on_day
from careleavers.models.contacts import last_contact_on
from careleavers.models.people import in_care_on
from careleavers.models.statements import Statement, StatementOfUser

# Called with ids of young people: the days by which something is to be done about each.
DueDays = Callable[[Collection[UUID]], Mapping[UUID, Collection[date]]]

VIEWS_SEARCHED = 2000  # some weeks of a busy worker; bounds the work, whatever the length of the log
RECENT = 25

NAME = (F("sort_name").asc(), F("id").asc())
# What a list may be sorted by: whoever we never spoke with comes first, whoever has nothing due last.
ORDERS: dict[str, tuple[OrderBy, ...]] = {
    "name": NAME,
    "age": (F("date_of_birth").desc(), *NAME),
    "contact": (F("last_contact").asc(nulls_first=True), *NAME),
    "due": (F("next_due_place").asc(nulls_last=True), *NAME),
}


def is_open(today: date) -> Q:
    """The condition on young people that they are open to the leaving-care service on the day and have not died."""
    return Q(Exists(Involvement.objects.filter(on_day(today), person=OuterRef("pk"))), died_on=None)


def open_to_service(people: QuerySet[YoungPerson], today: date) -> QuerySet[YoungPerson]:
    """Those of the people who are open to the leaving-care service on the day and have not died."""
    return people.filter(is_open(today))


OPEN_AMONG = Statement(
    lambda ids, today: open_to_service(YoungPerson.objects.filter(pk__in=ids), today).order_by().values_list("pk"),
    list,
    date,
)


def open_among(ids: Collection[UUID], today: date) -> set[UUID]:
    """Those of these people who are open to the service on the day. One query."""
    return {pk for [pk] in OPEN_AMONG.rows(ids, today)}


def open_people(user: User, today: date) -> QuerySet[YoungPerson]:
    """Those whom this user may see and who are open to the service."""
    return open_to_service(YoungPerson.objects.visible_to(user), today)


def of_worker(people: QuerySet[YoungPerson], worker_id: UUID, today: date) -> QuerySet[YoungPerson]:
    """Those with whom somebody works on the day, in whatever role."""
    working = Allocation.objects.filter(on_day(today), worker=worker_id)
    return people.filter(pk__in=working.values("person_id"))


def caseload_of(people: QuerySet[YoungPerson], worker_id: UUID, today: date) -> QuerySet[YoungPerson]:
    """Those whose case holder somebody is on the day."""
    held = Allocation.objects.filter(on_day(today), worker=worker_id, role=Allocation.CASE_HOLDER)
    return people.filter(pk__in=held.values("person_id"))


def my_people(user: User, today: date) -> QuerySet[YoungPerson]:
    """Those of the user's own caseload, in whatever role."""
    return of_worker(open_people(user, today), user.pk, today)


def _with_role(user: User, today: date) -> QuerySet[YoungPerson, tuple[UUID, bool]]:
    """Whom `my_people` finds, and whether the user is their case holder."""
    held = Allocation.objects.filter(on_day(today), role=Allocation.CASE_HOLDER, worker=user, person=OuterRef("pk"))
    return my_people(user, today).order_by().annotate(is_held=Exists(held)).values_list("pk", "is_held")


MY_PEOPLE = StatementOfUser(_with_role, date)


def unallocated(people: QuerySet[YoungPerson], today: date) -> QuerySet[YoungPerson]:
    """Those of the people who have no case holder on the day."""
    holders = Allocation.objects.filter(on_day(today), person=OuterRef("pk"), role=Allocation.CASE_HOLDER)
    return people.filter(~Exists(holders))


@in_steps
def recently_opened(user: User) -> Asking[list[UUID]]:
    """The records that this user opened last, the latest first, however many pages of each. At most RECENT."""
    rows = yield from LAST_OPENED.rows.steps(user.pk)
    return [pk for [pk] in rows]


def _last_opened(user: UUID) -> QuerySet[ReadEvent, tuple[UUID | None]]:
    views = ReadEvent.objects.filter(user_id=user, kind="viewed", person_id__isnull=False)
    latest = views.order_by("-happened_at", "-id").values("pk")[:VIEWS_SEARCHED]
    by_person = ReadEvent.objects.filter(pk__in=latest).order_by().values("person_id")
    newest_first = by_person.annotate(at=Max("happened_at"), last=Max("pk")).order_by("-at", "-last")
    return newest_first.values_list("person_id")[:RECENT]


LAST_OPENED = Statement(_last_opened, UUID)


def by_position(ids: list[UUID]) -> Case:
    """An expression that sorts by the place in a list."""
    return Case(*(When(pk=pk, then=Value(place)) for place, pk in enumerate(ids)), output_field=IntegerField())


def with_list_columns(
    people: QuerySet[YoungPerson], today: date, due_columns: Mapping[str, Combinable]
) -> QuerySet[YoungPerson]:
    """Adds status and band, case_holder_name, last_contact, home_kind, home_is_suitable, occupation_code, the placement
    of somebody in care (else None), and the columns of what is due, which `careleavers.site.extensions.list_columns`
    gives.
    """
    listed: QuerySet[YoungPerson] = (
        people.with_status(today)  # type: ignore[attr-defined]
        .with_case_holder(today)
        .annotate(
            home=FilteredRelation("homes", condition=on_day(today, "homes__")),
            home_kind=F("home__kind"),
            home_is_suitable=F("home__is_suitable"),
            care=in_care_on(today),
            placement=F("care__placement"),
            doing=FilteredRelation("occupations", condition=on_day(today, "occupations__")),
            occupation_code=F("doing__code"),
            last_contact=last_contact_on(today),
            **due_columns,
        )
    )
    return listed


@dataclass(frozen=True)
class WorkerLoad:
    """What one worker carries as case holder: young people, how many have something overdue, and since when."""

    worker_id: UUID
    name: str
    people: int
    overdue_people: int
    overdue: int
    oldest_due_on: date | None


def _cases(user: User, today: date) -> Any:
    held = Allocation.objects.filter(on_day(today), role=Allocation.CASE_HOLDER, person__in=open_people(user, today))
    return held.order_by("worker__sort_name", "worker").values_list("worker_id", "worker__name", "person_id")


CASES = StatementOfUser(_cases, date)
UNALLOCATED = StatementOfUser(
    lambda user, today: unallocated(open_people(user, today), today).order_by().values_list("pk"), date
)


def worker_loads(user: User, today: date, due_days: DueDays) -> list[WorkerLoad]:
    """For each case holder of the people open to the service whom the user may see, the most overdue first. One query,
    and those of `due_days`.
    """
    cases = CASES.rows(user, today)
    days = due_days({person for _, _, person in cases})
    found = []
    for (worker, name), rows in groupby(cases, key=lambda row: row[:2]):
        people = [person for _, _, person in rows]
        late = [[day for day in days.get(person, ()) if day < today] for person in people]
        every = [day for of_person in late for day in of_person]
        found.append(WorkerLoad(worker, name, len(people), sum(map(bool, late)), len(every), min(every, default=None)))
    return sorted(found, key=lambda load: -load.overdue)


def ids_of_unallocated(user: User, today: date) -> list[UUID]:
    """The people open to the service whom the user may see and who have no case holder on the day. One query."""
    return [pk for [pk] in UNALLOCATED.rows(user, today)]


def sums(people: QuerySet[YoungPerson], today: date) -> dict[str, int]:
    """How many of these people there are: `in_caseloads` and `in_none`, which add up to `all`. One query."""
    holders = Allocation.objects.filter(on_day(today), person=OuterRef("pk"), role=Allocation.CASE_HOLDER)
    counted = people.aggregate(all=Count("pk"), in_none=Count("pk", filter=~Exists(holders)))
    return counted | {"in_caseloads": counted["all"] - counted["in_none"]}


def teams_of(user: User) -> QuerySet[Team]:
    """The teams in which this user may add a young person."""
    teams = Team.objects.filter(closed_on=None)
    return (
        teams if user.access.whole_authority else teams.filter(pk__in=user.access.own_team_ids | user.access.team_ids)
    )
