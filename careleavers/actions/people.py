"""Young people: added, changed, and the death of one recorded. Who may see a record: see `actions.restricted`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils import timezone

from careleavers.actions.alerts import close_alerts, close_alerts_of_kind, raise_alert, reopen_alerts
from careleavers.actions.allocations import call_off
from careleavers.actions.base import Refused, action, record_event
from careleavers.actions.facts_changed import alerts_changed, death_changed, facts_changed
from careleavers.actions.revisions import change, claim
from careleavers.actions.statuses import rebuild_status
from careleavers.actions.stays import book_again_after_mistake, free_nights_after_death
from careleavers.models import Alert, Involvement, Team, User, YoungPerson
from careleavers.rules.alert_kinds import ClosedBy
from careleavers.rules.clocks import DutyFacts, FactsOn, StatusSpan
from careleavers.rules.clocks.occasions import death_notification
from careleavers.rules.words import day

DEATH_NOTIFICATION = "death_notification"
CLOSED_BY_DEATH = "They have died"


@action
def add_person(
    *, by: User | None, details: Mapping[str, Any], team: Team, opened_on: date, reason_opened: str, today: date
) -> YoungPerson:
    """Open a record, and the person's involvement with the service, in a team."""
    person = YoungPerson.objects.create(team=team, recorded_by=by, **details)
    Involvement.objects.create(person=person, starts_on=opened_on, reason_opened=reason_opened, recorded_by=by)
    rebuild_status(by=by, person=person, today=today)
    record_event("person_added", by=by, person=person, on=person, team=team.pk, opened_on=opened_on)
    return person


@action
def change_person(
    *, by: User, person: YoungPerson, revision: int | None, details: Mapping[str, Any], today: date
) -> YoungPerson:
    """Change who they are. EditConflict when somebody else has changed any of it since `revision`.

    An imported value that was marked to mend counts as mended once it is changed.
    """
    current = claim(person, revision, details)
    changed = {field: value for field, value in details.items() if getattr(current, field) != value}
    if not changed:
        return current
    for field, value in changed.items():
        setattr(current, field, value)
    current.save(update_fields=[*changed])
    current.data_quality_issues.filter(field__in=changed, resolved_at=None).update(resolved_at=timezone.now())
    if "date_of_birth" in changed:
        rebuild_status(by=by, person=current, today=today)
    facts_changed(people=[current.pk], today=today)
    record_event("person_changed", by=by, person=current, on=current, fields=sorted(changed))
    return current


@action(open_after_death="A day of death is put right.")
def record_death(*, by: User | None, person: YoungPerson, died_on: date, today: date) -> None:
    """Record that somebody has died, or put the day right: no alert about them stays open, and no letter goes.

    A safeguarding concern stays with the managers until one of them has decided on it.
    """
    known_on = _known_since(person) or today
    _set_died_on(person, died_on, by=by, today=today)
    for planned in person.allocations.filter(is_planned=True).select_related("person", "worker"):
        call_off(planned, by)
    free_nights_after_death(person, died_on)
    open_alerts = Alert.objects.filter(person=person, closed_on=None).exclude(closed_by_kind=ClosedBy.SAFEGUARDING)
    closed = close_alerts(alerts=open_alerts, today=today, because=CLOSED_BY_DEATH)
    if not person.death_notified_on:
        _ask_for_notification(person, known_on, today)
    death_changed(people=[person.pk], today=today)
    record_event("death_recorded", by=by, person=person, on=person, died_on=died_on, alerts_closed=closed)


def _known_since(person: YoungPerson) -> date | None:
    """Since when the notification is asked for: the days it leaves do not begin again when the day is put right."""
    asked = Alert.objects.filter(person=person, code=DEATH_NOTIFICATION, closed_on=None)
    return asked.order_by("cycle_started_on").values_list("cycle_started_on", flat=True).first()


def _ask_for_notification(person: YoungPerson, known_on: date, today: date) -> None:
    """The case holder and the managers have a task, where the death of a care leaver under 25 is to be notified within
    five working days from the day on which we came to know of it.
    """
    rows = person.status_periods.values_list("status", "band", "starts_on", "ends_on")
    facts = DutyFacts(
        date_of_birth=person.date_of_birth,
        died_on=person.died_on,
        death_known_on=known_on,
        status_spans=tuple(StatusSpan(status, band or None, start, end) for status, band, start, end in rows),
    )
    for cycle in death_notification(FactsOn(facts, today)):
        raise_alert(
            person=person,
            code=DEATH_NOTIFICATION,
            cycle_started_on=cycle.started_on,
            due_on=cycle.due_on,
            text="Notify the death to the Secretary of State and Ofsted",
            because="The death of a care leaver up to and including 24 is notified within five working days.",
            source="Working Together 2023 ch 5",
            today=today,
            closed_by_kind=ClosedBy.DEATH_NOTICE,
        )


@action(open_after_death="The death is notified after it.")
def notify_death(
    *, by: User, person: YoungPerson, revision: int | None = None, death_notified_on: date, today: date
) -> None:
    """The death was notified on this day. Refused where nobody has died, and for a day before the death."""
    if person.died_on is None:
        raise Refused("No death is recorded here.")
    if death_notified_on < person.died_on:
        raise Refused(f"{person.short_name} died on {day(person.died_on)}: give that day or a later one.")
    change(person, revision, {"death_notified_on": death_notified_on})
    close_alerts_of_kind(person=person, kind=ClosedBy.DEATH_NOTICE, today=today, because="The death was notified")
    alerts_changed(people=[person.pk], today=today)
    record_event("death_notified", by=by, person=person, on=person, notified_on=death_notified_on)


@action(open_after_death="A death recorded by mistake is taken out.")
def correct_death(*, by: User, person: YoungPerson, today: date) -> None:
    """Take back a death recorded by mistake, with its notification; stays that it called off are booked again, and the
    alerts that it closed are open again, as far as what they ask for is still to be done.
    """
    was, person.death_notified_on = person.died_on, None
    person.save(update_fields=["death_notified_on"])
    _set_died_on(person, None, by=by, today=today)
    book_again_after_mistake(person)
    close_alerts_of_kind(
        person=person, kind=ClosedBy.DEATH_NOTICE, today=today, because="The death was recorded by mistake"
    )
    # Each app says of its own letters which of them are tasks again.
    closed = Alert.objects.filter(person=person, closed_because=CLOSED_BY_DEATH).exclude(closed_by_kind=ClosedBy.LETTER)
    reopen_alerts(ids=closed.values_list("pk", flat=True), today=today)
    death_changed(people=[person.pk], today=today)
    record_event("death_corrected", by=by, person=person, on=person, was=was)


def _set_died_on(person: YoungPerson, died_on: date | None, *, by: User | None, today: date) -> None:
    person.died_on = died_on
    person.save(update_fields=["died_on"])
    person.data_quality_issues.filter(field="died_on", resolved_at=None).update(resolved_at=timezone.now())
    rebuild_status(by=by, person=person, today=today)


@action(open_after_death="A manager is told; nothing is changed.")
def alert_about_similar_record(*, by: User, person: YoungPerson, today: date) -> None:
    """Somebody is adding a record like a restricted one, of which they learn nothing: its manager is told instead."""
    raise_alert(
        person=person,
        code="similar_record_added",
        cycle_started_on=today,
        due_on=today,
        text=f"{by.name} is adding a record with a similar name or number: phone them"[:200],
        because="Their record is restricted, so whoever adds another one like it is not shown this one.",
        today=today,
        to_managers_only=True,
    )
    record_event("similar_to_restricted", by=by, person=person)
