"""What the tests of watched duties share: rows that start a duty or meet it, and what is due then."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

from careleavers.actions import contacts
from careleavers.models import Alert, AlertRecipient, YoungPerson
from pathways.actions.reconcile import reconcile_people
from pathways.models import DueItem
from tests.cast import TODAY, Cast
from tests.factories import (
    ContactFactory,
    PlanVersionFactory,
    StatusPeriodFactory,
)

Due = tuple[str, date]


def due(person: YoungPerson, today: date = TODAY) -> set[Due]:
    """What the stored rows say is due about somebody, after the night before."""
    reconcile_people(ids=[person.pk], today=today)
    listed = set(DueItem.objects.filter(person=person).values_list("text", "due_on"))
    warned = set(Alert.objects.filter(person=person, closed_on=None, managers_only=False).values_list("text", "due_on"))
    assert warned == {(text, day) for text, day in listed if day <= today + timedelta(days=28)}
    return listed


def told(person: YoungPerson, text: str) -> set[str]:
    open_now = AlertRecipient.objects.filter(alert__person=person, alert__text=text, ended_on=None)
    return set(open_now.values_list("user__name", flat=True))


def status(person: YoungPerson, code: str, starts_on: date, ends_on: date | None = None, band: str = "") -> None:
    StatusPeriodFactory.create(person=person, status=code, band=band, starts_on=starts_on, ends_on=ends_on)


def planned(cast: Cast, person: YoungPerson, on: date, **fields: object) -> None:
    """A plan that is in date, with a copy, and a contact last week: nothing of these is due."""
    PlanVersionFactory.create(
        authorised=True, person=person, written_by=cast.pat, authorised_by=cast.mo, authorised_on=on, **fields
    )
    ContactFactory.create(person=person)


def visit(cast: Cast, person: YoungPerson, on: date = TODAY, **facts: object) -> None:
    contacts.log_contact(
        by=cast.pat,
        person=person,
        today=TODAY,
        submission_id=uuid.uuid4(),
        happened_on=on,
        **{"method": "face_to_face", "result": "spoke"} | facts,
    )
