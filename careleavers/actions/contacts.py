"""Contacts: logged once however often they are sent, undone for ten minutes, afterwards amended and never edited."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from careleavers.actions.alerts import close_alerts_of_kind, reopen_alerts
from careleavers.actions.appointments import (
    PlannedContact,
    add_appointment,
    close_by_contact,
    pass_appointments_on,
    take_back_appointments,
)
from careleavers.actions.base import Refused, action, record_event, refuse_if_closed
from careleavers.actions.contact_changes import (
    NO_CHANGES,
    ContactChanges,
    apply_changes,
    changed_since,
    take_back_changes,
)
from careleavers.actions.documents import NewFile, keep_files, pass_files_on, take_back_files
from careleavers.actions.drafts import end_draft
from careleavers.actions.facts_changed import facts_changed
from careleavers.actions.lifetimes import why_before_birth
from careleavers.actions.safeguarding import (
    SAFEGUARDING_UNDONE,
    pass_concern_on,
    reword_concern,
    tell_of_concern,
)
from careleavers.actions.topics import copy_topics, tag_contact
from careleavers.models import (
    Alert,
    Appointment,
    AuditEvent,
    Contact,
    ContactComment,
    Disagreement,
    FollowUp,
    Topic,
    User,
    YoungPerson,
)
from careleavers.models.contacts import UNDONE
from careleavers.queries.contact_form import contact_of_form
from careleavers.queries.contact_groups import others_of
from careleavers.rules.alert_kinds import ClosedBy
from careleavers.rules.words import day

UNDO_WITHIN = timedelta(minutes=10)
SPOKE: dict[str, Any] = {"result": Contact.SPOKE}
MET = SPOKE | {"method": Contact.FACE_TO_FACE}
# What a contact has to be to close alerts of each kind.
CLOSES_ALERTS_OF = {ClosedBy.CONTACT: SPOKE, ClosedBy.MEETING: MET, ClosedBy.VISIT: MET | {"saw_home": True}}


@action(open_after_death="What happened before is written up, and their family are spoken with.")
def log_contact(
    *,
    by: User,
    person: YoungPerson,
    today: date,
    submission_id: UUID,
    happened_on: date,
    follow_ups: Sequence[tuple[str, date]] = (),
    appointment: Appointment | None = None,
    next_time: PlannedContact | None = None,
    topics: Sequence[Topic] = (),
    changes: ContactChanges = NO_CHANGES,
    documents: Sequence[NewFile] = (),
    **facts: Any,
) -> Contact:
    """Write down a contact, what changed, and what was promised; close the alerts that it settles.

    It closes the `appointment` for which it was made; `next_time` is the one that was agreed in it.

    Sent twice with one `submission_id`, it is one contact: the first is returned and nothing else happens. `facts` are
    fields of Contact. Refused for a day to come, for a contact with somebody who had died, for a form that somebody
    else sent, and for `changes` of a closed record.
    """
    if existing := _existing_contact(submission_id, by, person):
        return existing
    _refuse_unless_possible(person, happened_on, facts["result"], today)
    if changes != NO_CHANGES:
        refuse_if_closed(by, person)
    contact = Contact(
        person=person, worker=by, recorded_by=by, submission_id=submission_id, happened_on=happened_on, **facts
    )
    # A clash that Postgres refused would stand in its log, with the note.
    Contact.objects.bulk_create([contact], ignore_conflicts=True)
    existing = _existing_contact(submission_id, by, person)
    if existing and existing.pk != contact.pk:  # the same form arrived twice at once, and the other one won
        return existing
    end_draft(by=by, submission_id=submission_id)
    for text, due_on in follow_ups:
        FollowUp.objects.create(
            person=person, contact=contact, text=text, due_on=due_on, assigned_to=by, recorded_by=by
        )
    if topics:
        tag_contact(contact, topics)
    keep_files(contact, documents, by=by)
    if appointment:
        close_by_contact(appointment, contact, today)
    if next_time:
        add_appointment(person=person, by=by, planned=next_time, today=today, arranged_in=contact)
    before = apply_changes(changes, contact, by=by, today=today)
    facts_changed(people=[person.pk], today=today)
    record_event(
        "contact_logged",
        by=by,
        person=person,
        on=contact,
        method=contact.method,
        result=contact.result,
        closed_alerts=_close_alerts(contact, today),
        **before,
    )
    return contact


def _existing_contact(submission_id: UUID, by: User, person: YoungPerson) -> Contact | None:
    """The contact that this form has become already, if any; refused where it is not this user's about this person."""
    existing = contact_of_form(submission_id)
    if existing and (existing.recorded_by_id, existing.person_id) != (by.pk, person.pk):
        raise Refused("This form has been sent before. Open a new one: what you typed is below.")
    return existing


def _refuse_unless_possible(person: YoungPerson, happened_on: date, result: str, today: date) -> None:
    if refusal := why_not_on_day(person, happened_on, today):
        raise Refused(refusal, field="happened_on")
    if refusal := why_not_after_death(person, happened_on, result):
        raise Refused(refusal, field="result")


def why_not_on_day(person: YoungPerson, happened_on: date, today: date) -> str | None:
    """The sentence that says why no contact at all can have happened on this day, or None."""
    if happened_on > today:
        return "A contact cannot be in the future. Choose today or an earlier day."
    return why_before_birth(person, happened_on)


def why_not_after_death(person: YoungPerson, happened_on: date, result: str) -> str | None:
    """After somebody's death there is contact with their family and friends, and none with them."""
    if person.died_on and happened_on > person.died_on and result != Contact.ABOUT:
        return (
            f"{person.short_name} died on {day(person.died_on)}. If you spoke with family, friends or others, choose "
            "“Somebody else, about them”."
        )
    return None


