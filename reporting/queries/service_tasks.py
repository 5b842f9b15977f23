"""What the service itself is to do by a day, whoever the young people are: each with the one person who answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from django.db.models import CharField, F, Q, QuerySet, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Concat
from django.urls import reverse

from careleavers.models import User
from careleavers.models.asking import Asking, in_steps
from careleavers.models.statements import StatementOfUser
from careleavers.permissions import Permission
from careleavers.queries.held_work import HeldKind, HeldThing
from reporting.models import ImprovementAction, Recommendation, ServiceDocument, Trained
from reporting.models.improvement import TO_DO, UNFINISHED
from reporting.models.service_documents import IN_USE
from reporting.queries.improvement import ANSWER_FOR_THINGS

AHEAD = timedelta(days=28)
SHOWN = 8
# By kind: the page where it is done, whether its address names the row, and what it is.
PAGES = {
    "action": ("reporting:action", True, "an action of the improvement plan"),
    "recommendation": ("reporting:progress", True, "a recommendation you lead: say how it goes"),
    "document": ("reporting:service_document", True, "look at it again, or have it approved"),
    "training": ("reporting:my_training", False, "training of yours runs out: have it again"),
    "their_training": ("reporting:training_course", True, "training that you arrange runs out"),
}
WAIT = "They wait on Today for those who keep the improvement plan, until somebody else has them."


@dataclass(frozen=True)
class DatedTask:
    """One thing, by when, and whose; `url` is the page where it is done."""

    kind: str
    pk: UUID
    text: str
    due_on: date
    owner_id: UUID
    owner: str

    @property
    def url(self) -> str:
        name, takes_row, _ = PAGES[self.kind]
        return reverse(name, args=[self.pk] if takes_row else [])

    @property
    def what(self) -> str:
        return PAGES[self.kind][2]


def _rows(
    model: QuerySet[Any], kind: str, *, text: str | Combinable, due_on: str, owner: str, whose: Q, pk: str = "pk"
) -> QuerySet[Any]:
    columns = {
        "of_kind": Value(kind, CharField()),
        "row_id": F(pk),
        "said": F(text) if isinstance(text, str) else text,
        "by_day": F(due_on),
        "whose_id": F(f"{owner}__id"),
        "whose_name": F(f"{owner}__name"),
    }
    rows: QuerySet[Any] = model.filter(whose).order_by().annotate(**columns)
    return rows.values_list(*columns)


def _theirs(owner: str, user: User) -> Q:
    return Q(**{owner: user})


def _theirs_or_left(owner: str, user: User) -> Q:
    """Theirs and, for those who keep the plan, what somebody has whose account is closed, or whose roles show them none
    of it any more.
    """
    if not user.may(Permission.IMPROVE):
        return _theirs(owner, user)
    able = User.objects.with_role(*ANSWER_FOR_THINGS, today=user.access_day)
    return _theirs(owner, user) | ~Q(**{f"{owner}__in": able})


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
    look_on = _rows(
        ServiceDocument.objects.filter(IN_USE, look_on__lte=until),
        "document",
        text="title",
        due_on="look_on",
        owner="owner",
        whose=whose("owner", user),
    )
    return actions.union(asked, look_on, *_training(whose, user, until), all=True).order_by("by_day", "said")


def _training(whose: Callable[[str, User], Q], user: User, until: date) -> Iterable[QuerySet[Any]]:
    """Their own; and that of carers and members for whoever arranges the course. Who has left needs none."""
    ends = Trained.objects.latest().filter(counts_until__lte=until)
    text, due_on = Concat("course__title", Value(": "), "name"), "counts_until"
    owners = whose("course__owner", user)
    yield _rows(ends, "training", text="course__title", due_on=due_on, owner="user", whose=_theirs("user", user))
    theirs = ends.filter(user=None)
    yield _rows(theirs, "their_training", text=text, due_on=due_on, owner="course__owner", whose=owners, pk="course_id")


SERVICE_TASKS = StatementOfUser(partial(_tasks, _theirs_or_left), date)


@in_steps
def tasks_of(user: User, until: date) -> Asking[list[DatedTask]]:
    """What is on this user's Today: theirs and, where they keep the plan, what others left, due by `until`; the first
    due first. One query.
    """
    rows = yield from SERVICE_TASKS.rows.steps(user, until)
    return [DatedTask(*row) for row in rows]


def held_for_the_service(worker: User, today: date) -> Iterable[HeldKind]:
    """What somebody answers for in the improvement plan."""
    held = [DatedTask(*row) for row in _tasks(_theirs, worker, date.max)]
    yield _held("improvement_action", "Actions of the improvement plan", held, "action")
    yield _held("recommendation", "Recommendations that they lead", held, "recommendation")
    yield _held("service_document", "Strategies, policies and protocols of theirs", held, "document")
    yield _held("their_training", "Training of carers and members that they arrange", held, "their_training")


def _held(code: str, label: str, tasks: list[DatedTask], kind: str) -> HeldKind:
    things = [HeldThing(what=task.text, due_on=task.due_on) for task in tasks if task.kind == kind]
    return HeldKind(code, label, things, WAIT)
