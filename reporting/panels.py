"""What this app adds to Today: what the service itself is to do."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from careleavers.models import User, YoungPerson
from careleavers.models.asking import Asking, in_steps
from careleavers.site.extensions import Panel, Policies
from reporting.queries.service_tasks import AHEAD, SHOWN, tasks_of


@in_steps
def service_panel(people: Sequence[YoungPerson], user: User, today: date, policies: Policies) -> Asking[Panel | None]:
    """What they are to do for the service in the next four weeks, whoever the young people are. One query."""
    tasks = yield from tasks_of.steps(user, today + AHEAD)
    if not tasks:
        return None
    context = {"tasks": tasks[:SHOWN], "has_more": len(tasks) > SHOWN, "today": today, "user": user}
    return Panel("For the service", "reporting/improvement/_today.html", context, order=75)  # young people come first
