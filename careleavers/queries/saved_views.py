"""Which kept lists somebody finds on top of a list, and with whom they may share one."""

from __future__ import annotations

from django.db.models import QuerySet

from careleavers.models import SavedView, Team, User
from careleavers.permissions import Permission
from careleavers.queries.caseloads import teams_of
from careleavers.rules.names import sort_key


def views_of_list(user: User, page: str) -> list[SavedView]:
    """The user's own of this list and those shared with them, by name. One query."""
    found = SavedView.objects.open_to(user).filter(page=page).select_related("owner", "team")
    return sorted(found, key=lambda view: sort_key(view.name))


def shared_with(user: User) -> QuerySet[Team]:
    """The teams with which this user may share a view: those that they work in or manage."""
    return teams_of(user).order_by("sort_name")


def may_change(user: User, view: SavedView) -> bool:
    """Whoever made it; and of one that is shared, whoever manages that team, so that it does not outlive its owner's
    time here.
    """
    if view.owner_id == user.pk:
        return True
    return view.team_id is not None and user.access.manages(view.team_id) and user.may(Permission.MANAGE_TEAM)
