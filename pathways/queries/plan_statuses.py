"""Whether somebody's plan is in date today: the stored answer of the clocks, which every page and figure reads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import FilteredRelation, Max, OuterRef, QuerySet, Subquery
from django.db.models.functions import Greatest

from careleavers.models import YoungPerson
from careleavers.models.asking import Asking, in_steps
from careleavers.models.base import on_day
from careleavers.models.statements import Statement
from pathways.models import FormerPlan, PlanReview, PlanVersion
from pathways.rules.plan_status import PlanState


@dataclass(frozen=True)
class PlanStatusToday:
    """The status of somebody's plan on a day, and why. `last_on`: the day of the last plan or review, if any."""

    state: PlanState
    due_on: date | None
    because: str
    source: str
    last_on: date | None

    @property
    def is_owed(self) -> bool:
        return self.state is not PlanState.NOT_OWED

    @property
    def has_plan(self) -> bool:
        return self.last_on is not None


def with_plan_status(people: QuerySet[YoungPerson], day: date) -> Any:
    """These people, each with the status of their plan on a day (`stored__state` and the like; None where none is owed)
    and `last_on`, the day of the last plan or review until then."""
    authorised = PlanVersion.objects.authorised().filter(plan__person=OuterRef("pk"), authorised_on__lte=day)
    reviewed = PlanReview.objects.filter(plan__person=OuterRef("pk"), held_on__lte=day)
    former = FormerPlan.objects.filter(person=OuterRef("pk"), agreed_on__lte=day)
    last_on = Greatest(
        Subquery(former.order_by().values("person").annotate(on=Max("agreed_on")).values("on")),
        Subquery(former.order_by().values("person").annotate(on=Max("reviewed_on")).values("on")),
        Subquery(authorised.order_by("-authorised_on").values("authorised_on")[:1]),
        Subquery(reviewed.order_by("-held_on").values("held_on")[:1]),
    )
    stored = FilteredRelation("plan_statuses", condition=on_day(day, "plan_statuses__"))
    return people.annotate(stored=stored, last_on=last_on)


def _plan_status(person: UUID, day: date) -> QuerySet[YoungPerson, tuple[Any, ...]]:
    people = with_plan_status(YoungPerson.objects.filter(pk=person), day)
    rows: QuerySet[YoungPerson, tuple[Any, ...]] = people.values_list(
        "stored__state", "stored__due_on", "stored__because", "stored__source", "last_on"
    )
    return rows


PLAN_STATUS = Statement(_plan_status, UUID, date)


@in_steps
def plan_status_on(person: YoungPerson, day: date) -> Asking[PlanStatusToday]:
    """The status of this person's plan on a day. One query."""
    [(state, due_on, because, source, last_on)] = yield from PLAN_STATUS.rows.steps(person.pk, day)
    if state is None:
        return PlanStatusToday(PlanState.NOT_OWED, None, "", "", last_on)
    return PlanStatusToday(PlanState(state), due_on, because, source, last_on)
