"""Requests for people's own records, for those whom they concern."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from careleavers.models import User, YoungPerson
from careleavers.models.asking import Asking, in_steps, together
from careleavers.permissions import Permission
from careleavers.queries.record_requests import REQUESTS_ON_TODAY, SHOWN_ON_TODAY
from careleavers.queries.retention import DESTRUCTIONS_ON_TODAY
from careleavers.rules.record_requests import next_task
from careleavers.site.extensions import Panel, Policies


@in_steps
def record_requests_panel(
    people: Sequence[YoungPerson], user: User, today: date, policies: Policies
) -> Asking[Panel | None]:
    """On Today: what the user answers, what is asked about these people, and for those who answer requests what nobody
    has or what waits for a second look, and which records they are to decide on as the second of two. One query."""
    if not user.may(Permission.VIEW_FREE_TEXT):
        return None
    asked = REQUESTS_ON_TODAY.objects.steps(user, [person.pk for person in people])
    decide = [DESTRUCTIONS_ON_TODAY.dicts.steps(user)] if user.may(Permission.DESTROY_RECORDS) else []
    rows, *proposed = yield from together(asked, *decide)
    to_decide = proposed[0] if proposed else []
    if not (rows or to_decide):
        return None
    shown = [(each, next_task(each.kind, each.state, each.facts)) for each in rows[:SHOWN_ON_TODAY]]
    more = {"has_more": len(rows) > SHOWN_ON_TODAY, "to_decide": to_decide}
    context = {"rows": shown, "today": today, "user": user, **more}
    pressing = any(row.owner == user and row.due_on <= today for row in rows)
    return Panel(
        "Requests for records", "careleavers/record_requests/_today.html", context, order=8, is_pressing=pressing
    )
