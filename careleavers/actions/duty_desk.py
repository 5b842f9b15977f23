"""The duty desk: what reaches the service is written down, taken by somebody, answered or passed on, and never lost."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from django.utils.timezone import localdate

from careleavers.actions.base import Refused, action, record_event
from careleavers.actions.contacts import log_contact
from careleavers.actions.lifetimes import why_after_death, why_before_birth
from careleavers.actions.revisions import change, claim_unchanged
from careleavers.actions.unseen import pass_on_unseen
from careleavers.models import Contact, DutyMessage, DutyStep, User, YoungPerson
from careleavers.queries.duty_desk import who_may_take
from careleavers.rules.duty_desk import answer_by

ANSWERED_AFTER_DEATH = "Whoever calls about somebody who has died is answered too."
CLOSED = "It is closed: open it again first."
METHODS = {"phone": Contact.PHONE, "text": Contact.TEXT, "email": Contact.LETTER, "letter": Contact.LETTER}


@action(open_after_death=ANSWERED_AFTER_DEATH)
def write_message(
    *, by: User | None, message_id: UUID, person: YoungPerson | None, now: datetime, working_days: int, **facts: Any
) -> DutyMessage:
    """Write down what reached the service. Sent twice with one `message_id`, it is one: the first is returned.

    `facts` are fields of DutyMessage; `by` is None for what the young person sent themself. It waits at the desk until
    somebody takes it, unless it is `held_by` somebody from the first. Refused for an hour to come.
    """
    if existing := DutyMessage.objects.filter(pk=message_id, recorded_by=by).first():
        return existing
    _refuse_unless_possible(person, facts, now)
    team = person.team if person else facts.pop("team")
    message = DutyMessage(pk=message_id, person=person, recorded_by=by, **facts | {"team": team})
    message.due_on = _due_on(message, working_days)
    message.save(force_insert=True)
    record_event("duty_message_written", by=by, person=person, on=message, way=message.way, urgent=message.is_urgent)
    return message


@action
def write_to_case_holder(
    *,
    by: User | None,
    message_id: UUID,
    person: YoungPerson,
    now: datetime,
    today: date,
    working_days: int,
    **facts: Any,
) -> DutyMessage:
    """What a young person asked for elsewhere than at the desk, as a message that their case holder has from the first;
    at the desk where nobody works with them, or may not be named on the record.
    """
    holder = None if person.is_restricted else person.on(today).case_holder
    return write_message(
        by=by,
        message_id=message_id,
        person=person,
        now=now,
        working_days=working_days,
        caller=DutyMessage.YOUNG_PERSON,
        name_given=person.known_as,
        reached_at=now,
        held_by=holder.worker if holder else None,
        **facts,
    )


@action(open_after_death=ANSWERED_AFTER_DEATH)
def correct_message(
    *, by: User, message: DutyMessage, revision: int | None, now: datetime, working_days: int, **facts: Any
) -> None:
    """Put right what was written down; by when it is to be answered follows. EditConflict as everywhere."""
    _refuse_unless_possible(message.person, facts, now)
    if message.person:
        facts.pop("team", None)  # it waits where the person's team works
    changed = change(message, revision, facts)
    if message.due_on != (due_on := _due_on(message, working_days)):
        change(message, None, {"due_on": due_on})
    record_event("duty_message_corrected", by=by, person=message.person, on=message, fields=changed)


@action(open_after_death=ANSWERED_AFTER_DEATH)
def take_message(*, by: User, message: DutyMessage, revision: int | None) -> None:
    """`by` sees to it, also where somebody else had taken it."""
    _hold(message, revision, by, DutyStep.TAKEN, worker=by)


@action(open_after_death=ANSWERED_AFTER_DEATH)
def put_message_back(*, by: User, message: DutyMessage, revision: int | None) -> None:
    """Nobody has it any more: it waits at the desk."""
    _hold(message, revision, by, DutyStep.PUT_BACK, worker=None)


@action(open_after_death=ANSWERED_AFTER_DEATH)
def pass_message_on(*, by: User, message: DutyMessage, revision: int | None, to: User, text: str, today: date) -> None:
    """Give it to a colleague, who finds it on Today. Refused for somebody who may not read it."""
    if not who_may_take(message, by, today).filter(pk=to.pk).exists() or not _may_see(message, to, by, today):
        raise Refused(f"{to.name} may not read this: choose somebody else.", field="to")
    _hold(message, revision, by, DutyStep.PASSED_ON, worker=to, text=text, to=to)


@action(open_after_death=ANSWERED_AFTER_DEATH)
def note_try(*, by: User, message: DutyMessage, revision: int | None, text: str) -> None:
    """Somebody called back and reached nobody. Whoever tried has it, if nobody had."""
    _hold(message, revision, by, DutyStep.TRIED, worker=message.held_by or by, text=text)


@action(open_after_death=ANSWERED_AFTER_DEATH)
def connect_message(*, by: User, message: DutyMessage, revision: int | None, person: YoungPerson) -> None:
    """It is about this person: from now on it is part of their record, and those see it who may see that.
    Who had taken it and may not, has it no more.
    """
    current = _still_open(message, revision)
    if refusal := why_before_birth(person, current.reached_on) or _why_not_them(
        person, current.caller, current.reached_on
    ):
        raise Refused(refusal)
    change(current, None, {"person": person, "team": person.team})
    _step(current, by, DutyStep.CONNECTED)
    pass_on_unseen(people=[person.pk], by=by, today=by.access_day)
    record_event("duty_message_connected", by=by, person=person, on=current)


@action(open_after_death=ANSWERED_AFTER_DEATH)
def take_message_apart(*, by: User, message: DutyMessage, revision: int | None) -> None:
    """It was not about this person after all: it waits under the name that was given."""
    current = _still_open(message, revision)
    person = current.person
    change(current, None, {"person": None})
    _step(current, by, DutyStep.APART)
    record_event("duty_message_taken_apart", by=by, person=person, on=current)


@action(open_after_death=ANSWERED_AFTER_DEATH)
def close_message(
    *, by: User, message: DutyMessage, revision: int | None, outcome: str, text: str, as_contact: bool, today: date
) -> None:
    """The outcome, and what was said or done. `as_contact` writes it into their record as a contact with them too."""
    current = _still_open(message, revision)
    contact = _contact(current, by, text, today) if as_contact else None
    holder = current.held_by or by
    change(current, None, {"outcome": outcome, "closed_on": today, "held_by": holder, "contact": contact})
    _step(current, by, DutyStep.CLOSED, text)
    record_event("duty_message_closed", by=by, person=current.person, on=current, outcome=outcome)


@action(open_after_death=ANSWERED_AFTER_DEATH)
def open_message_again(*, by: User, message: DutyMessage, revision: int | None) -> None:
    """There is more to do about it. A contact that was written into the record stays."""
    current = claim_unchanged(message, revision)
    if not current.outcome:
        raise Refused("It is open already.")
    change(current, None, {"outcome": "", "closed_on": None})
    _step(current, by, DutyStep.OPENED)
    record_event("duty_message_opened_again", by=by, person=current.person, on=current)


def _hold(
    message: DutyMessage,
    revision: int | None,
    by: User,
    kind: str,
    *,
    worker: User | None,
    text: str = "",
    to: User | None = None,
) -> None:
    current = _still_open(message, revision)
    change(current, None, {"held_by": worker})
    _step(current, by, kind, text, to)
    record_event(f"duty_message_{kind}", by=by, person=current.person, on=current, to=str(to.pk) if to else None)


def _still_open(message: DutyMessage, revision: int | None) -> DutyMessage:
    current = claim_unchanged(message, revision)
    if current.outcome:
        raise Refused(CLOSED)
    return current


def _step(message: DutyMessage, by: User, kind: str, text: str = "", to: User | None = None) -> None:
    DutyStep.objects.create(message=message, kind=kind, text=text, to=to, recorded_by=by)


def _refuse_unless_possible(person: YoungPerson | None, facts: Mapping[str, Any], now: datetime) -> None:
    reached_at: datetime = facts["reached_at"]
    if reached_at > now:
        raise Refused("That is still to come: give the day and the hour at which it reached us.", field="reached_time")
    if person and (refusal := why_before_birth(person, localdate(reached_at))):
        raise Refused(refusal, field="reached_on")
    if person and (refusal := _why_not_them(person, facts["caller"], localdate(reached_at))):
        raise Refused(refusal, field="caller")


def _why_not_them(person: YoungPerson, caller: str, on: date) -> str | None:
    """Whoever called about somebody after their death was somebody else."""
    return why_after_death(person, on, "say who called") if caller == DutyMessage.YOUNG_PERSON else None


def _due_on(message: DutyMessage, working_days: int) -> date:
    return answer_by(message.reached_on, is_urgent=message.is_urgent, working_days=working_days)


def _may_see(message: DutyMessage, worker: User, by: User, today: date) -> bool:
    """Whether the colleague may see the record that it is in, where casework may be narrowed to one's own."""
    if message.person is None:
        return True
    colleague = worker.on(today, own_only=by.access.own_only)
    return YoungPerson.objects.visible_to(colleague).filter(pk=message.person.pk).exists()


def _contact(message: DutyMessage, by: User, text: str, today: date) -> Contact:
    if message.person is None:
        raise Refused("Say whose record it belongs to first.", field="as_contact")
    if message.caller != DutyMessage.YOUNG_PERSON:
        raise Refused("Nobody spoke with the young person themself.", field="as_contact")
    note = f"{message.text}\n\nOur answer: {text}"
    return log_contact(
        by=by,
        person=message.person,
        today=today,
        submission_id=uuid4(),  # opened again, it may become another contact
        happened_on=today,
        method=METHODS.get(message.way, Contact.OTHER),
        result=Contact.SPOKE,
        note=note,
    )
