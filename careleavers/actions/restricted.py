"""Restricted records: hidden from all but those named, or who open one with a reason, which its manager is told."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from django.utils import timezone

from careleavers.actions.alerts import raise_alert
from careleavers.actions.base import Refused, action, record_event
from careleavers.actions.facts_changed import facts_changed
from careleavers.actions.locks import lock_people
from careleavers.actions.secret_links import end_links_about
from careleavers.actions.unseen import pass_on_unseen
from careleavers.models import ReadEvent, RestrictedAccess, User, YoungPerson
from careleavers.models.base import on_day
from careleavers.queries.restricted import named_managers

OPEN_FOR = timedelta(days=1)


@action(open_after_death="Who may read the record is decided after a death too.")
def break_glass(*, by: User, person: YoungPerson, reason: str, today: date) -> RestrictedAccess:
    """Open the record to `by` today and tomorrow, note the look with its reason, and tell the manager of the team."""
    access = RestrictedAccess.objects.create(
        person=person,
        user=by,
        kind=RestrictedAccess.BREAK_GLASS,
        reason=reason,
        starts_on=today,
        ends_on=today + 2 * OPEN_FOR,
        recorded_by=by,
    )
    ReadEvent.objects.create(
        kind="broke_glass", user_id=by.pk, user_name=by.name, person_id=person.pk, page="break_glass", detail=reason
    )
    raise_alert(
        person=person,
        code=f"restricted_record_opened_{by.pk.hex[:8]}",  # one alert a day for each who opened it
        cycle_started_on=today,
        due_on=today,
        text=f"{by.name} opened a restricted record: {reason}"[:200],
        because="Whenever somebody who is not named opens a restricted record, its manager is told.",
        today=today,
        to_managers_only=True,
    )
    record_event("restricted_record_opened", by=by, person=person, on=access)
    return access


@action(open_after_death="Who may read the record is decided after a death too.")
def restrict_record(*, by: User, person: YoungPerson, readers: Iterable[User], reason: str, today: date) -> None:
    """Hide the record from all but `readers` and `by`, who could not undo it otherwise. Links by which
    others read of it, or they themselves, open nothing any more: whoever is named may make another.
    """
    lock_people([person.pk])  # two at once: the second sees whom the first named
    person.is_restricted = True
    person.save(update_fields=["is_restricted"])
    for reader in {by, *readers}:
        _name(by, person, reader, reason, today)
    pass_on_unseen(people=[person.pk], by=by, today=today)
    end_links_about(person, by=by, now=timezone.now())
    facts_changed(people=[person.pk], today=today)
    record_event("record_restricted", by=by, person=person, on=person)


@action(open_after_death="Who may read the record is decided after a death too.")
def name_reader(*, by: User, person: YoungPerson, reader: User, reason: str, today: date) -> None:
    """Let one more person see the restricted record."""
    lock_people([person.pk])
    _name(by, person, reader, reason, today)
    facts_changed(people=[person.pk], today=today)


@action(open_after_death="Who may read the record is decided after a death too.")
def end_reader(*, by: User, person: YoungPerson, reader: User, today: date) -> None:
    """Somebody no longer needs to see the record. The last who is named and can sign in stays: nobody could open it;
    and so does the last manager: nobody could decide about them, name others or lift it."""
    named = RestrictedAccess.objects.filter(
        on_day(today), person=person, kind=RestrictedAccess.NAMED, user__is_active=True
    )
    if not named.exclude(user=reader).exists():
        raise Refused("Name somebody else first, or lift the restriction: nobody could open this record otherwise.")
    if named_managers(person, today) == {reader.pk}:
        raise Refused("Name another manager first, or lift the restriction: nobody could decide about them otherwise.")
    RestrictedAccess.objects.filter(on_day(today), person=person, user=reader).update(ends_on=today)
    pass_on_unseen(people=[person.pk], by=by, today=today)
    facts_changed(people=[person.pk], today=today)
    record_event("restricted_reader_ended", by=by, person=person, reader=reader.pk)


@action(open_after_death="Who may read the record is decided after a death too.")
def lift_restriction(*, by: User, person: YoungPerson, reason: str, today: date) -> None:
    """Show the record again to all whose work it is."""
    person.is_restricted = False
    person.save(update_fields=["is_restricted"])
    RestrictedAccess.objects.filter(on_day(today), person=person).update(ends_on=today)
    facts_changed(people=[person.pk], today=today)
    record_event("restriction_lifted", by=by, person=person, on=person, reason=reason)


def _name(by: User, person: YoungPerson, reader: User, reason: str, today: date) -> None:
    named = RestrictedAccess.objects.filter(on_day(today), person=person, user=reader, kind=RestrictedAccess.NAMED)
    if named.exists():
        return
    access = RestrictedAccess.objects.create(
        person=person, user=reader, kind=RestrictedAccess.NAMED, reason=reason, starts_on=today, recorded_by=by
    )
    record_event("restricted_reader_named", by=by, person=person, on=access, reader=reader.pk)
