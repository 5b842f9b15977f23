"""Contacts that are planned: made, moved, cancelled, written up, and asked about until somebody says what became of
them."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, time
from typing import Any

from careleavers.actions.base import Refused, action, record_event
from careleavers.actions.facts_changed import facts_changed
from careleavers.actions.revisions import change, claim
from careleavers.models import Appointment, Contact, User, YoungPerson
from careleavers.rules.words import day

CLOSED = "Somebody has already said what became of this appointment. Open it again first."


@dataclass(frozen=True)
class PlannedContact:
    """When and how the worker and the young person are to meet or talk; the hour is that of England."""

    planned_on: date
    planned_at: time
    method: str = Contact.FACE_TO_FACE
    place: str = ""
    purpose: str = ""


@action
def plan_appointment(*, by: User, person: YoungPerson, today: date, planned: PlannedContact) -> Appointment:
    """Plan a contact of `by` with the person. Refused for a day that is over, after a death, and a second time."""
    same = Appointment.objects.still_planned().filter(person=person, worker=by)
    if same.filter(planned_on=planned.planned_on, planned_at=planned.planned_at).exists():
        raise Refused("You have planned this with them already, for that day and hour.", field="planned_at")
    return add_appointment(person=person, by=by, planned=planned, today=today)


def add_appointment(
    *, person: YoungPerson, by: User, planned: PlannedContact, today: date, arranged_in: Contact | None = None
) -> Appointment:
    """Inside an action: the appointment; `arranged_in` is the contact in which it was agreed."""
    if refusal := why_not_plan(person, planned.planned_on, today):
        raise Refused(refusal, field="next_on" if arranged_in else "planned_on")
    appointment = Appointment.objects.create(
        person=person, worker=by, recorded_by=by, arranged_in=arranged_in, **asdict(planned)
    )
    record_event("appointment_planned", by=by, person=person, on=appointment, planned_on=planned.planned_on)
    return appointment


def why_not_plan(person: YoungPerson, planned_on: date, today: date) -> str | None:
    """The sentence that says why nothing can be planned with the person for this day, or None."""
    if person.died_on:
        return (
            f"{person.short_name} died on {day(person.died_on)}, so nothing is planned with them any more. What you "
            "will do for their family can be written down in a contact, under “Something to do next”."
        )
    if planned_on < today:
        return "That day is over: choose today or a later day. A contact that has happened is logged."
    return None


@action
def change_appointment(
    *, by: User, appointment: Appointment, revision: int | None = None, today: date, planned: PlannedContact
) -> Appointment:
    """Another day, hour, place, kind or purpose. Refused once it is closed, and for a day that is over."""
    current = claim(appointment, None, {})
    _refuse_if_closed(current)
    if refusal := why_not_plan(current.person, planned.planned_on, today):
        raise Refused(refusal, field="planned_on")
    fields = change(appointment, revision, asdict(planned))
    facts_changed(people=[appointment.person_id], today=today)
    record_event("appointment_changed", by=by, person=appointment.person, on=appointment, fields=fields)
    return appointment


@action
def close_appointment(*, by: User, appointment: Appointment, reason: str, today: date) -> Appointment:
    """There will be no such contact, or there was none: cancelled before its day, else it did not happen."""
    current = claim(appointment, None, {})
    _refuse_if_closed(current)
    is_ahead = current.planned_on > today
    current.outcome = Appointment.CANCELLED if is_ahead else Appointment.DID_NOT_HAPPEN
    current.reason, current.closed_on = reason, today
    current.save(update_fields=["outcome", "reason", "closed_on"])
    facts_changed(people=[current.person_id], today=today)
    record_event("appointment_closed", by=by, person=current.person, on=current, outcome=current.outcome)
    return current


@action
def reopen_appointment(*, by: User, appointment: Appointment, today: date) -> Appointment:
    """Take back that it was cancelled or did not happen. Refused for one that a contact was written up for."""
    current = claim(appointment, None, {})
    if current.outcome == Appointment.WRITTEN_UP:
        raise Refused("A contact is written up for it: undo or amend that contact instead.")
    _set_open(current)
    facts_changed(people=[current.person_id], today=today)
    record_event("appointment_reopened", by=by, person=current.person, on=current)
    return current


def close_by_contact(appointment: Appointment, contact: Contact, today: date) -> None:
    """Inside the action that logs this contact: it is what the appointment was for."""
    current = claim(appointment, None, {})
    if current.person_id != contact.person_id:
        raise Refused("That appointment is with somebody else.", field="appointment")
    if current.outcome:
        raise Refused(
            "Somebody has said meanwhile what became of that appointment: choose “None of these”.", field="appointment"
        )
    current.outcome, current.contact, current.closed_on = Appointment.WRITTEN_UP, contact, today
    current.save(update_fields=["outcome", "contact", "closed_on"])


def take_back_appointments(contact: Contact) -> None:
    """Inside the action that takes this contact back: what it closed is open again, what was agreed in it is gone."""
    for appointment in Appointment.objects.filter(contact=contact):
        _set_open(appointment)
    Appointment.objects.filter(arranged_in=contact, outcome="").delete()


def pass_appointments_on(contact: Contact, amended: Contact) -> None:
    """Inside the action that puts an amended contact in the place of another."""
    Appointment.objects.filter(contact=contact).update(contact=amended)
    Appointment.objects.filter(arranged_in=contact).update(arranged_in=amended)


def _set_open(appointment: Appointment) -> None:
    facts: dict[str, Any] = {"outcome": "", "contact": None, "reason": "", "closed_on": None}
    for name, value in facts.items():
        setattr(appointment, name, value)
    appointment.save(update_fields=list(facts))


def _refuse_if_closed(appointment: Appointment) -> None:
    if appointment.outcome:
        raise Refused(CLOSED)
