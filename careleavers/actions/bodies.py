"""Bodies that meet and who sits on them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import QuerySet

from careleavers.actions.base import Refused, action, record_event
from careleavers.actions.revisions import change, claim_unchanged
from careleavers.models import Body, BodyMember, Meeting, ServiceTask, User
from careleavers.models.base import not_ended_by, on_day, overlapping
from careleavers.queries.meetings import SEE_MEETINGS, who_runs_it

ITEMS_WAIT = "Something still waits for its next meeting: take it back, or let it meet once more, first."
MEETING_PLANNED = "A meeting is planned: call it off, or hold it, first."
TASKS_OPEN = "It gave somebody something to do that is not done yet: see to that first."


@action
def write_body(*, by: User, body: Body | None, revision: int | None, **facts: Any) -> Body:
    """A new body, or what is written about one put right. `facts` are fields of Body."""
    if body is None:
        body = Body.objects.create(recorded_by=by, **facts)
        record_event("body_begun", by=by, on=body, kind=body.kind)
        return body
    changed = change(body, revision, facts)
    record_event("body_changed", by=by, on=body, fields=changed)
    return body


@action
def close_body(*, by: User, body: Body, revision: int | None, today: date) -> None:
    """It meets no more. Refused while something of it is still to be done."""
    current = claim_unchanged(body, revision)
    if current.closed_on:
        raise Refused("It is closed already.")
    if current.meetings.filter(state=Meeting.PLANNED).exists():
        raise Refused(MEETING_PLANNED)
    if current.items.filter(outcome="").exists():
        raise Refused(ITEMS_WAIT)
    if ServiceTask.objects.filter(body=current, done_on=None).exists():
        raise Refused(TASKS_OPEN)
    change(current, None, {"closed_on": today})
    record_event("body_closed", by=by, on=body)


@action
def open_body_again(*, by: User, body: Body, revision: int | None, today: date) -> None:
    """It meets again; its rhythm counts from today."""
    current = claim_unchanged(body, revision)
    if not current.closed_on:
        raise Refused("It is open already.")
    change(current, None, {"closed_on": None, "began_on": today})
    record_event("body_opened_again", by=by, on=body)


@action
def write_member(*, by: User, body: Body, member: BodyMember | None, revision: int | None, **facts: Any) -> BodyMember:
    """Somebody sits on the body, or what is written about that is put right. Refused for somebody who sits on it
    at that time already, and for a body that is closed.
    """
    claim_open(body)
    user = facts.get("user")
    others = body.members.filter(overlapping(facts["starts_on"], facts["ends_on"]), user=user)
    if user and (others.exclude(pk=member.pk) if member else others).exists():
        raise Refused(f"{user.name} sits on it at that time already.", field="user")
    if member is None and not user:
        named = {"name__iexact": facts["name"], "organisation__iexact": facts["organisation"]}
        if others.filter(**named).exists():
            raise Refused(f"{facts['name']} sits on it at that time already.", field="name")
    if member is None:
        member = BodyMember.objects.create(body=body, recorded_by=by, **facts)
        record_event("body_member_added", by=by, on=member, body=body.pk, role=member.role)
        return member
    changed = change(member, revision, facts)
    record_event("body_member_changed", by=by, on=member, body=body.pk, fields=changed)
    return member


def claim_open(body: Body) -> Body:
    """Inside an action: the body, locked, so that nobody closes it meanwhile. Refused where it is closed."""
    current = claim_unchanged(body, None)
    if current.closed_on:
        raise Refused(f"{current.name} does not meet any more: let it meet again first.")
    return current


def leave_bodies(worker: User, *, today: date) -> None:
    """Inside the action that closes the account: they sit on nothing any more, and what bodies gave them to do about
    the service goes to whoever chairs the body, or waits for somebody who runs it.
    """
    for member in worker.bodies.filter(not_ended_by(today)):
        change(member, None, {"ends_on": max(today, member.starts_on)})
    _pass_on(worker.service_tasks.all(), today)


def pass_on_tasks_unseen(*, today: date) -> None:
    """Inside an action: so it is with the tasks of those whose roles show them none of it any more."""
    see = User.objects.with_role(*SEE_MEETINGS, today=today)
    _pass_on(ServiceTask.objects.filter(assigned_to__isnull=False).exclude(assigned_to__in=see), today)


def _pass_on(tasks: QuerySet[ServiceTask], today: date) -> None:
    for task in tasks.filter(done_on=None).select_related("body").order_by("pk"):
        change(task, None, {"assigned_to": chair_of(task.body, today)})


def chair_of(body: Body, today: date) -> User | None:
    """Somebody who runs the body on the day: its chair before a co-chair and whoever takes the minutes; None where it
    has none.
    """
    for role in BodyMember.RUN_IT:
        rows = body.members.filter(on_day(today), who_runs_it(today), role=role)
        if member := rows.order_by("starts_on", "pk").select_related("user").first():
            return member.user
    return None
