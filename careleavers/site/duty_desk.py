"""What reached the duty desk, for those whom it concerns."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from careleavers.models import User, YoungPerson
from careleavers.models.asking import Asking, in_steps
from careleavers.permissions import Permission
from careleavers.queries.duty_desk import ON_TODAY, SHOWN_ON_TODAY
from careleavers.site.extensions import Panel, Policies

ANSWERED_WITHIN = timedelta(days=7)


@in_steps
def duty_desk_panel(people: Sequence[YoungPerson], user: User, today: date, policies: Policies) -> Asking[Panel | None]:
    """On Today: what the user has taken, what waits, and what was said about these people in the last week. One
    query.
    """
    if not user.may(Permission.DUTY_DESK):
        return None
    rows = yield from ON_TODAY.objects.steps(user, [person.pk for person in people], today - ANSWERED_WITHIN)
    if not rows:
        return None
    context = {"rows": rows[:SHOWN_ON_TODAY], "has_more": len(rows) > SHOWN_ON_TODAY, "today": today, "user": user}
    pressing = any(not row.outcome and row.due_on <= today for row in rows)
    return Panel("Duty desk", "careleavers/duty_desk/_today.html", context, order=5, is_pressing=pressing)
