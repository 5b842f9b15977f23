"""What this app adds to a person's page: what is due, whether the plan is in date, and what it promised."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from careleavers.models import User, YoungPerson
from careleavers.models.asking import Asking, answered, in_steps, together
from careleavers.models.statements import Statement
from careleavers.permissions import Permission
from careleavers.site.extensions import Panel, Policies
from pathways.models import PlanAction
from pathways.queries.due_items import due_lines_of
from pathways.queries.plan_ratings import rated_plan
from pathways.queries.plan_statuses import plan_status_on

SHOWN = 5


@in_steps
def due_panel(people: Sequence[YoungPerson], user: User, today: date, policies: Policies) -> Asking[Panel | None]:
    """What is to be done about one person by a day, however far ahead, and why; the first due first."""
    [of] = people
    lines = yield from due_lines_of.steps(of, with_words=user.may(Permission.VIEW_FREE_TEXT))
    if not lines:
        return None
    return Panel("What is due", "pathways/panels/due.html", {"lines": lines, "today": today}, order=5)


@in_steps
def plan_panel(people: Sequence[YoungPerson], user: User, today: date, policies: Policies) -> Asking[Panel | None]:
    """The plan of one person. What it promises is shown to those who may read free text, while they live."""
    [of] = people
    may_read = user.may(Permission.VIEW_FREE_TEXT)
    shows_promises, is_rated = may_read and not of.died_on, not of.died_on
    status, promises, rated = yield from together(
        plan_status_on.steps(of, today),
        FIRST_PROMISES.objects.steps(of.pk) if shows_promises else answered([]),
        rated_plan.steps(of.pk, today, policies) if is_rated else answered(None),
    )
    if not (status.is_owed or status.has_plan):
        return None
    context = {
        "person": of,
        "plan_status": status,
        "may_read": may_read,
        "promises": promises,
        "rated": rated,
        "today": today,
    }
    return Panel("Pathway plan", "pathways/panels/person.html", context, order=10)


def promises_panel(people: Sequence[YoungPerson], user: User, today: date, policies: Policies) -> Panel | None:
    """What the plan of one person promises and is still to be kept, by us or by them; for those who read free text.

    Nothing of somebody who has died.
    """
    [of] = people
    promises = list(_promises_about(of.pk)) if user.may(Permission.VIEW_FREE_TEXT) and not of.died_on else []
    if not promises:
        return None
    context = {"person": of, "promises": promises, "today": today}
    return Panel("What the plan promises", "pathways/panels/promises.html", context, order=10)


def _promises_about(person: UUID) -> QuerySet[PlanAction]:
    return PlanAction.objects.promised().filter(version__plan__person=person).select_related("owner", "passed_to")


FIRST_PROMISES = Statement(lambda person: _promises_about(person)[:SHOWN], UUID)
