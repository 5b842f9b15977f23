"""Alerts: raised once per cycle of a duty, told to the case holder and the managers, closed by the deed itself."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from careleavers.models import Alert, AlertRecipient, Allocation, RoleAssignment, Team, User, YoungPerson
from careleavers.models.base import on_day
from careleavers.permissions import Role


def raise_alert(
    *,
    person: YoungPerson,
    code: str,
    cycle_started_on: date,
    due_on: date | None,
    text: str,
    today: date,
    source: str = "",
    closed_by_kind: str = "",
    to_managers_only: bool = False,
) -> Alert:
    """Raise one alert inside an action, unless this cycle has one already; an alert closed today is opened again."""
    alert, _ = Alert.objects.update_or_create(
        person=person,
        code=code,
        cycle_started_on=cycle_started_on,
        defaults={
            "due_on": due_on,
            "text": text,
            "source": source,
            "closed_by_kind": closed_by_kind,
            "closed_on": None,
            "closed_because": "",
        },
        create_defaults={
            "due_on": due_on,
            "text": text,
            "source": source,
            "closed_by_kind": closed_by_kind,
            "opened_on": today,
        },
    )
    managers = managers_by_team(today).get(person.team_id, set())
    recipients = [(user, AlertRecipient.MANAGER) for user in managers]
    if not to_managers_only:
        holders = Allocation.objects.filter(on_day(today), person=person, role=Allocation.CASE_HOLDER)
        recipients += [(user, AlertRecipient.CASE_HOLDER) for user in holders.values_list("worker_id", flat=True)]
    AlertRecipient.objects.bulk_create(
        [
            AlertRecipient(alert=alert, user_id=user, recipient_role=recipient_role)
            for user, recipient_role in recipients
        ],
        update_conflicts=True,
        unique_fields=["alert", "user", "recipient_role"],
        update_fields=["ended_on"],
    )
    return alert


def update_recipients(*, people: Iterable[object], today: date) -> None:
    """After the work passed to somebody else: open alerts of these people tell those whom they concern now, inside
    an action. Alerts that no deed answers were for the managers alone, and stay so."""
    alerts = list(Alert.objects.filter(person__in=list(people), closed_on=None).select_related("person"))
    managers = managers_by_team(today) if alerts else {}
    case_holder_rows = Allocation.objects.filter(
        on_day(today), person__in=[alert.person_id for alert in alerts], role=Allocation.CASE_HOLDER
    )
    holders = dict(case_holder_rows.values_list("person_id", "worker_id"))
    wanted = {
        (alert.pk, user, AlertRecipient.MANAGER)
        for alert in alerts
        for user in managers.get(alert.person.team_id, managers[None])
    }
    wanted |= {
        (alert.pk, holders[alert.person_id], AlertRecipient.CASE_HOLDER)
        for alert in alerts
        if alert.closed_by_kind and alert.person_id in holders
    }
    recipients = AlertRecipient.objects.filter(alert__in=alerts, ended_on=None)
    not_any_more = [row.pk for row in recipients if (row.alert_id, row.user_id, row.recipient_role) not in wanted]
    AlertRecipient.objects.filter(pk__in=not_any_more).update(ended_on=today)
    AlertRecipient.objects.bulk_create(
        [
            AlertRecipient(alert_id=alert, user_id=user, recipient_role=recipient_role)
            for alert, user, recipient_role in wanted
        ],
        update_conflicts=True,
        unique_fields=["alert", "user", "recipient_role"],
        update_fields=["ended_on"],
    )


def close_alerts(*, alerts: Iterable[Alert], today: date, because: str) -> list[str]:
    """Close those of the alerts that are open, inside an action; answers their ids."""
    still_open = Alert.objects.filter(pk__in=[alert.pk for alert in alerts], closed_on__isnull=True)
    closed = list(still_open.values_list("pk", flat=True))
    Alert.objects.filter(pk__in=closed).update(closed_on=today, closed_because=because)
    AlertRecipient.objects.filter(alert__in=closed, ended_on__isnull=True).update(ended_on=today)
    return [str(pk) for pk in closed]


def close_alerts_of_kind(*, person: YoungPerson, kind: str, today: date, because: str) -> list[str]:
    """Close what a deed of this kind answers, in the deed's own transaction; answers their ids. The night confirms."""
    open_alerts = Alert.objects.filter(person=person, closed_by_kind=kind, closed_on__isnull=True)
    return close_alerts(alerts=open_alerts, today=today, because=because)


def reopen_alerts(*, ids: Iterable[object]) -> None:
    """The deed that closed them was taken back."""
    closed = Alert.objects.filter(pk__in=list(ids), closed_on__isnull=False)
    for alert in closed:
        alert.recipients.filter(ended_on=alert.closed_on).update(ended_on=None)
    closed.update(closed_on=None, closed_because="")


def managers_by_team(today: date) -> dict[object, set]:
    """For each team the ids of its managers: those of the team itself, else of the nearest team above that has any."""
    parents = dict(Team.objects.values_list("pk", "parent_id"))
    managing: dict[object, set] = {}
    manager_roles = RoleAssignment.objects.filter(on_day(today), role=Role.TEAM_MANAGER.value, user__is_active=True)
    for team_id, user_id in manager_roles.values_list("team_id", "user_id"):
        managing.setdefault(team_id, set()).add(user_id)
    service = set(User.objects.with_role(Role.SERVICE_MANAGER, today=today).values_list("pk", flat=True))
    return {None: service} | {team_id: _nearest(team_id, parents, managing) or service for team_id in parents}


def _nearest(team_id: object, parents: dict, managing: dict[object, set]) -> set:
    while team_id is not None and team_id not in managing:
        team_id = parents.get(team_id)
    return managing.get(team_id, set())
