"""A contact made void: kept to be read with the reason, and counted nowhere."""

from __future__ import annotations

from datetime import date, datetime

from careleavers.actions.appointments import take_back_appointments
from careleavers.actions.base import Refused, action, record_event
from careleavers.actions.contacts import locked, reopen_what_it_closed
from careleavers.actions.facts_changed import facts_changed
from careleavers.actions.safeguarding import SAFEGUARDING_VOID, reword_concern
from careleavers.models import Contact, User
from careleavers.models.contacts import UNDONE
from careleavers.permissions import Permission


@action
def void_contact(*, by: User, contact: Contact, reason: str, today: date, now: datetime) -> None:
    """It was not so, or not about them. What is still to do after it is not needed any more, the appointment that it
    was written for is asked about again, what was agreed in it is gone, and its alerts are open again. Homes and
    occupations that were recorded with it stay.
    """
    contact = locked(contact)
    if refusal := why_not_void(contact, by):
        raise Refused(refusal)
    if reason == UNDONE:
        raise Refused("Say why it is void, so that a reader understands it later.", field="reason")
    contact.voided_at, contact.voided_by, contact.void_reason = now, by, reason
    contact.save(update_fields=["voided_at", "voided_by", "void_reason"])
    contact.follow_ups.filter(done_on=None).update(
        done_on=today, done_by=by, not_needed_because="The contact was made void"
    )
    take_back_appointments(contact)
    reopen_what_it_closed(contact, today)
    reword_concern(contact, SAFEGUARDING_VOID)
    facts_changed(people=[contact.person_id], today=today)
    record_event("contact_voided", by=by, person=contact.person, on=contact)


def why_not_void(contact: Contact, by: User) -> str | None:
    """The sentence that says why this user cannot make the contact void, or None."""
    if contact.voided_at or contact.superseded_at:
        return "This contact has already been undone, made void or amended. Open the latest version."
    if by.pk not in (contact.recorded_by_id, contact.worker_id) and not by.may(Permission.MANAGE_TEAM):
        return "Whoever wrote a contact, or a manager, can make it void. Ask them, or amend it."
    return None
