"""Nightly job: open and close alerts so that they match each person's duties.

It never asks "is it today?", so a run that is missed, late, doubled or broken off half way ends in the same alerts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from careleavers.actions.alerts import close_alerts, set_recipients
from careleavers.actions.base import action
from careleavers.models import Alert, PolicyValue, User, YoungPerson
from careleavers.queries.caseloads import open_to_service
from careleavers.queries.managers import Managers, managers_on
from careleavers.rules.clocks import ClockSettings, Duty
from pathways.queries.clock_facts import facts_of
from pathways.rules.alert_duties import ALERT_DUTIES, clock_settings, duties_needing_alerts

BATCH = 500
ONE_AT_A_TIME = 0x0A1E27  # a number of our own for pg_advisory_xact_lock
NO_LONGER_OPEN = "The case was closed"
DONE_OR_ENDED = "Done, or no longer owed"
ALERT_FIELDS = ("due_on", "text", "source", "closed_by_kind")


class ReconcileResult(NamedTuple):
    """How many people were checked, and how many alerts were opened (or reopened) and closed."""

    people: int = 0
    opened: int = 0
    closed: int = 0

    def plus(self, other: ReconcileResult) -> ReconcileResult:
        return ReconcileResult(*(mine + theirs for mine, theirs in zip(self, other, strict=True)))


class AlertKey(NamedTuple):
    """What makes an alert the same alert: one run of one clock for one person."""

    person: UUID
    code: str
    cycle_started_on: date


def reconcile_alerts(*, by: None = None, today: date) -> ReconcileResult:
    """Open and close the alerts of everybody open to the service on `today`, and close those of everybody else.

    Batch by batch, each in a transaction of its own, so that memory stays the same however many people there are and
    what is done stays done.
    """
    settings = clock_settings(PolicyValue.objects.in_force(today))
    managers = managers_on(today)
    total = ReconcileResult(closed=close_for_people_not_open(by=by, today=today))
    for ids in batches(open_people(today)):
        total = total.plus(reconcile_people(by=by, ids=ids, today=today, settings=settings, managers=managers))
    return total


def open_people(today: date) -> QuerySet[YoungPerson]:
    return open_to_service(YoungPerson.objects.all(), today)


def batches(people: QuerySet[YoungPerson]) -> Iterator[list[UUID]]:
    """The ids in order, some hundreds at a time, without keeping a cursor open between transactions."""
    ordered = people.order_by("pk").values_list("pk", flat=True)
    ids = list(ordered[:BATCH])
    while ids:
        yield ids
        ids = list(ordered.filter(pk__gt=ids[-1])[:BATCH])


@action
def close_for_people_not_open(*, by: None = None, today: date) -> int:
    """Nothing is owed any more to those whose case is closed or who have died: their alerts end."""
    left = Alert.objects.filter(code__in=ALERT_DUTIES, closed_on__isnull=True).exclude(person__in=open_people(today))
    return len(close_alerts(alerts=left, today=today, because=NO_LONGER_OPEN))


def follow_facts(*, people: Iterable[UUID], today: date) -> None:
    """Make the alerts of these people right at once, after an action changed their facts."""
    open_now = list(open_people(today).filter(pk__in=list(people)).values_list("pk", flat=True))
    reconcile_people(ids=open_now, today=today)


@action
def reconcile_people(
    *,
    by: User | None = None,
    ids: list[UUID],
    today: date,
    settings: ClockSettings | None = None,
    managers: Managers | None = None,
) -> ReconcileResult:
    """Make the open alerts of these people match their duties, and their recipients match today's workers and managers.

    The open alerts are read before the facts: one that is closed by recording something meanwhile was open when it
    was read, and is left
    alone. Two at once take turns.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_AT_A_TIME])
    settings = settings or clock_settings(PolicyValue.objects.in_force(today))
    open_now = by_key(Alert.objects.filter(person__in=ids, code__in=ALERT_DUTIES, closed_on__isnull=True))
    wanted = {
        AlertKey(person, duty.code, duty.cycle.started_on): duty
        for person, facts in facts_of(ids, today).items()
        for duty in duties_needing_alerts(facts, today, settings)
    }
    no_longer_due = [alert for key, alert in open_now.items() if key not in wanted]
    close_alerts(alerts=no_longer_due, today=today, because=DONE_OR_ENDED)
    opened = _open({key: duty for key, duty in wanted.items() if key not in open_now}, today)
    _update_changed([(alert, wanted[key]) for key, alert in open_now.items() if key in wanted])
    still_open = Alert.objects.filter(person__in=ids, code__in=ALERT_DUTIES, closed_on__isnull=True)
    set_recipients(alerts=still_open, today=today, managers=managers)
    return ReconcileResult(people=len(ids), opened=opened, closed=len(no_longer_due))


def by_key(alerts: Iterable[Alert]) -> dict[AlertKey, Alert]:
    return {AlertKey(alert.person_id, alert.code, alert.cycle_started_on): alert for alert in alerts}


def _alert_fields(duty: Duty) -> dict[str, Any]:
    alert_duty = ALERT_DUTIES[duty.code]
    return {
        "due_on": duty.due_on,
        "text": alert_duty.words,
        "source": duty.clock.source[:120],
        "closed_by_kind": alert_duty.closed_by_kind,
    }


def _open(missing: dict[AlertKey, Duty], today: date) -> int:
    """Raise alerts for these duties; one that was raised for the same run before, and closed, is opened again."""
    Alert.objects.bulk_create(
        [
            Alert(
                person_id=key.person,
                code=key.code,
                cycle_started_on=key.cycle_started_on,
                opened_on=today,
                **_alert_fields(duty),
            )
            for key, duty in missing.items()
        ],
        update_conflicts=True,
        unique_fields=["person", "code", "cycle_started_on"],
        update_fields=["closed_on", "closed_because", *ALERT_FIELDS],
    )
    return len(missing)


def _update_changed(open_alerts: list[tuple[Alert, Duty]]) -> None:
    """Update the alerts whose due date or text has changed because a policy or a fact did."""
    changed = []
    for alert, duty in open_alerts:
        fields = _alert_fields(duty)
        if any(getattr(alert, name) != value for name, value in fields.items()):
            for name, value in fields.items():
                setattr(alert, name, value)
            changed.append(alert)
    Alert.objects.bulk_update(changed, ALERT_FIELDS)
