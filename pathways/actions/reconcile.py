"""The night: what each person is owed is compared with the alerts that stand open, and the difference is made good.

Nothing here asks "is it today?": a night missed, late, doubled or broken off half way ends in the same alerts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from careleavers.actions.alerts import close_alerts, managers_by_team
from careleavers.actions.base import action
from careleavers.models import Alert, AlertRecipient, Allocation, PolicyValue, User, YoungPerson
from careleavers.models.base import on_day
from careleavers.rules.clocks import Duty, Settings
from pathways.queries.facts import facts_of
from pathways.rules.duties import WATCHED, clock_settings, duties_to_tell

BATCH = 500
ONE_AT_A_TIME = 0x0A1E27  # a number of our own for pg_advisory_xact_lock
NO_LONGER_OPEN = "The case was closed"
ANSWERED_OR_ENDED = "Done, or no longer owed"
TOLD_OF = ("due_on", "text", "source", "answered_by")


class Reconciled(NamedTuple):
    """How many people were looked at, and how many alerts were opened (again) and closed."""

    people: int = 0
    opened: int = 0
    closed: int = 0

    def and_(self, other: Reconciled) -> Reconciled:
        return Reconciled(*(mine + theirs for mine, theirs in zip(self, other, strict=True)))


class Key(NamedTuple):
    """What makes an alert the same alert: one run of one clock for one person."""

    person: UUID
    code: str
    cycle_started_on: date


def reconcile_alerts(*, by: None = None, today: date) -> Reconciled:
    """Open and close the alerts of everybody open to the service on `today`, and close those of everybody else.

    Batch by batch, each in a transaction of its own, so that memory stays the same however many people there are and
    what is done stays done.
    """
    settings = clock_settings(PolicyValue.objects.in_force(today))
    managers = managers_by_team(today)
    total = Reconciled(closed=close_for_others(by=by, today=today))
    for ids in batches(open_people(today)):
        total = total.and_(reconcile_people(by=by, ids=ids, today=today, settings=settings, managers=managers))
    return total


def open_people(today: date) -> QuerySet[YoungPerson]:
    return YoungPerson.objects.filter(on_day(today, "involvements__"), died_on__isnull=True)


def batches(people: QuerySet[YoungPerson]) -> Iterator[list[UUID]]:
    """The ids in order, some hundreds at a time, without keeping a cursor open between transactions."""
    ordered = people.order_by("pk").values_list("pk", flat=True)
    ids = list(ordered[:BATCH])
    while ids:
        yield ids
        ids = list(ordered.filter(pk__gt=ids[-1])[:BATCH])


@action
def close_for_others(*, by: None = None, today: date) -> int:
    """Nothing is owed any more to those whose case is closed or who have died: their alerts end."""
    left = Alert.objects.filter(code__in=WATCHED, closed_on__isnull=True).exclude(person__in=open_people(today))
    return len(close_alerts(alerts=left, today=today, because=NO_LONGER_OPEN))


@action
def reconcile_people(
    *,
    by: User | None = None,
    ids: list[UUID],
    today: date,
    settings: Settings | None = None,
    managers: dict[object, set] | None = None,
) -> Reconciled:
    """Make the open alerts of these people what their duties say, told to whom they are told today.

    The open alerts are read before the facts: one that a deed answers meanwhile was open when it was read, and is left
    to the deed. Two at once take turns.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_AT_A_TIME])
    settings = settings or clock_settings(PolicyValue.objects.in_force(today))
    open_now = by_key(Alert.objects.filter(person__in=ids, code__in=WATCHED, closed_on__isnull=True))
    wanted = {
        Key(person, duty.code, duty.cycle.started_on): duty
        for person, facts in facts_of(ids, today).items()
        for duty in duties_to_tell(facts, today, settings)
    }
    answered = [alert for key, alert in open_now.items() if key not in wanted]
    close_alerts(alerts=answered, today=today, because=ANSWERED_OR_ENDED)
    opened = _open({key: duty for key, duty in wanted.items() if key not in open_now}, today)
    _say_anew([(alert, wanted[key]) for key, alert in open_now.items() if key in wanted])
    _tell(ids, today, managers_by_team(today) if managers is None else managers)
    return Reconciled(people=len(ids), opened=opened, closed=len(answered))


def by_key(alerts: Iterable[Alert]) -> dict[Key, Alert]:
    return {Key(alert.person_id, alert.code, alert.cycle_started_on): alert for alert in alerts}


def _as_told(duty: Duty) -> dict[str, Any]:
    watched = WATCHED[duty.code]
    return {
        "due_on": duty.due_on,
        "text": watched.words,
        "source": duty.clock.source[:120],
        "answered_by": watched.answered_by,
    }


def _open(missing: dict[Key, Duty], today: date) -> int:
    """Raise alerts for these duties; one that was raised for the same run before, and closed, is opened again."""
    Alert.objects.bulk_create(
        [
            Alert(
                person_id=key.person,
                code=key.code,
                cycle_started_on=key.cycle_started_on,
                opened_on=today,
                **_as_told(duty),
            )
            for key, duty in missing.items()
        ],
        update_conflicts=True,
        unique_fields=["person", "code", "cycle_started_on"],
        update_fields=["closed_on", "closed_because", *TOLD_OF],
    )
    return len(missing)


def _say_anew(standing: list[tuple[Alert, Duty]]) -> None:
    """A policy or a fact has moved the day: the alert says so."""
    changed = []
    for alert, duty in standing:
        told = _as_told(duty)
        if any(getattr(alert, name) != value for name, value in told.items()):
            for name, value in told.items():
                setattr(alert, name, value)
            changed.append(alert)
    Alert.objects.bulk_update(changed, TOLD_OF)


def _tell(ids: list[UUID], today: date, managers: dict[object, set]) -> None:
    """The case holder and the managers of today are told; those who no longer are, no longer."""
    alerts = Alert.objects.filter(person__in=ids, code__in=WATCHED, closed_on__isnull=True)
    people = dict(alerts.values_list("pk", "person_id"))
    teams = dict(YoungPerson.objects.filter(pk__in=ids).values_list("pk", "team_id"))
    holders = _case_holders(ids, today)
    wanted = {
        (alert, user, told_as)
        for alert, person in people.items()
        for told_as, users in (
            (AlertRecipient.CASE_HOLDER, holders.get(person, ())),
            (AlertRecipient.MANAGER, managers.get(teams[person], ())),
        )
        for user in users
    }
    told = AlertRecipient.objects.filter(alert__in=alerts, ended_on__isnull=True)
    standing = {(alert, user, told_as): pk for pk, alert, user, told_as in _rows(told)}
    ended = [pk for who, pk in standing.items() if who not in wanted]
    AlertRecipient.objects.filter(pk__in=ended).update(ended_on=today)
    AlertRecipient.objects.bulk_create(
        [
            AlertRecipient(alert_id=alert, user_id=user, told_as=told_as)
            for alert, user, told_as in wanted - standing.keys()
        ],
        update_conflicts=True,
        unique_fields=["alert", "user", "told_as"],
        update_fields=["ended_on"],
    )


def _rows(told: QuerySet[AlertRecipient]) -> Iterable[tuple[UUID, UUID, UUID, str]]:
    return told.values_list("pk", "alert_id", "user_id", "told_as")


def _case_holders(ids: list[UUID], today: date) -> dict[UUID, list[UUID]]:
    held = Allocation.objects.filter(on_day(today), person__in=ids, role=Allocation.CASE_HOLDER)
    return {person: [worker] for person, worker in held.values_list("person_id", "worker_id")}
