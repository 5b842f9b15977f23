"""What the service itself is to do by a day, whoever the young people are: each with the one person who answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from django.db.models import CharField, F, Q, QuerySet, Value

from careleavers.models import User
from careleavers.models.statements import StatementOfUser
from careleavers.permissions import Permission
from careleavers.queries.held_work import HeldKind, HeldThing
from reporting.models import ImprovementAction, Recommendation
from reporting.models.improvement import TO_DO, UNFINISHED

AHEAD = timedelta(days=28)
SHOWN = 8
# By kind: the page where it is done, and what it is.
PAGES = {
    "action": ("reporting:action", "an action of the improvement plan"),
    "recommendation": ("reporting:progress", "a recommendation you lead: say how it goes"),
}
WAIT = "They wait on Today for those who keep the improvement plan, until somebody else has them."


@dataclass(frozen=True)
class ServiceTask:
    """One thing, by when, and whose; `url_name` is the page where it is done, which takes `pk`."""

    kind: str
    pk: UUID
    text: str
    due_on: date
    owner_id: UUID
    owner: str

    @property
    def url_name(self) -> str:
        return PAGES[self.kind][0]

    @property
    def what(self) -> str:
        return PAGES[self.kind][1]


def _rows(model: QuerySet[Any], kind: str, *, text: str, due_on: str, owner: str, whose: Q) -> QuerySet[Any]:
    columns = {
        "kind": Value(kind, CharField()),
        "what": F(text),
        "by": F(due_on),
        "of": F(f"{owner}__id"),
        "name": F(f"{owner}__name"),
    }
    rows: QuerySet[Any] = model.filter(whose).order_by().annotate(**columns)
    return rows.values_list("kind", "pk", "what", "by", "of", "name")


def _theirs(owner: str, user: User) -> Q:
    return Q(**{owner: user})


def _theirs_or_left(owner: str, user: User) -> Q:
    """Theirs and, for those who keep the plan, what somebody has whose account is closed."""
    left = Q(**{f"{owner}__is_active": False})
    return _theirs(owner, user) | left if user.may(Permission.IMPROVE) else _theirs(owner, user)


def _tasks(whose: Callable[[str, User], Q], user: User, until: date) -> QuerySet[Any]:
    actions = _rows(
        ImprovementAction.objects.filter(TO_DO, due_on__lte=until),
        "action",
        text="text",
        due_on="due_on",
        owner="owner",
        whose=whose("owner", user),
    )
    asked = _rows(
        Recommendation.objects.filter(UNFINISHED, ask_on__lte=until),
        "recommendation",
        text="text",
        due_on="ask_on",
        owner="lead",
        whose=whose("lead", user),
    )
    return actions.union(asked, all=True).order_by("by")


SERVICE_TASKS = StatementOfUser(partial(_tasks, _theirs_or_left), date)


def tasks_of(user: User, until: date) -> list[ServiceTask]:
    """What is on this user's Today: theirs and, where they keep the plan, what others left, due by `until`; the first
    due first. One query.
    """
    return [ServiceTask(*row) for row in SERVICE_TASKS.rows(user, until)]


def held_for_the_service(worker: User, today: date) -> Iterable[HeldKind]:
    """What somebody answers for in the improvement plan."""
    held = [ServiceTask(*row) for row in _tasks(_theirs, worker, date.max)]
    yield _held("improvement_action", "Actions of the improvement plan", held, "action")
    yield _held("recommendation", "Recommendations that they lead", held, "recommendation")


def _held(code: str, label: str, tasks: list[ServiceTask], kind: str) -> HeldKind:
    things = [HeldThing(what=task.text, due_on=task.due_on) for task in tasks if task.kind == kind]
    return HeldKind(code, label, things, WAIT)
