"""Tasks that are so late that the managers above the team are told of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache, partial
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from careleavers.models import Alert, AlertNote, User, YoungPerson
from careleavers.models.asking import Asking, in_steps
from careleavers.models.statements import StatementOfUser
from careleavers.queries.managers import Managers, managers_on
from careleavers.rules.alert_notes import AlertNoteKind, late_days_of_level
from pathways.queries.today import listed, people_of_alerts
from pathways.queries.today_items import ListPreview


@in_steps
def late_above(user: User, today: date, policies: Mapping[str, Any], *, limit: int | None) -> Asking[ListPreview]:
    """Those of the teams below the user's whose tasks are late for so long that the user is told, one line for each;
    apart from tasks of which a manager has said, with a reason, that they wait. At most two rounds.
    """
    managers = yield from managers_on.steps(today)
    teams = _teams_by_days(user, managers, policies)
    if not teams:
        return ListPreview()
    (days, of_one), (other_days, of_other) = (*teams.items(), (0, []))[:2]  # there are two settings of days
    since, since_other = today - timedelta(days=days), today - timedelta(days=other_days)
    rows = yield from _statement(limit).dicts.steps(user, today, of_one, since, of_other, since_other)
    return listed(rows, limit)


@cache
def _statement(limit: int | None) -> StatementOfUser:
    return StatementOfUser(partial(_late, limit), date, list, date, list, date)


def _late(
    limit: int | None, user: User, today: date, teams: list[UUID], since: date, others: list[UUID], since_other: date
) -> Any:
    late = Q(person__team__in=teams, due_on__lte=since) | Q(person__team__in=others, due_on__lte=since_other)
    waits = AlertNote.objects.filter(
        alert=OuterRef("pk"), kind=AlertNoteKind.KNOWN.value, by_manager=True, look_again_on__gt=today
    )
    seen = YoungPerson.objects.visible_to(user)
    alerts = Alert.objects.filter(late, ~Exists(waits), closed_on=None, person__in=seen)
    rows = people_of_alerts(alerts.exclude(not_for__contains=[user.pk]), today, names_holder=True)
    return rows[:limit] if limit else rows


def _teams_by_days(user: User, managers: Managers, policies: Mapping[str, Any]) -> dict[int, list[UUID]]:
    """The teams below the user's own, by after how many days late the user is told of them."""
    found: dict[int, list[UUID]] = defaultdict(list)
    for team in managers.parents:
        levels = [of for each in managers.teams_up_from(team) if (of := managers.of_team.get(each))]
        levels.append(managers.of_service)
        mine = next((number for number, of in enumerate(levels) if user.pk in of), 0)
        days = late_days_of_level(
            mine,
            above=policies["late_above_days"],
            service=policies["late_service_days"],
            is_last=mine == len(levels) - 1,
        )
        if days:
            found[days].append(team)
    return found
