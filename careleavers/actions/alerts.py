"""Alerts: raised once for each run of a duty, told to the case holder and the managers, closed by what is recorded.

These functions are parts of actions: they write inside the action that calls them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import NamedTuple
from uuid import UUID

from careleavers.actions.facts_changed import alerts_changed
from careleavers.models import Alert, AlertRecipient, Team, User, YoungPerson
from careleavers.models.staff import TeamTree
from careleavers.models.statements import Statement
from careleavers.queries.managers import Managers, case_holders_on, managers_on
from careleavers.queries.restricted import readers_of
from careleavers.rules.alert_kinds import ClosedBy

BATCH = 500  # alerts whose recipients are worked out at once
Recipient = tuple[UUID, UUID, str]  # alert, user, and as what: AlertRecipient.recipient_role
RAISED_FIELDS = ("due_on", "text", "because", "source", "closed_by_kind", "managers_only", "not_for", "also_for")

TEAMS_OF = Statement(
    lambda people: YoungPerson.objects.filter(pk__in=people).order_by().values_list("pk", "team_id", "is_restricted"),
    list,
)
OPEN_OF_KIND = Statement(
    lambda person, kind: Alert.objects.filter(person=person, closed_by_kind=kind, closed_on__isnull=True), UUID, str
)
TOLD = Statement(
    lambda alerts: (
        AlertRecipient.objects.filter(alert__in=alerts, ended_on=None)
        .order_by()
        .values_list("pk", "alert_id", "user_id", "recipient_role")
    ),
    list,
)


class AlertKey(NamedTuple):
    """What makes an alert the same alert: one run of one duty for one person."""

    person: UUID
    code: str
    cycle_started_on: date

    @classmethod
    def of(cls, alert: Alert) -> AlertKey:
        return cls(alert.person_id, alert.code, alert.cycle_started_on)


def raise_alert(
    *,
    person: YoungPerson,
    code: str,
    cycle_started_on: date,
    due_on: date | None,
    text: str,
    because: str,
    today: date,
    source: str = "",
    closed_by_kind: ClosedBy = ClosedBy.NOTHING,
    to_managers_only: bool = False,
    not_for: Collection[UUID] = (),
    also_for: User | None = None,
) -> Alert:
    """Raise one alert, unless this run of the duty has one already; one that was closed is opened again.

    `text` is what lists say; `because` the sentence that says why, without anybody's own words.
    `not_for` are users who may not deal with it, so that they are not told; `also_for` is told with the case holder.
    """
    alert = Alert(
        person=person,
        code=code,
        cycle_started_on=cycle_started_on,
        opened_on=today,
        due_on=due_on,
        text=text,
        because=because,
        source=source,
        closed_by_kind=closed_by_kind,
        managers_only=to_managers_only,
        not_for=list(not_for),
        also_for=also_for,
    )
    [stored] = store_alerts(alerts=[alert])
    set_recipients(alerts=[stored], today=today)
    return stored


def store_alerts(*, alerts: Iterable[Alert]) -> list[Alert]:
    """Store these alerts, of which each has another key, and return the rows. Whoever calls sets their recipients.

    Where the same run of a duty has an alert already, that one is given the new words, and opened again if it was
    closed. Two queries.
    """
    keys = {AlertKey.of(alert): alert for alert in alerts}
    if not keys:
        return []
    Alert.objects.bulk_create(
        keys.values(),
        update_conflicts=True,
        unique_fields=["person", "code", "cycle_started_on"],
        update_fields=["closed_on", "closed_because", *RAISED_FIELDS],
    )
    people, codes = {key.person for key in keys}, {key.code for key in keys}
    stored = Alert.objects.filter(person__in=people, code__in=codes, closed_on__isnull=True)
    return [alert for alert in stored if AlertKey.of(alert) in keys]


def update_recipients(*, people: Iterable[UUID], today: date) -> None:
    """Set the recipients of all open alerts about these people, after the case passed to somebody else."""
    set_recipients(alerts=Alert.objects.filter(person__in=list(people), closed_on=None), today=today)


def update_recipients_of_teams(*, top: UUID | None, today: date) -> None:
    """Set the recipients of all open alerts of the team `top` and of every team below it (None: of everybody).

    After a role, an account or the tree of teams changed, so that nobody waits for the night to be told.
    """
    alerts = Alert.objects.filter(closed_on=None)
    if top is not None:
        tree = TeamTree(Team.objects.values_list("pk", "parent_id"))
        alerts = alerts.filter(person__team__in=tree.below([top]))
    managers, found = managers_on(today), list(alerts.order_by("person_id"))
    for first in range(0, len(found), BATCH):
        set_recipients(alerts=found[first : first + BATCH], today=today, managers=managers)


def set_recipients(*, alerts: Iterable[Alert], today: date, managers: Managers | None = None) -> None:
    """Tell those who are to be told on the day, and end the telling of everybody else. Five queries at most, and one
    more where a record is restricted."""
    alerts = list(alerts)
    if not alerts:
        return
    people = {alert.person_id for alert in alerts}
    records = TEAMS_OF.rows(people)
    wanted = recipients_of(
        alerts,
        teams={person: team for person, team, _ in records},
        holders=case_holders_on(today, people),
        readers=readers_of({person for person, _, is_restricted in records if is_restricted}, today),
        managers=managers or managers_on(today),
    )
    told = TOLD.rows([alert.pk for alert in alerts])
    current: dict[Recipient, UUID] = {(alert, user, role): pk for pk, alert, user, role in told}
    if ended := [pk for recipient, pk in current.items() if recipient not in wanted]:
        AlertRecipient.objects.filter(pk__in=ended).update(ended_on=today)
    if new := sorted(wanted - current.keys(), key=str):
        AlertRecipient.objects.bulk_create(
            [AlertRecipient(alert_id=alert, user_id=user, recipient_role=role) for alert, user, role in new],
            update_conflicts=True,
            unique_fields=["alert", "user", "recipient_role"],
            update_fields=["ended_on"],
        )


def recipients_of(
    alerts: Iterable[Alert],
    *,
    teams: Mapping[UUID, UUID | None],
    holders: Mapping[UUID, UUID],
    readers: Mapping[UUID, set[UUID]],
    managers: Managers,
) -> set[Recipient]:
    """Who is told of these alerts: the one place that says it.

    The managers nearest to the person's team who may deal with it; and, unless it is for managers only, the case
    holder and the user it is also for. `readers` says of each restricted record who may see it: of the managers those
    alone are told, and where none of them is above the person's team, they have it among their own work.
    """
    wanted: set[Recipient] = set()
    for alert in alerts:
        named, excluded = readers.get(alert.person_id), set(alert.not_for)
        if named:
            excluded |= managers.everybody - named
        told = managers.nearest(teams.get(alert.person_id), excluding=excluded)
        wanted |= {(alert.pk, user, AlertRecipient.MANAGER) for user in told}
        holder = holders.get(alert.person_id)
        own = set() if alert.managers_only else {holder, alert.also_for_id}
        if named and not told:
            able = named.difference(alert.not_for, {holder})
            own |= able & managers.everybody or able
        wanted |= {(alert.pk, user, AlertRecipient.CASE_HOLDER) for user in own if user}
    return wanted


def open_and_close_alerts(
    *,
    person: YoungPerson,
    codes: Collection[str],
    wanted: Mapping[AlertKey, Alert],
    today: date,
    managers: Managers | None = None,
) -> None:
    """Make the person's open alerts of these codes those that are wanted."""
    open_now = Alert.objects.filter(person=person, code__in=codes, closed_on=None)
    over = [alert for alert in open_now if AlertKey.of(alert) not in wanted]
    close_alerts(alerts=over, today=today, because="Done, or no longer so")
    set_recipients(alerts=store_alerts(alerts=wanted.values()), today=today, managers=managers)
    alerts_changed(people=[person.pk], today=today)


