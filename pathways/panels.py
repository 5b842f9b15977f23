"""What this app adds to a person's page: what is due, whether the plan is in date, and what it promised."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from careleavers.models import User, YoungPerson
from careleavers.permissions import Permission
from careleavers.site.extensions import Panel, Policies
from pathways.models import PlanAction
from pathways.queries.due_items import due_lines_of
from pathways.queries.plan_statuses import plan_status_on

SHOWN = 5


def due_panel(people: Sequence[YoungPerson], user: User, today: date, policies: Policies) -> Panel | None:
    """What is to be done about one person by a day, however far ahead, and why; the first due first."""
    [of] = people
    lines = due_lines_of(of)
    if not lines:
        return None
    return Panel("What is due", "pathways/panels/due.html", {"lines": lines, "today": today}, order=5)


def plan_panel(people: Sequence[YoungPerson], user: User, today: date, policies: Policies) -> Panel | None:
    """The plan of one person. What it promises is shown to those who may read free text."""
    [of] = people
    status = plan_status_on(of, today)
    may_read = user.may(Permission.VIEW_FREE_TEXT)
    promises = list(
        PlanAction.objects.promised().filter(version__plan__person=of).select_related("owner", "passed_to")[:SHOWN]
    )
    if not (status.is_owed or status.has_plan):
        return None
    context = {
        "person": of,
        "plan_status": status,
        "may_read": may_read,
        "promises": promises if may_read else [],
        "today": today,
    }
    return Panel("Pathway plan", "pathways/panels/person.html", context, order=10)
