"""Who the personal adviser is: one answer for the clocks, the letters and the lists for inspectors.

A function and no job title (Vol 3 3.19 to 3.26: no profession is prescribed, and a social worker may have gone on as
the adviser). So it is a worker of theirs who has the role of personal adviser; and while they are not looked after,
their case holder, whoever that is. A social worker who holds the case of a looked-after child is not the adviser whom
the child is owed as well (CA 1989 Sch 2 para 19C).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from uuid import UUID

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Greatest, Least

from careleavers.models import Allocation, RoleAssignment, StatusPeriod, User
from careleavers.models.base import on_day
from careleavers.models.statements import Statement
from careleavers.permissions import Role
from careleavers.rules.code_sets import Status
from careleavers.rules.dates import Period, merge, subtract

IN_CARE = (Status.LOOKED_AFTER, Status.ELIGIBLE_CHILD)
HOLDER_FIRST = Case(When(role=Allocation.CASE_HOLDER, then=Value(0)), default=Value(1))


def with_adviser(
    in_role: Iterable[Period], as_case_holder: Iterable[Period], looked_after: Iterable[Period]
) -> list[Period]:
    """When somebody had an adviser: from when workers in that role, and case holders, worked with them."""
    return merge([*in_role, *subtract(as_case_holder, looked_after)])


def allocations_in_role(today: date) -> QuerySet[Allocation]:
    """Allocations of personal advisers begun by the day, with the days from `advises_from` until `advises_until`
    (None: still) of both the work and the role; one row for each period of the role."""
    return (
        Allocation.objects.filter(worker__assignments__role=Role.PERSONAL_ADVISER.value)
        .annotate(
            advises_from=Greatest("starts_on", "worker__assignments__starts_on"),
            advises_until=Least("ends_on", "worker__assignments__ends_on"),  # Postgres passes over nulls
        )
        .filter(Q(advises_until=None) | Q(advises_from__lt=F("advises_until")), advises_from__lte=today)
    )


def advising_allocations(day: date, *, after_care: bool = False) -> QuerySet[Allocation]:
    """The allocations on a day of those who are somebody's adviser, the adviser first: who has the role and holds the
    case, who has the role, who holds the case. `after_care`: as it is once they have left care."""
    role = RoleAssignment.objects.filter(on_day(day), user=OuterRef("worker"), role=Role.PERSONAL_ADVISER.value)
    in_care = StatusPeriod.objects.filter(on_day(day), person=OuterRef("person"), status__in=IN_CARE)
    holds = Q(role=Allocation.CASE_HOLDER) if after_care else Q(~Exists(in_care), role=Allocation.CASE_HOLDER)
    return (
        Allocation.objects.filter(on_day(day))
        .annotate(in_role=Exists(role))
        .filter(Q(in_role=True) | holds)
        .order_by(
            "-in_role", Case(When(role=Allocation.CASE_HOLDER, then=Value(0)), default=Value(1)), "starts_on", "pk"
        )
    )


def _advising(*, after_care: bool) -> Statement:
    def rows(day: date, people: list[UUID]) -> QuerySet[Allocation]:
        return advising_allocations(day, after_care=after_care).filter(person__in=people).select_related("worker")

    return Statement(rows, date, list)


ADVISING = {after_care: _advising(after_care=after_care) for after_care in (False, True)}


def advisers_on(day: date, people: Collection[UUID], *, after_care: bool = False) -> dict[UUID, User]:
    """The adviser of each of these people on a day; people who have none are left out. One query."""
    found: dict[UUID, User] = {}
    for allocation in ADVISING[after_care].objects(day, people):
        found.setdefault(allocation.person_id, allocation.worker)
    return found
