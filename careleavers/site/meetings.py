"""Panels and boards on Today: meetings to come, bodies that are overdue, and what they gave somebody to do."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from careleavers.models import User, YoungPerson
from careleavers.models.asking import Asking, in_steps, together
from careleavers.permissions import Permission
from careleavers.queries.meetings import BODIES_ON_TODAY, MOST_ON_TODAY, TASKS_ON_TODAY, BodyLine, state_of
from careleavers.site.extensions import Panel, Policies

SOON = timedelta(days=7)


@in_steps
def meetings_panel(people: Sequence[YoungPerson], user: User, today: date, policies: Policies) -> Asking[Panel | None]:
    """What the user is to do for the bodies they run, what these gave them to do about the service, and meetings of
    the next week. One query.
    """
    if not user.may(Permission.VIEW_MEETINGS):
        return None
    bodies, tasks = yield from together(
        BODIES_ON_TODAY.objects.steps(user, today), TASKS_ON_TODAY.objects.steps(user, today)
    )
    lines = [BodyLine(body, state_of(body, today)) for body in bodies]
    late = [line for line in lines if line.state.is_late and line.body.is_theirs]
    soon = [line for line in lines if line.state.is_planned and _is_soon(line.state.next_on, today)]
    if not (late or soon or tasks):
        return None
    context = {
        "late": late,
        "soon": soon,
        "tasks": tasks[:MOST_ON_TODAY],
        "has_more": len(tasks) > MOST_ON_TODAY,
        "today": today,
    }
    pressing = bool(late) or any(task.due_on <= today for task in tasks)
    return Panel("Panels and meetings", "careleavers/meetings/_today.html", context, order=15, is_pressing=pressing)


def _is_soon(day: date | None, today: date) -> bool:
    return day is not None and day <= today + SOON
