"""What advisers and a manager of the demo council said of tasks that are late."""

from __future__ import annotations

from datetime import date, timedelta

from careleavers.actions.alert_notes import note_alert
from careleavers.models import Alert, User
from careleavers.permissions import Role
from careleavers.queries.managers import case_holders_on
from careleavers.rules.alert_notes import AlertNoteKind

BY_ADVISERS = (
    (AlertNoteKind.KNOWN, "They are away until the middle of the month and answer texts.", 12),
    (AlertNoteKind.KNOWN, "The college has the form: we wait for its answer.", 9),
    (AlertNoteKind.NO_USE, "We agreed in the plan that they ring me, and they do.", None),
)
BY_MANAGER = (AlertNoteKind.KNOWN, "Agreed in supervision: first the move, then this.", 14)
LATE = timedelta(days=20)


def alert_notes(*, today: date, quarters: int) -> None:
    late = Alert.objects.filter(closed_on=None, due_on__lte=today - LATE, person__is_restricted=False)
    alerts = list(late.select_related("person").order_by("-due_on", "person__sort_name", "code")[:60])
    holders = case_holders_on(today, [alert.person_id for alert in alerts])
    held = [alert for alert in alerts if alert.person_id in holders]
    for alert, said in zip(held, BY_ADVISERS, strict=False):
        _note(alert, User.objects.get(pk=holders[alert.person_id]), said, today)
    for manager in User.objects.with_role(Role.TEAM_MANAGER, today=today).order_by("sort_name"):
        teams = manager.on(today).access.managed_team_ids
        for alert in [each for each in held if each.person.team_id in teams][:1]:
            _note(alert, manager, BY_MANAGER, today)


def _note(alert: Alert, by: User, said: tuple[AlertNoteKind, str, int | None], today: date) -> None:
    kind, text, days = said
    until = today + timedelta(days=days) if days else None
    note_alert(by=by.on(today), alert=alert, kind=kind, text=text, look_again_on=until, today=today)
