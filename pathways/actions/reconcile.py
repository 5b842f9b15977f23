"""Alerts, what is due next and the status of plans, brought in line with each person's duties.

At once for the people whose facts an action changed (`follow_facts`), and every night for everybody, as duties fall due
with time. It never asks "is it today?", so a run that is missed, late, doubled or broken off half way ends in the same
rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from careleavers.actions.alerts import AlertKey, close_alerts, set_recipients, store_alerts
from careleavers.actions.base import action
from careleavers.actions.locks import lock_people
from careleavers.actions.one_by_one import in_batches
from careleavers.actions.statuses import batches
from careleavers.models import Alert, PolicyValue, User
from careleavers.models.statements import Statement
from careleavers.queries.caseloads import open_among
from careleavers.queries.managers import Managers, managers_on
from careleavers.rules.clocks import ClockSettings, Duty, DutyFacts
from pathways.actions.derived import differing, store
from pathways.models import DueItem, PlanStatusPeriod
from pathways.queries.clock_facts import facts_of
from pathways.queries.promises import first_promises
from pathways.rules.alert_duties import (
    ALERT_DUTIES,
    clock_settings,
    due_day,
    duties_still_due,
    needs_alert,
    unused_pages,
    words_for,
)
from pathways.rules.plan_status import plan_status_spans
from pathways.rules.urgency import urgency_of

BATCH = 500
NO_LONGER_OPEN = "The case was closed"
DONE_OR_ENDED = "Done, or no longer owed"
PROMISED = "A contact or the plan says that we would do something for them by this day."
SOURCE_LENGTH = 120  # of the columns that hold a legal reference
OPEN_ALERTS = Statement(lambda ids: Alert.objects.filter(person__in=ids, closed_on__isnull=True), list)


class ReconcileResult(NamedTuple):
    """How many people were checked, how many alerts were opened (or reopened) and closed, and of how many people
    what is due or the status of the plan was stored otherwise.
    """

    people: int = 0
    opened: int = 0
    closed: int = 0
    corrected: int = 0

    def plus(self, other: ReconcileResult) -> ReconcileResult:
        return ReconcileResult(*(mine + theirs for mine, theirs in zip(self, other, strict=True)))


def reconcile_alerts(*, by: None = None, today: date) -> ReconcileResult:
    """Reconcile everybody as of `today`, whether open to the service or not.

    Batch by batch, each in a transaction of its own, so that memory stays the same however many people there are and
    what is done stays done. Somebody of whom it fails keeps nobody else from theirs; it is raised at the end.
    """
    given: dict[str, Any] = {"policies": PolicyValue.objects.in_force(today), "managers": managers_on(today)}
    total = ReconcileResult()
    for done in in_batches(batches(), lambda ids: reconcile_people(by=by, ids=ids, today=today, **given)):
        total = total.plus(done)
    return total


def follow_facts(*, people: Iterable[UUID], today: date) -> None:
    """Reconcile these people at once, inside the action that changed their facts."""
    ids = sorted(people)
    for first in range(0, len(ids), BATCH):
        _reconcile(ids[first : first + BATCH], today)


@action
def reconcile_people(
    *,
    by: User | None = None,
    ids: list[UUID],
    today: date,
    policies: Mapping[str, Any] | None = None,
    managers: Managers | None = None,
) -> ReconcileResult:
    """Make the stored rows of these people what their facts ask for today.

    Each person's row is locked until the transaction ends: two at once take turns, and the second reads what the first
    wrote.
    """
    return _reconcile(ids, today, policies, managers)


def _reconcile(
    ids: list[UUID], today: date, policies: Mapping[str, Any] | None = None, managers: Managers | None = None
) -> ReconcileResult:
    is_open = _lock(ids, today)
    policies = policies or PolicyValue.objects.in_force(today)
    settings, unused = clock_settings(policies), unused_pages(policies)
    alerts = OPEN_ALERTS.objects(ids)
    facts = facts_of(ids, today, policies)
    due = {
        person: duties_still_due(known, today, settings, unused) if is_open[person] else []
        for person, known in facts.items()
    }
    opened, closed = _reconcile_alerts(due, alerts, is_open, today, settings, managers)
    corrected = {
        *store(DueItem, _due_items(due, alerts, is_open)),
        *store(PlanStatusPeriod, plan_statuses(facts, settings)),
    }
    return ReconcileResult(people=sum(is_open.values()), opened=opened, closed=closed, corrected=len(corrected))


def _lock(ids: list[UUID], today: date) -> dict[UUID, bool]:
    """Lock these people's rows, and say whether each is open to the service."""
    locked = lock_people(ids)
    open_now = open_among(ids, today)
    return {person: person in open_now for person in locked}


