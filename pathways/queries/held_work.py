"""What plans and assessments have somebody hold."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.db.models.functions import Coalesce

from careleavers.models import Alert, User
from careleavers.models.base import on_day
from careleavers.permissions import Permission
from careleavers.queries.held_work import GO_WITH_THE_CASE, HeldKind, HeldThing
from careleavers.queries.managers import managers_on
from careleavers.queries.out_of_sight import Owes
from careleavers.queries.restricted import readers_of
from careleavers.rules.alert_kinds import ClosedBy
from pathways.models import NeedsAssessment, PlanAction, PlanNextStep, PlanReviewer, PlanVersion

PERSON = "version__plan__person_id"


def held_in_plans(worker: User, today: date) -> list[HeldKind]:
    """Promises, plans that wait for their decision, and what they have begun to write."""
    open_to_them = PlanAction.objects.owed_by_user(worker).filter(
        status=PlanAction.OPEN, version__plan__person__died_on=None
    )
    written = PlanVersion.objects.filter(state__in=PlanVersion.OPEN_TO_WRITING, written_by=worker)
    steps = PlanNextStep.objects.filter(owner=worker, follow_up=None, version__plan__person__died_on=None)
    steps = steps.exclude(version__state=PlanVersion.AUTHORISED)
    reviewed = PlanReviewer.objects.filter(on_day(today), officer=worker, person__died_on=None)
    assessments = NeedsAssessment.objects.filter(completed_on=None, written_by=worker)
    return [
        HeldKind(
            "promise",
            "Promises of pathway plans",
            _things(open_to_them.values_list(PERSON, "what", "by_when")),
            GO_WITH_THE_CASE,
        ),
        HeldKind(
            "plan_next_step",
            "What they are to do once a plan is authorised",
            _things(steps.values_list(PERSON, "text")),
            "It becomes a task of whoever holds the case on the day on which the plan is authorised.",
        ),
        *_decisions(worker, today),
        HeldKind(
            "plan",
            "Pathway plans begun and not handed in",
            _things(written.values_list("plan__person_id")),
            "Whoever works with the young person writes on: every word that was saved is there.",
        ),
        HeldKind(
            "needs_assessment",
            "Needs assessments begun and not completed",
            _things(assessments.values_list("person_id")),
            "Whoever works with the young person writes on: every word that was saved is there.",
        ),
        HeldKind(
            "plan_reviewer",
            "Pathway plans that they review",
            _things(reviewed.values_list("person_id")),
            "Managers see on the page of reviewing officers whose plans nobody reviews, and name somebody else.",
        ),
    ]


def promised_in_plans(people: Collection[UUID] | None) -> list[Owes]:
    """Who owes what plans, in force or being written, say that we do."""
    owed = PlanAction.objects.filter(status=PlanAction.OPEN, **{f"{PERSON.removesuffix('_id')}__died_on": None})
    if people is not None:
        owed = owed.filter(**{f"{PERSON}__in": people})
    whose = owed.annotate(whose=Coalesce("passed_to", "owner")).exclude(whose=None)
    pairs = whose.order_by().values_list(PERSON, "whose").distinct()
    return [Owes(person, user, Permission.LOG_CONTACT) for person, user in pairs]


def _things(rows: QuerySet[Any, tuple[Any, ...]]) -> list[HeldThing]:
    return [HeldThing(*row) for row in rows]


def _decisions(worker: User, today: date) -> list[HeldKind]:
    """Plans of which they are asked for a decision, apart from those on which nobody else could decide."""
    asked = Alert.objects.filter(
        closed_by_kind=ClosedBy.PLAN_DECISION, closed_on=None, recipients__user=worker, recipients__ended_on=None
    )
    managers = managers_on(today)
    shared: list[HeldThing] = []
    alone: list[HeldThing] = []
    fields = ("person_id", "text", "due_on", "not_for", "person__team_id", "person__is_restricted")
    rows = list(asked.values_list(*fields))
    named = readers_of({person for person, *_, is_restricted in rows if is_restricted}, today)
    for person, text, due_on, not_for, team, _ in rows:
        blind = managers.everybody - named[person] if person in named else ()
        others = managers.nearest(team, excluding=[*not_for, worker.pk, *blind])
        (shared if others else alone).append(HeldThing(person, text, due_on))
    return [
        HeldKind("plan_decision", "Plans that wait for their decision", shared, "The next manager who may decides."),
        HeldKind(
            "plan_decision_alone",
            "Plans on which nobody else could decide",
            alone,
            "",
            stops="A pathway plan waits for a decision that nobody else could take: decide on it first, or give "
            "somebody else a manager’s role.",
        ),
    ]
