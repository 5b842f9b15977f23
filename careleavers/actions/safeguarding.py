"""A concern for somebody's safety written in a contact: a task of the managers until one of them says what was decided.

These functions but the last are parts of actions: they write inside the action that calls them.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from careleavers.actions.alerts import close_alerts, raise_alert
from careleavers.actions.base import Refused, action, record_event
from careleavers.models import Alert, Contact, ContactComment, User, YoungPerson
from careleavers.queries.managers import managers_on
from careleavers.queries.restricted import managers_without_sight
from careleavers.rules.alert_kinds import ClosedBy
from careleavers.rules.words import day

CODE = "safeguarding_"
SAFEGUARDING = "A safeguarding concern was written down: read it and decide what to do"
SAFEGUARDING_UNDONE = "A safeguarding concern was written down and undone: ask why, and decide what to do"
SAFEGUARDING_VOID = "A contact with a safeguarding concern was made void: ask why, and decide what to do"
SAFEGUARDING_TAKEN_OUT = "A safeguarding concern was taken out in an amendment: ask why, and decide what to do"


def tell_of_concern(contact: Contact, today: date) -> None:
    """Give the managers the task, once for a contact and all its versions.

    Whoever wrote it down does not decide on it: the next manager does, up the tree; where there is nobody else, they
    do.
    """
    if alert_of(contact):
        return
    raise_alert(
        person=contact.person,
        code=safeguarding_code(contact),
        cycle_started_on=contact.happened_on,
        due_on=today,
        text=SAFEGUARDING,
        because=f"A contact of {day(contact.happened_on)} notes a concern for their safety.",
        today=today,
        closed_by_kind=ClosedBy.SAFEGUARDING,
        to_managers_only=True,
        not_for=_may_not_decide(contact, today),
    )


def _may_not_decide(contact: Contact, today: date) -> list[UUID]:
    writers = {pk for pk in (contact.recorded_by_id, contact.worker_id) if pk}
    blind = managers_without_sight(contact.person, today)
    others = managers_on(today).nearest(contact.person.team_id, excluding=writers | blind)
    return sorted(writers) if others else []


def reword_concern(contact: Contact, text: str) -> None:
    """The concern stays with the managers, unless it is decided, and says what became of the contact."""
    Alert.objects.filter(code=safeguarding_code(contact), closed_on=None).update(text=text)


def pass_concern_on(contact: Contact, amended: Contact) -> None:
    """The amended contact takes the place of the other one, whose concern was told already, or decided."""
    Alert.objects.filter(code=safeguarding_code(contact)).update(code=safeguarding_code(amended))
    reword_concern(amended, SAFEGUARDING if amended.is_safeguarding else SAFEGUARDING_TAKEN_OUT)


def alert_of(contact: Contact) -> Alert | None:
    """The task that this contact's concern became, open or decided."""
    return Alert.objects.filter(person=contact.person_id, code=safeguarding_code(contact)).first()


def safeguarding_code(contact: Contact) -> str:
    """The code of the alert that a safeguarding concern raises."""
    return f"{CODE}{contact.pk.hex[:8]}"


def oldest_concern_of(person: YoungPerson) -> Contact | None:
    """The contact with the oldest concern about them that waits for a decision, whatever became of the contact."""
    waiting = Alert.objects.filter(person=person, closed_by_kind=ClosedBy.SAFEGUARDING, closed_on=None)
    for code in waiting.order_by("cycle_started_on").values_list("code", flat=True):
        beginning = code.removeprefix(CODE)  # of the contact's id
        if contact := person.contacts.filter(pk__startswith=beginning).first():
            return contact
    return None


def why_not_decide(by: User, alert: Alert | None) -> str | None:
    """The sentence that says why this manager cannot decide on the concern, or None."""
    if alert is None:
        return "This contact notes no safeguarding concern."
    if alert.closed_on:
        return "Somebody has decided on this concern already: it is written below the contact."
    if by.pk in alert.not_for:
        return "You wrote this contact, so another manager decides on its concern. They have been told."
    return None


@action(open_after_death="A concern stays with the managers until it is decided.")
def decide_on_concern(*, by: User, contact: Contact, text: str, today: date) -> ContactComment:
    """Write down what was decided, which alone closes the task. Refused for whoever wrote the contact."""
    alert = Alert.objects.select_for_update().filter(person=contact.person_id, code=safeguarding_code(contact)).first()
    if refusal := why_not_decide(by, alert):
        raise Refused(refusal)
    comment = ContactComment.objects.create(
        contact=contact,
        kind=ContactComment.DECISION,
        text=text,
        for_worker=contact.worker if contact.worker_id != by.pk else None,
        recorded_by=by,
    )
    because = f"{by.name} wrote down what was decided"
    closed = close_alerts(alerts=[alert] if alert else [], today=today, because=because)
    record_event("safeguarding_decided", by=by, person=contact.person, on=contact, closed_alerts=closed)
    return comment