def _reconcile_alerts(
    due: Mapping[UUID, list[Duty]],
    alerts: list[Alert],
    is_open: Mapping[UUID, bool],
    today: date,
    settings: ClockSettings,
    managers: Managers | None,
) -> tuple[int, int]:
    """Open and close the alerts of duties, and tell whoever is to be told. Returns how many were opened and closed."""
    wanted = {
        AlertKey(person, duty.code, duty.cycle.started_on): duty
        for person, duties in due.items()
        for duty in duties
        if needs_alert(duty, today, settings)
    }
    open_now = {AlertKey.of(alert): alert for alert in alerts if alert.code in ALERT_DUTIES}
    no_longer_due = [alert for key, alert in open_now.items() if key not in wanted]
    for because, still_open in ((DONE_OR_ENDED, True), (NO_LONGER_OPEN, False)):
        closing = [alert for alert in no_longer_due if is_open[alert.person_id] is still_open]
        if closing:
            close_alerts(alerts=closing, today=today, because=because)
    stale = {key: duty for key, duty in wanted.items() if not _says(open_now.get(key), duty)}
    stored = store_alerts(alerts=[_alert(key, duty, today) for key, duty in stale.items()])
    kept = [alert for key, alert in open_now.items() if key in wanted and key not in stale]
    others = [alert for alert in alerts if alert.code not in ALERT_DUTIES]
    set_recipients(alerts=[*stored, *kept, *others], today=today, managers=managers)
    return len(wanted.keys() - open_now.keys()), len(no_longer_due)


def _alert_fields(duty: Duty) -> dict[str, Any]:
    return {
        "due_on": due_day(duty),
        "text": words_for(duty),
        "because": duty.because,
        "source": duty.clock.source[:SOURCE_LENGTH],
        "closed_by_kind": ALERT_DUTIES[duty.code].closed_by_kind,
    }


def _alert(key: AlertKey, duty: Duty, today: date) -> Alert:
    """An alert for this duty, not saved yet."""
    return Alert(
        person_id=key.person,
        code=key.code,
        cycle_started_on=key.cycle_started_on,
        opened_on=today,
        **_alert_fields(duty),
    )


def _says(alert: Alert | None, duty: Duty) -> bool:
    """Whether there is an alert that says what the duty asks for today: a policy or a fact may have changed it."""
    return alert is not None and all(getattr(alert, name) == value for name, value in _alert_fields(duty).items())


def _due_items(
    due: Mapping[UUID, list[Duty]], alerts: list[Alert], is_open: Mapping[UUID, bool]
) -> dict[UUID, list[DueItem]]:
    """What is to be done about each person: their duties, what other alerts tell the case holder, and promises."""
    items = {person: [_due_duty(person, duty) for duty in duties] for person, duties in due.items()}
    for alert in alerts:
        if alert.code in ALERT_DUTIES or alert.managers_only or not (alert.due_on and is_open[alert.person_id]):
            continue
        items[alert.person_id].append(
            DueItem(
                person_id=alert.person_id,
                code=alert.code,
                started_on=alert.cycle_started_on,
                due_on=alert.due_on,
                text=alert.text,
                because=alert.because,
                source=alert.source,
                closed_by_kind=alert.closed_by_kind,
                urgency=urgency_of(alert.code, alert.closed_by_kind),
            )
        )
    for person, first in first_promises([person for person, found in is_open.items() if found]).items():
        items[person].append(
            DueItem(
                person_id=person,
                code=DueItem.PROMISE,
                started_on=first.due_on,
                due_on=first.due_on,
                text="Something we promised",
                promised=first.what,
                because=PROMISED,
            )
        )
    return items


def _due_duty(person: UUID, duty: Duty) -> DueItem:
    fields = _alert_fields(duty)
    fields["urgency"] = urgency_of(duty.code, fields["closed_by_kind"])
    return DueItem(person_id=person, code=duty.code, started_on=duty.cycle.started_on, **fields)


def plan_statuses(facts: Mapping[UUID, DutyFacts], settings: ClockSettings) -> dict[UUID, list[PlanStatusPeriod]]:
    """The status of each person's plan from one day to the next, as rows that are not saved."""
    return {
        person: [
            PlanStatusPeriod(
                person_id=person,
                starts_on=span.start,
                ends_on=span.end,
                state=span.status.state.value,
                due_on=span.status.due_on,
                duty_code=span.status.duty_code,
                because=span.status.because,
                source=span.status.source[:SOURCE_LENGTH],
            )
            for span in plan_status_spans(known, settings)
        ]
        for person, known in facts.items()
    }


def plan_statuses_differing(ids: list[UUID], today: date) -> list[UUID]:
    """Of these people, those whose stored plan statuses are not what the record says today. Writes nothing."""
    policies = PolicyValue.objects.in_force(today)
    return differing(PlanStatusPeriod, plan_statuses(facts_of(ids, today, policies), clock_settings(policies)))