def close_alerts(*, alerts: Iterable[Alert], today: date, because: str) -> list[str]:
    """Close those of the alerts that are open. Returns the ids of those it closed."""
    if not (ids := [alert.pk for alert in alerts]):
        return []
    closed = list(Alert.objects.filter(pk__in=ids, closed_on__isnull=True).values_list("pk", flat=True))
    if closed:
        Alert.objects.filter(pk__in=closed).update(closed_on=today, closed_because=because)
        AlertRecipient.objects.filter(alert__in=closed, ended_on__isnull=True).update(ended_on=today)
    return [str(pk) for pk in closed]


def close_alerts_of_kind(*, person: YoungPerson, kind: ClosedBy, today: date, because: str) -> list[str]:
    """Close the person's open alerts that an entry of this kind closes. Returns the ids of those it closed."""
    return close_alerts(alerts=OPEN_OF_KIND.objects(person.pk, kind.value), today=today, because=because)


def reopen_alerts(*, ids: Iterable[object], today: date) -> None:
    """Open alerts again whose closing entry was taken back, and tell those who are to be told of them today."""
    reopened = list(Alert.objects.filter(pk__in=list(ids), closed_on__isnull=False))
    Alert.objects.filter(pk__in=[alert.pk for alert in reopened]).update(closed_on=None, closed_because="")
    set_recipients(alerts=reopened, today=today)
