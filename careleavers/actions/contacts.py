"""Contacts: logged once however often they are sent, undone for ten minutes, afterwards amended and never edited."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.dateparse import parse_date

from careleavers.actions.alerts import close_alerts_of_kind, raise_alert, reopen_alerts
from careleavers.actions.base import Refused, action, record_event, refused_on
from careleavers.actions.details import add_contact_detail
from careleavers.actions.drafts import end_draft
from careleavers.actions.facts_changed import facts_changed
from careleavers.actions.homes import move_home
from careleavers.actions.occupations import begin_occupation
from careleavers.actions.periods import confirm_period
from careleavers.models import (
    Alert,
    AuditEvent,
    Contact,
    ContactDetail,
    FollowUp,
    Home,
    Occupation,
    User,
    YoungPerson,
)
from careleavers.models.base import on_day
from careleavers.rules.alert_kinds import ClosedBy
from careleavers.rules.words import day

UNDO_WITHIN = timedelta(minutes=10)
SPOKE = Q(result=Contact.SPOKE)
CLOSES_ALERTS_OF = {
    ClosedBy.CONTACT: SPOKE,
    ClosedBy.MEETING: SPOKE & Q(method=Contact.FACE_TO_FACE),
    ClosedBy.VISIT: SPOKE & Q(method=Contact.FACE_TO_FACE, saw_home=True),
}  # alerts of each kind
SAFEGUARDING = "A safeguarding concern was written down: read it and decide what to do"
SAFEGUARDING_UNDONE = "A safeguarding concern was written down and undone: ask why, and decide what to do"


@dataclass(frozen=True)
class ContactChanges:
    """What else changed, recorded in the same form: each a dict of the fields of the new row, or None for no change."""

    home: dict[str, Any] | None = None
    occupation: dict[str, Any] | None = None
    detail: dict[str, Any] | None = None
    same_home: bool = False
    same_occupation: bool = False


@action
def log_contact(
    *,
    by: User,
    person: YoungPerson,
    today: date,
    submission_id: UUID,
    happened_on: date,
    follow_up: tuple[str, date] | None = None,
    changes: ContactChanges = ContactChanges(),
    **facts: Any,
) -> Contact:
    """Write down a contact, what changed, and what was promised; close the alerts that it settles.

    Sent twice with one `submission_id`, it is one contact: the first is returned and nothing else happens. `facts` are
    fields of Contact. Refused for a day to come, for a contact with somebody who had died, and for a form that somebody
    else sent.
    """
    if existing := _existing_contact(submission_id, by, person):
        return existing
    _refuse_unless_possible(person, happened_on, facts["result"], today)
    contact = Contact(
        person=person, worker=by, recorded_by=by, submission_id=submission_id, happened_on=happened_on, **facts
    )
    # A clash that Postgres refused would stand in its log, with the note.
    Contact.objects.bulk_create([contact], ignore_conflicts=True)
    existing = _existing_contact(submission_id, by, person)
    if existing and existing.pk != contact.pk:  # the same form arrived twice at once, and the other one won
        return existing
    end_draft(by=by, submission_id=submission_id)
    if follow_up:
        text, due_on = follow_up
        FollowUp.objects.create(
            person=person, contact=contact, text=text, due_on=due_on, assigned_to=by, recorded_by=by
        )
    before = _apply(changes, contact, by=by, today=today)
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
    existing = Contact.objects.filter(submission_id=submission_id).first()
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
    if happened_on < person.date_of_birth:
        return f"That is before {person.short_name} was born: check the day."
    return None


def why_not_after_death(person: YoungPerson, happened_on: date, result: str) -> str | None:
    """After somebody's death there is contact with their family and friends, and none with them."""
    if person.died_on and happened_on > person.died_on and result != Contact.ABOUT:
        return (
            f"{person.short_name} died on {day(person.died_on)}. If you spoke with family, friends or others, choose "
            "“Somebody else, about them”."
        )
    return None


def _apply(changes: ContactChanges, contact: Contact, *, by: User, today: date) -> dict[str, Any]:
    """Write what changed. Returns, for an undo, what was there before:
    `ended` and `confirmed` periods, the new `detail`."""
    person, source, on = contact.person, source_of(contact), contact.happened_on
    ended: list[str] = []
    confirmed: dict[str, date | None] = {}
    if changes.home:
        ended += _open_period_ids(person.homes.all())
        with refused_on("home_starts_on"):
            move_home(by=by, person=person, today=today, source=source, **changes.home)
    elif changes.same_home and (home := person.homes.filter(on_day(on)).first()):
        confirmed[str(home.pk)] = home.last_confirmed_on
        confirm_period(by=by, period=home, on=on)
    if changes.occupation:
        ended += _open_period_ids(person.occupations.all())
        with refused_on("occupation_starts_on"):
            begin_occupation(by=by, person=person, today=today, source=source, **changes.occupation)
    elif changes.same_occupation and (doing := person.occupations.filter(on_day(on)).first()):
        confirmed[str(doing.pk)] = doing.last_confirmed_on
        confirm_period(by=by, period=doing, on=on)
    detail = changes.detail and add_contact_detail(by=by, person=person, starts_on=on, **changes.detail)
    return {"ended": ended, "confirmed": confirmed, "detail": str(detail.pk) if detail else None}


def _open_period_ids(periods: QuerySet[Any]) -> list[str]:
    return [str(pk) for pk in periods.filter(ends_on=None).values_list("pk", flat=True)]


