"""What managers write about a contact, and what they ask for."""

from __future__ import annotations

from datetime import date

from careleavers.actions.base import Refused, action, record_event
from careleavers.actions.facts_changed import facts_changed
from careleavers.models import Contact, ContactComment, FollowUp, User, YoungPerson
from careleavers.queries.managers import case_holders_on


@action(open_after_death="Managers read what was written, and say so.")
def comment_on_contact(
    *, by: User, contact: Contact, today: date, text: str, kind: str, follow_up: tuple[str, date] | None = None
) -> ContactComment:
    """Tell the worker, and ask them to do something by a day: a follow-up of theirs like any other.

    It goes to whoever wrote the contact; if their account is closed, to the case holder. Refused where there is nobody,
    and for one's own contact.
    """
    if contact.worker_id == by.pk:
        raise Refused("You wrote this contact yourself: amend it, or log another one.")
    worker = _answers_for(contact, today)
    if follow_up and worker is None:
        raise Refused("Nobody works with them: allocate somebody first.", field="follow_up_text")
    comment = ContactComment.objects.create(
        contact=contact, kind=kind, text=text, for_worker=worker if worker != by else None, recorded_by=by
    )
    if follow_up and worker:
        what, due_on = follow_up
        FollowUp.objects.create(
            person=contact.person, contact=contact, text=what, due_on=due_on, assigned_to=worker, recorded_by=by
        )
        facts_changed(people=[contact.person_id], today=today)
    record_event("contact_commented", by=by, person=contact.person, on=contact, kind=kind)
    return comment


def _answers_for(contact: Contact, today: date) -> User | None:
    if contact.worker and contact.worker.is_active:
        return contact.worker
    holder = case_holders_on(today, [contact.person_id]).get(contact.person_id)
    return User.objects.filter(pk=holder).first() if holder else None


@action(open_after_death="The worker reads what a manager said.")
def mark_read(*, by: User, person: YoungPerson, contact: Contact, today: date) -> None:
    """The worker has read what was written to them about this contact."""
    unread = ContactComment.objects.filter(contact=contact, for_worker=by, read_on=None)
    if unread.update(read_on=today):
        record_event("contact_comments_read", by=by, person=person, on=contact)
