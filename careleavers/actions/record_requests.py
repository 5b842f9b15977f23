"""Requests for one's own record: written down, seen to by a named person in time, and ended."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from careleavers.actions.base import Refused, action, record_event
from careleavers.actions.lifetimes import why_after_death, why_before_birth
from careleavers.actions.revisions import change, claim_unchanged
from careleavers.models import RecordRequest, User, YoungPerson
from careleavers.models.record_requests import OPEN_REQUEST
from careleavers.queries.record_requests import who_may_answer
from careleavers.rules.record_requests import (
    RecordRequestState,
    RequestKind,
    next_task,
    why_not_extended,
)
from careleavers.rules.words import day

ASKED_AFTER_DEATH = "Their family may ask, and whoever asked is told what becomes of it."
ENDED = "It has ended: open it again first."


@action(open_after_death=ASKED_AFTER_DEATH)
def write_request(
    *,
    by: User,
    person: YoungPerson,
    request: RecordRequest | None = None,
    revision: int | None = None,
    today: date,
    **facts: Any,
) -> RecordRequest:
    """Write down what was asked, however it was, or put that right. `facts` are fields of RecordRequest.

    Refused for a day before their birth, for what they themself would have asked after their death, and for an owner
    who may not answer it.
    """
    if refusal := why_before_birth(person, facts["received_on"]):
        raise Refused(refusal, field="received_on")
    by_themself = facts.get("asked_by", RecordRequest.YOUNG_PERSON) == RecordRequest.YOUNG_PERSON
    if by_themself and (refusal := why_after_death(person, facts["received_on"], "say who asked")):
        raise Refused(refusal, field="asked_by")
    owner = facts["owner"]
    if owner and not who_may_answer(person, today).filter(pk=owner.pk).exists():
        raise Refused(f"{owner.name} may not answer it: choose somebody else.", field="owner")
    if request:
        still_open(request)
        if request.copied_on and facts["kind"] != request.kind:
            raise Refused("A copy has been begun: it stays a request for a copy.", field="kind")
        change(request, revision, facts)
        follow(request)
    else:
        request = RecordRequest(person=person, recorded_by=by, **facts)
        request.state, request.due_on = _what_follows(request, request.state)
        request.save(force_insert=True)
    record_event(
        "record_request_written", by=by, person=person, on=request, kind=request.kind, owner=_id(request.owner)
    )
    return request


@action(open_after_death=ASKED_AFTER_DEATH)
def write_clock(*, by: User, request: RecordRequest, revision: int | None = None, **facts: Any) -> None:
    """Whether proof of who asks was asked for and seen, and whether they were told of two more months.

    `facts` are fields of RecordRequest. Refused for days out of order, and for an extension that came too late.
    """
    current = still_open(request)
    asked_on, checked_on = facts["identity_asked_on"], facts["identity_checked_on"]
    if asked_on and asked_on < current.received_on:
        raise Refused(f"The request came on {day(current.received_on)}: check the days.", field="identity_asked_on")
    if checked_on and checked_on < (asked_on or current.received_on):
        raise Refused("That is before it was asked for: check the days.", field="identity_checked_on")
    told_on = facts["extension_told_on"]
    facts_then = current.facts._replace(identity_asked_on=asked_on, identity_checked_on=checked_on)
    if told_on and (refusal := why_not_extended(facts_then, told_on)):
        raise Refused(refusal, field="extension_told_on")
    change(request, revision, facts)
    follow(request)
    record_event("record_request_clock_written", by=by, person=request.person, on=request, extended=told_on is not None)


def follow(request: RecordRequest, state: str | None = None, **facts: Any) -> None:
    """Inside an action: write the state to which it comes (None: where it is), and when the next thing is to be done.

    `facts` are other fields to write with them, none of them a day that the clock asks about.
    """
    state, due_on = _what_follows(request, state or request.state)
    change(request, None, {**facts, "state": state, "due_on": due_on})


def _what_follows(request: RecordRequest, state: str) -> tuple[str, date | None]:
    """The state as the days make it, and the day by which the next thing is to be done."""
    if state in (RecordRequestState.RECEIVED, RecordRequestState.IDENTITY_ASKED):
        waits = request.facts.is_waiting_for_proof
        state = RecordRequestState.IDENTITY_ASKED if waits else RecordRequestState.RECEIVED
    task = next_task(request.kind, state, request.facts)
    return RecordRequestState(state).value, task.due_on if task else None


@action(open_after_death=ASKED_AFTER_DEATH)
def end_request(
    *, by: User, request: RecordRequest, revision: int | None = None, state: str, closed_on: date, **facts: Any
) -> None:
    """It was answered, refused with the exemption, or withdrawn. `facts` are fields of RecordRequest.

    Refused where a copy has not been approved by a second person, or nobody wrote down how it is known who asks.
    """
    current = still_open(request)
    if closed_on < current.received_on:
        raise Refused(f"The request came on {day(current.received_on)}: check the day.", field="closed_on")
    if state == RecordRequestState.SENT and (refusal := _why_not_given(current, closed_on)):
        raise Refused(refusal, field="state")
    change(request, revision, {"state": state, "closed_on": closed_on, "due_on": None, **facts})
    record_event("record_request_ended", by=by, person=request.person, on=request, state=state)


def _why_not_given(request: RecordRequest, on: date) -> str | None:
    if request.identity_checked_on is None:
        return "Write down first how you know who asks."
    if request.identity_checked_on > on:
        return f"It is known who asks since {day(request.identity_checked_on)}: check the day."
    if request.kind != RequestKind.ACCESS:
        return None
    if request.approved_on is None:
        return "A second person has not approved the copy yet."
    return f"The copy was approved on {day(request.approved_on)}: check the day." if request.approved_on > on else None


@action(open_after_death=ASKED_AFTER_DEATH)
def open_request_again(*, by: User, request: RecordRequest, revision: int | None) -> None:
    """There is more to do about it: it is where it was, as far as its copy is."""
    current = claim_unchanged(request, revision)
    if current.closed_on is None:
        raise Refused("It is open already.")
    state = RecordRequestState.RECEIVED
    if current.copied_on:
        state = RecordRequestState.READY if current.approved_on else RecordRequestState.PREPARING
    follow(current, state, closed_on=None, given_how="", exemption="", outcome="")
    record_event("record_request_opened_again", by=by, person=current.person, on=current)


def still_open(request: RecordRequest, revision: int | None = None) -> RecordRequest:
    """Inside an action: claim it as `claim_unchanged` does. Refused once it has ended."""
    current = claim_unchanged(request, revision)
    if not current.is_open:
        raise Refused(ENDED)
    return current


def give_up_requests_of(worker: User, *, by: User | None) -> None:
    """Inside the action that closes the account: what they answered waits for another manager."""
    _give_up(RecordRequest.objects.filter(owner=worker), by)


def give_up_requests_about(person: YoungPerson, owners: Collection[UUID], *, by: User | None) -> None:
    """Inside an action: what these answered about somebody whose record they may not see any more."""
    if owners:
        _give_up(RecordRequest.objects.filter(person=person, owner__in=owners), by)


def _give_up(requests: QuerySet[RecordRequest], by: User | None) -> None:
    for row in requests.filter(OPEN_REQUEST).select_related("person").order_by("pk"):
        change(row, None, {"owner": None})
        record_event("record_request_given_up", by=by, person=row.person, on=row)


def _id(user: User | None) -> str | None:
    return str(user.pk) if user else None
