"""Hand-overs that are planned for a day to come, for those whom they concern."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import Q, QuerySet

from careleavers.models import Allocation, User, YoungPerson
from careleavers.models.asking import Asking, in_steps
from careleavers.models.base import on_day
from careleavers.models.statements import StatementOfUser
from careleavers.permissions import Permission
from careleavers.site.extensions import Panel, Policies

SHOWN = 10


@in_steps
def hand_overs_panel(
    people: Sequence[YoungPerson], user: User, today: date, policies: Policies
) -> Asking[Panel | None]:
    """On Today: whom the user is to take over, and who takes over from them, the next first. One query.

    Managers see those of everybody under “What is late, by worker”.
    """
    if user.may(Permission.MANAGE_TEAM):
        return None
    rows = yield from MY_HAND_OVERS.objects.steps(user, today)
    if not rows:
        return None
    context = {"planned": rows[:SHOWN], "has_more": len(rows) > SHOWN, "today": today}
    return Panel("Planned hand-overs", "careleavers/allocations/_planned.html", context, order=70)


def _my_hand_overs(user: User, today: date) -> QuerySet[Allocation]:
    mine = Allocation.objects.filter(on_day(today), worker=user).values("person")
    return _hand_overs(user).filter(Q(worker=user) | Q(person__in=mine))[: SHOWN + 1]


def _hand_overs(user: User) -> QuerySet[Allocation]:
    planned = Allocation.objects.filter(is_planned=True, person__in=YoungPerson.objects.visible_to(user))
    return planned.select_related("person", "worker").order_by("starts_on", "person__sort_name")


MY_HAND_OVERS = StatementOfUser(_my_hand_overs, date)
HAND_OVERS = StatementOfUser(_hand_overs)


def planned_hand_overs(user: User) -> list[Allocation]:
    """Those about young people whom the user may see, the next first, with person and worker. One query."""
    return HAND_OVERS.objects(user)