def _close_alerts(contact: Contact, today: date) -> list[str]:
    """Close the alerts that this contact settles. Returns their ids. A concern for safety goes to the managers."""
    closed: list[str] = []
    for kind, needed in CLOSES_ALERTS_OF.items():
        if all(getattr(contact, name) == value for name, value in needed.items()):
            because = "Contact logged" if kind is ClosedBy.CONTACT else "Visit logged"
            closed += close_alerts_of_kind(person=contact.person, kind=kind, today=today, because=because)
    if contact.is_safeguarding:
        tell_of_concern(contact, today)
    return closed


def _reopen_unless_other_contact(contact: Contact, ids: list[str], today: date) -> None:
    """Reopen the alerts that this withdrawn contact closed, unless another of its day or later also closes them."""
    since = contact.person.contacts.live().filter(happened_on__gte=contact.happened_on)
    for kind, needed in CLOSES_ALERTS_OF.items():
        if not since.filter(**needed).exists():
            closed = Alert.objects.filter(pk__in=ids, closed_by_kind=kind)
            reopen_alerts(ids=closed.values_list("pk", flat=True), today=today)


def reopen_what_it_closed(contact: Contact, today: date) -> list[str]:
    """Inside an action that makes this contact count no more: reopen what it closed. Returns the ids of all that."""
    events = AuditEvent.objects.filter(name__in=("contact_logged", "contact_amended"), object_id=str(contact.pk))
    closed = [pk for details in events.values_list("details", flat=True) for pk in details["closed_alerts"]]
    _reopen_unless_other_contact(contact, closed, today)
    return closed


@action(open_after_death="A slip is taken back within ten minutes.")
def undo_contact(*, by: User, contact: Contact, today: date, now: datetime) -> None:
    """Take back a contact just logged, with what was changed in the same form, contacts with others included.

    The rows are kept, marked as undone.
    """
    contact = locked(contact)
    if refusal := why_not_undo(contact, by, now):
        raise Refused(refusal)
    contact.voided_at, contact.voided_by, contact.void_reason = now, by, UNDONE
    contact.save(update_fields=["voided_at", "voided_by", "void_reason"])
    contact.follow_ups.all().delete()
    take_back_files(contact, today)
    take_back_appointments(contact)
    logged = AuditEvent.objects.get(name="contact_logged", object_id=str(contact.pk)).details
    take_back_changes(contact, logged)
    for other in others_of(contact).filter(recorded_by=by):
        undo_contact(by=by, contact=other, today=today, now=now)
    _reopen_unless_other_contact(contact, logged["closed_alerts"], today)
    reword_concern(contact, SAFEGUARDING_UNDONE)
    facts_changed(people=[contact.person_id], today=today)
    record_event("contact_undone", by=by, person=contact.person, on=contact)


def why_not_undo(contact: Contact, by: User, now: datetime) -> str | None:
    """The sentence that says why this contact cannot be taken back now, or None."""
    if contact.source:
        return f"This contact was brought over from {contact.source}. Amend it instead: the first version is kept."
    if contact.recorded_by_id != by.pk:
        return "Only the person who logged a contact can undo it. Amend it instead."
    if contact.voided_at or contact.superseded_at:
        return "This contact has already been undone or amended."
    if contact.supersedes_id:
        return "This contact was amended, which cannot be undone. Amend it again: every version is kept."
    if now - contact.recorded_at > UNDO_WITHIN:
        return "Ten minutes have passed. Amend the contact instead: the first version is kept."
    return changed_since(contact)


def locked(contact: Contact) -> Contact:
    """The row as it is now, locked: of two who undo or amend it at once, the second sees what the first did."""
    return Contact.objects.select_for_update(of=("self",)).select_related("person").get(pk=contact.pk)


@action
def amend_contact(
    *,
    by: User | None,
    contact: Contact,
    today: date,
    now: datetime,
    reason: str,
    happened_on: date,
    documents: Sequence[NewFile] = (),
    **facts: Any,
) -> Contact:
    """Put a contact right: a new row takes its place, and the first stays readable behind it. Its files go with it, and
    `documents` are added.
    """
    contact = locked(contact)
    if contact.voided_at or contact.superseded_at:
        raise Refused("This contact has already been undone or amended. Open the latest version.")
    _refuse_unless_possible(contact.person, happened_on, facts["result"], today)
    facts.setdefault("source", contact.source)  # wherever it came from, it still did
    contact.superseded_at = now
    contact.save(update_fields=["superseded_at"])
    amended = Contact.objects.create(
        person=contact.person,
        worker=contact.worker,
        recorded_by=by,
        supersedes=contact,
        amendment_reason=reason,
        group_id=contact.group_id,
        happened_on=happened_on,
        **facts,
    )
    FollowUp.objects.filter(contact=contact).update(contact=amended)
    pass_files_on(contact, amended)
    keep_files(amended, documents, by=by)
    pass_appointments_on(contact, amended)
    copy_topics(contact, amended)
    ContactComment.objects.filter(contact=contact).update(contact=amended)
    Disagreement.objects.filter(contact=contact).update(contact=amended)
    pass_concern_on(contact, amended)
    closed_alerts = reopen_what_it_closed(contact, today)
    closed_alerts += _close_alerts(amended, today)
    facts_changed(people=[contact.person_id], today=today)
    record_event("contact_amended", by=by, person=contact.person, on=amended, closed_alerts=closed_alerts)
    return amended
