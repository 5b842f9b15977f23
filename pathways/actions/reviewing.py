"""Independent reviewing officers: named for a plan, and what they escalate, which a manager answers by a day."""

from __future__ import annotations

from datetime import date

from careleavers.actions.alerts import close_alerts, raise_alert
from careleavers.actions.base import Refused, action, record_event
from careleavers.actions.facts_changed import alerts_changed
from careleavers.actions.locks import lock_people
from careleavers.actions.revisions import CHANGED_MEANWHILE, change, claim
from careleavers.models import Alert, User, YoungPerson
from careleavers.models.base import on_day
from careleavers.permissions import Permission
from careleavers.rules.alert_kinds import ClosedBy
from careleavers.rules.dates import add_working_days
from careleavers.rules.words import day
from pathways.models import PlanEscalation, PlanReviewer


@action
def name_reviewer(
    *, by: User, person: YoungPerson, revision: int | None = None, today: date, officer: User | None
) -> PlanReviewer | None:
    """From today this officer reviews the plan (None: nobody does). Refused when somebody else named one meanwhile;
    `revision` is that of the one before, None where there was none."""
    lock_people([person.pk])
    current = person.reviewers.filter(on_day(today)).first()
    if current and current.officer_id == (officer.pk if officer else None):
        return current
    if revision != (current.revision if current else None):
        raise Refused(CHANGED_MEANWHILE)
    if officer and not officer.on(today).may(Permission.REVIEW_PLANS):
        raise Refused("They are no reviewing officer today.", field="officer")
    if current:
        change(current, None, {"ends_on": today})
    named = (
        PlanReviewer.objects.create(person=person, officer=officer, starts_on=today, recorded_by=by)
        if officer
        else None
    )
    record_event("plan_reviewer_named", by=by, person=person, on=named or person, officer=officer and officer.name)
    return named


@action
def escalate(
    *,
    by: User,
    person: YoungPerson,
    today: date,
    working_days: int,
    concern: str,
    manager: User,
    follows: PlanEscalation | None = None,
) -> PlanEscalation:
    """Ask the service for something that is not right, to be answered within so many working days. The same twice is
    one. With `follows`, what was answered is taken further."""
    if not by.may(Permission.REVIEW_PLANS):
        raise Refused("Only an independent reviewing officer escalates to the service.")
    if same := person.escalations.filter(raised_by=by, raised_on=today, concern=concern, manager=manager).first():
        return same
    if follows and (refusal := why_not_settle(claim(follows, None, {}), by)):
        raise Refused(refusal)
    escalation = PlanEscalation.objects.create(
        person=person,
        follows=follows,
        raised_by=by,
        raised_on=today,
        concern=concern,
        manager=manager,
        answer_by=add_working_days(today, working_days),
        recorded_by=by,
    )
    raise_alert(
        person=person,
        code=escalation.code,
        cycle_started_on=today,
        due_on=escalation.answer_by,
        text="A reviewing officer waits for the service’s answer",
        because=f"{by.name} asked {manager.name} on {day(today)}.",
        today=today,
        source="Local: escalation by an independent reviewing officer",
        closed_by_kind=ClosedBy.ESCALATION,
        not_for=[by.pk],
        also_for=manager,
    )
    alerts_changed(people=[person.pk], today=today)
    record_event("plan_escalated", by=by, person=person, on=escalation, answer_by=escalation.answer_by)
    return escalation


def why_not_answer(escalation: PlanEscalation, by: User) -> str | None:
    """The sentence that says why this user cannot answer it, or None."""
    if escalation.answered_on:
        return f"It was answered on {day(escalation.answered_on)}."
    if not by.may(Permission.AUTHORISE_PLAN):
        return "A manager answers it."
    if escalation.raised_by_id == by.pk:
        return "You raised it, so somebody else must answer it."
    return None


@action
def answer_escalation(*, by: User, escalation: PlanEscalation, revision: int | None, today: date, answer: str) -> None:
    """A manager says what is done about it; the task ends."""
    current = claim(escalation, revision, {"answer": answer})
    if refusal := why_not_answer(current, by):
        raise Refused(refusal)
    change(escalation, None, {"answer": answer, "answer_given_by": by, "answered_on": today})
    person = escalation.person
    waiting = Alert.objects.filter(person=person, code=escalation.code, closed_on=None)
    close_alerts(alerts=waiting, today=today, because="Answered")
    alerts_changed(people=[person.pk], today=today)
    record_event("plan_escalation_answered", by=by, person=person, on=escalation)


def why_not_settle(escalation: PlanEscalation, by: User) -> str | None:
    """The sentence that says why this user cannot settle it or take it further, or None."""
    if not by.may(Permission.REVIEW_PLANS):
        return "A reviewing officer says whether the answer is good enough."
    if escalation.answered_on is None:
        return "It is not answered yet."
    if escalation.settled_on:
        return f"It was settled on {day(escalation.settled_on)}."
    if hasattr(escalation, "followed_by"):
        return "It was taken further already."
    return None


@action
def settle_escalation(*, by: User, escalation: PlanEscalation, revision: int | None, today: date) -> None:
    """The officer finds the answer good enough."""
    current = claim(escalation, revision, {})
    if refusal := why_not_settle(current, by):
        raise Refused(refusal)
    change(escalation, None, {"settled_on": today})
    record_event("plan_escalation_settled", by=by, person=escalation.person, on=escalation)
