"""What a manager's Today page says of the team: who is behind, and who has nobody. Drafts are counted, never shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Window
from django.db.models.functions import Coalesce
from django.urls import reverse

from careleavers.models import Allocation, Draft, User
from careleavers.models.asking import Asking, in_steps, together
from careleavers.models.base import on_day
from careleavers.models.statements import StatementOfUser
from careleavers.queries import caseloads
from careleavers.rules import dates, names, words
from pathways.queries.my_day import numbers_who_need
from pathways.queries.promise_ledger import late_of_case_holder
from pathways.queries.today import (
    NAME,
    Whose,
    alerts_for,
    birthdays,
    last_day_ahead,
    managed_people,
    name_of,
    people_with_alerts,
    people_with_birthdays,
)
from pathways.queries.today_items import SHOWN, ListPreview, TodayItem, TodayTask, Workload, with_others


@dataclass(frozen=True)
class WorkerToday:
    """One worker of a manager's teams: how many people they are case holder of, how many young people need them
    now as their own Today says, how many promises of ours to their people are late, how many unfinished notes."""

    id: UUID
    name: str
    people: int
    now: int
    promises_late: int
    drafts: int
    oldest_draft_at: datetime | None


@in_steps
def workers_of(manager: User, today: date) -> Asking[list[WorkerToday]]:
    """Case holders of the people whom the manager may see, those with most to do now first. One query.

    Drafts are counted, never shown.
    """
    now, case_holders = yield from together(
        numbers_who_need.steps(manager, today), CASE_HOLDERS_OF_MINE.rows.steps(manager, today)
    )
    workers = [
        WorkerToday(pk, name, people, now.get(pk, 0), promises_late, drafts, oldest_draft_at)
        for pk, name, people, promises_late, drafts, oldest_draft_at in case_holders
    ]
    return sorted(workers, key=lambda worker: (-worker.now, names.sort_key(worker.name)))


def _case_holders(manager: User, today: date) -> QuerySet[User, tuple[Any, ...]]:
    """A row for each worker, counted for once: grouped allocations would be counted for each person again."""
    visible = managed_people(manager)
    with_somebody = on_day(today) & Q(role=Allocation.CASE_HOLDER)
    held = Allocation.objects.filter(with_somebody, person__in=caseloads.open_to_service(visible, today)).order_by()
    drafts = Draft.objects.filter(user=OuterRef("pk"), person__in=visible).order_by()
    return (
        User.objects.filter(pk__in=held.values("worker"))
        .order_by()
        .annotate(
            people=_number_of(held.filter(worker=OuterRef("pk")), by="worker"),
            promises_late=Coalesce(Subquery(late_of_case_holder(visible, today, OuterRef("pk"))), 0),
            number_of_drafts=Coalesce(_number_of(drafts, by="user"), 0),
            oldest=Subquery(drafts.order_by("saved_at").values("saved_at")[:1]),
        )
        .values_list("pk", "name", "people", "promises_late", "number_of_drafts", "oldest")
    )


def _number_of(rows: QuerySet[Any], *, by: str) -> Subquery:
    return Subquery(rows.values(by).annotate(number=Count("person")).values("number"))


CASE_HOLDERS_OF_MINE = StatementOfUser(_case_holders, date)


@in_steps
def team_workload(
    manager: User,
    today: date,
    leap_day: dates.LeapDay,
    *,
    limit: int | None = SHOWN,
) -> Asking[Workload]:
    """What the team has to do, and its birthdays, each person in one line. Two queries."""
    known, people = yield from together(
        alerts_for.steps(manager, today, Whose.TEAM, limit=limit), people_with_birthdays.steps(manager, today)
    )
    near = birthdays(people, today, last_day_ahead(manager, today), leap_day)
    in_lists = yield from people_with_alerts.steps(manager, today, Whose.TEAM, [item.person for item in near])
    return with_others(known, near, today, limit=limit, in_lists=in_lists)


@in_steps
def unallocated(manager: User, today: date, *, limit: int | None = SHOWN) -> Asking[ListPreview]:
    """Open people without a case holder, the longest open first."""
    rows = yield from _longest_open(limit).dicts.steps(manager, today)
    items = [
        TodayItem(
            row["id"],
            name_of(row),
            (
                TodayTask(
                    what=f"open for {words.span(row['open_since'], today)}",
                    due_on=None,
                    url=reverse("person", args=[row["id"]]),
                ),
            ),
        )
        for row in rows
    ]
    return ListPreview(items, rows[0]["total"] if rows else 0)


@cache
def _longest_open(limit: int | None) -> StatementOfUser:
    def build(manager: User, today: date) -> Any:
        people = (
            caseloads.unallocated(caseloads.open_to_service(managed_people(manager), today), today)
            .filter(on_day(today, "involvements__"))
            .annotate(open_since=F("involvements__starts_on"), total=Window(Count("*")))
            .order_by("open_since", "sort_name", "id")
            .values("id", *NAME, "open_since", "total")
        )
        return people[:limit] if limit else people

    return StatementOfUser(build, date)
