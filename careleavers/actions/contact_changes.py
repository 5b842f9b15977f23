"""What else changed and was recorded in a contact's form: a home, an occupation, a contact detail; and taken back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.dateparse import parse_date

from careleavers.actions.base import refused_on
from careleavers.actions.details import add_contact_detail
from careleavers.actions.homes import move_home
from careleavers.actions.occupations import begin_occupation
from careleavers.actions.periods import confirm_period
from careleavers.models import AuditEvent, Contact, ContactDetail, Home, Occupation, User
from careleavers.models.base import on_day


@dataclass(frozen=True)
class ContactChanges:
    """What else changed, recorded in the same form: each a dict of the fields of the new row, or None for no change."""

    home: dict[str, Any] | None = None
    occupation: dict[str, Any] | None = None
    detail: dict[str, Any] | None = None
    same_home: bool = False
    same_occupation: bool = False


NO_CHANGES = ContactChanges()


def apply_changes(changes: ContactChanges, contact: Contact, *, by: User, today: date) -> dict[str, Any]:
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
    detail = changes.detail and add_contact_detail(by=by, person=person, starts_on=on, today=today, **changes.detail)
    return {"ended": ended, "confirmed": confirmed, "detail": str(detail.pk) if detail else None}


def _open_period_ids(periods: QuerySet[Any]) -> list[str]:
    return [str(pk) for pk in periods.filter(ends_on=None).values_list("pk", flat=True)]


def take_back_changes(contact: Contact, logged: Mapping[str, Any]) -> None:
    """Undo what `apply_changes` wrote for this contact; `logged` is what it returned."""
    for model in (Home, Occupation):
        model._default_manager.filter(person=contact.person_id, source=source_of(contact)).delete()
        model._default_manager.filter(pk__in=logged["ended"]).update(ends_on=None)
        for period in model._default_manager.filter(pk__in=logged["confirmed"]):
            period.last_confirmed_on = parse_date(logged["confirmed"][str(period.pk)] or "")
            period.save(update_fields=["last_confirmed_on"])
    ContactDetail.objects.filter(pk=logged["detail"]).delete()


def changed_since(contact: Contact) -> str | None:
    """The sentence that says why the changes cannot be taken back any more, or None."""
    for model, called in ((Home, "where they live"), (Occupation, "what they do")):
        periods = model._default_manager.filter(person=contact.person_id, source=source_of(contact))
        if periods.exclude(ends_on=None).exists():
            return f"Since then somebody has recorded {called} again. Amend the contact instead."
    return None


def detail_logged_with(contact: Contact) -> ContactDetail | None:
    """The contact detail that was added in the contact's form, if it is still there."""
    logged = AuditEvent.objects.filter(name="contact_logged", object_id=str(contact.pk)).first()
    return ContactDetail.objects.filter(pk=logged.details["detail"]).first() if logged else None


def source_of(contact: Contact) -> str:
    """How a row says that it was told in a contact's form."""
    return f"contact:{contact.pk}"