def _close_alerts(contact: Contact, today: date) -> list[str]:
    """Close the alerts that this contact settles. Returns their ids. A concern for safety goes to the managers."""
    closed: list[str] = []
    if contact.result == Contact.SPOKE:
        closed += close_alerts_of_kind(
            person=contact.person, kind=ClosedBy.CONTACT, today=today, because="Contact logged"
        )
        if contact.method == Contact.FACE_TO_FACE:
            closed += close_alerts_of_kind(
                person=contact.person, kind=ClosedBy.MEETING, today=today, because="Visit logged"
            )
        if contact.method == Contact.FACE_TO_FACE and contact.saw_home:
            closed += close_alerts_of_kind(
                person=contact.person, kind=ClosedBy.VISIT, today=today, because="Visit logged"
            )
    if contact.is_safeguarding:
        raise_alert(
            person=contact.person,
            code=safeguarding_code(contact),
            cycle_started_on=contact.happened_on,
            due_on=today,
            text=SAFEGUARDING,
            because=f"A contact of {day(contact.happened_on)} notes a concern for their safety.",
            today=today,
            to_managers_only=True,
        )
    return closed


def _reopen_unless_other_contact(contact: Contact, ids: list[str], today: date) -> None:
    """Reopen the alerts that this withdrawn contact closed, unless another of its day or later also closes them."""
    since = contact.person.contacts.live().filter(happened_on__gte=contact.happened_on)
    for kind, condition in CLOSES_ALERTS_OF.items():
        if not since.filter(condition).exists():
            closed = Alert.objects.filter(pk__in=ids, closed_by_kind=kind)
            reopen_alerts(ids=closed.values_list("pk", flat=True), today=today)


@action
def undo_contact(*, by: User, contact: Contact, today: date, now: datetime) -> None:
    """Take back a contact just logged, with what was changed in the same form. The row is kept, marked as undone."""
    contact = _locked(contact)
    if refusal := why_not_undo(contact, by, now):
        raise Refused(refusal)
    contact.voided_at, contact.voided_by, contact.void_reason = now, by, "Undone"
    contact.save(update_fields=["voided_at", "voided_by", "void_reason"])
    contact.follow_ups.all().delete()
    logged = AuditEvent.objects.get(name="contact_logged", object_id=str(contact.pk)).details
    for model in (Home, Occupation):
        model._default_manager.filter(person=contact.person_id, source=source_of(contact)).delete()
        model._default_manager.filter(pk__in=logged["ended"]).update(ends_on=None)
        for period in model._default_manager.filter(pk__in=logged["confirmed"]):
            period.last_confirmed_on = parse_date(logged["confirmed"][str(period.pk)] or "")
            period.save(update_fields=["last_confirmed_on"])
    ContactDetail.objects.filter(pk=logged["detail"]).delete()
    _reopen_unless_other_contact(contact, logged["closed_alerts"], today)
    Alert.objects.filter(code=safeguarding_code(contact)).update(text=SAFEGUARDING_UNDONE)
    facts_changed(people=[contact.person_id], today=today)
    record_event("contact_undone", by=by, person=contact.person, on=contact)


def why_not_undo(contact: Contact, by: User, now: datetime) -> str | None:
    """The sentence that says why this contact cannot be taken back now, or None."""
    if contact.recorded_by_id != by.pk:
        return "Only the person who logged a contact can undo it. Amend it instead."
    if contact.voided_at or contact.superseded_at:
        return "This contact has already been undone or amended."
    if contact.supersedes_id:
        return "This contact was amended, which cannot be undone. Amend it again: every version is kept."
    if now - contact.recorded_at > UNDO_WITHIN:
        return "Ten minutes have passed. Amend the contact instead: the first version is kept."
    for model, called in ((Home, "where they live"), (Occupation, "what they do")):
        periods = model._default_manager.filter(person=contact.person_id, source=source_of(contact))
        if periods.exclude(ends_on=None).exists():
            return f"Since then somebody has recorded {called} again. Amend the contact instead."
    return None


def _locked(contact: Contact) -> Contact:
    """The row as it is now, locked: of two who undo or amend it at once, the second sees what the first did."""
    return Contact.objects.select_for_update(of=("self",)).select_related("person").get(pk=contact.pk)


@action
def amend_contact(
    *, by: User, contact: Contact, today: date, now: datetime, reason: str, happened_on: date, **facts: Any
) -> Contact:
    """Put a contact right: a new row takes its place, and the first stays readable behind it."""
    contact = _locked(contact)
    if contact.voided_at or contact.superseded_at:
        raise Refused("This contact has already been undone or amended. Open the latest version.")
    _refuse_unless_possible(contact.person, happened_on, facts["result"], today)
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
    events = AuditEvent.objects.filter(name__in=("contact_logged", "contact_amended"), object_id=str(contact.pk))
    closed_alerts = [pk for details in events.values_list("details", flat=True) for pk in details["closed_alerts"]]
    _reopen_unless_other_contact(contact, closed_alerts, today)
    closed_alerts += _close_alerts(amended, today)
    facts_changed(people=[contact.person_id], today=today)
    record_event("contact_amended", by=by, person=contact.person, on=amended, closed_alerts=closed_alerts)
    return amended


def safeguarding_code(contact: Contact) -> str:
    """The code of the alert that a safeguarding concern raises."""
    return f"safeguarding_{contact.pk.hex[:8]}"


def detail_logged_with(contact: Contact) -> ContactDetail | None:
    """The contact detail that was added in the contact's form, if it is still there."""
    logged = AuditEvent.objects.filter(name="contact_logged", object_id=str(contact.pk)).first()
    return ContactDetail.objects.filter(pk=logged.details["detail"]).first() if logged else None


def source_of(contact: Contact) -> str:
    """How a row says that it was told in a contact's form."""
    return f"contact:{contact.pk}"
