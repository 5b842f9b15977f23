"""What this app adds to a person's page: what is due, whether the plan is in date, and what it promised."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from careleavers.models import User, YoungPerson
from careleavers.permissions import Permission
from careleavers.site.extensions import Panel, Policies
from pathways.models import PlanAction
from pathways.queries.clock_facts import facts_of
from pathways.queries.today import due_of
from pathways.rules.alert_duties import clock_settings, plan_status

SHOWN = 5
# Whether these are due is what the panel of the plan says.
SHOWN_IN_PLAN_PANEL = ("plan", "plan_review")


def due_panel(people: Sequence[YoungPerson], user: User, today: date, policies: Policies) -> Panel | None:
    """What is due for one person now and in the next fourteen days, except their plan."""
    [of] = people
    items = due_of(of, today, excluding_kinds=SHOWN_IN_PLAN_PANEL)
    if not items:
        return None
    return Panel("What is due", "pathways/panels/due.html", {"items": items, "today": today}, order=5)


def plan_panel(people: Sequence[YoungPerson], user: User, today: date, policies: Policies) -> Panel | None:
    """The plan of one person. What it promises is shown to those who may read free text."""
    [of] = people
    settings = clock_settings(policies)
    status = plan_status(facts_of([of.pk], today)[of.pk], today, settings)
    may_read = user.may(Permission.VIEW_FREE_TEXT)
    promises = list(PlanAction.objects.promised().filter(version__plan__person=of).select_related("owner")[:SHOWN])
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
