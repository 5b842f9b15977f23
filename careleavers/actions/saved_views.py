"""Keeping the filters of a list under a name, sharing them with a team, and taking them out."""

from __future__ import annotations

from careleavers.actions.base import Refused, action, record_event
from careleavers.actions.revisions import change, claim_unchanged
from careleavers.models import SavedView, Team, User
from careleavers.queries.saved_views import may_change, shared_with

MOST = 30
NOT_YOURS = "Only whoever made this view, or a manager of the team that it is shared with, can change it."


@action
def keep_view(*, by: User, page: str, query: str, name: str, team: Team | None) -> SavedView:
    """Keep a list with these filters for oneself, or share it with a team that one works in or manages.

    The same one sent twice is one. Refused where another of one's own views of the list has the name.
    """
    _refuse_another_team(by, team)
    theirs = SavedView.objects.filter(owner=by, page=page)
    found = theirs.filter(name=name).first()
    if found and (found.query, found.team_id) == (query, team.pk if team else None):
        return found
    _refuse_doubled(by, page, name, None)
    if theirs.count() >= MOST:
        raise Refused(f"You have {MOST} views of this list: take one out first.")
    view = SavedView.objects.create(owner=by, page=page, query=query, name=name, team=team, recorded_by=by)
    record_event("view_kept", by=by, on=view, list=page, team=str(team.pk) if team else "")
    return view


@action
def change_view(*, by: User, view: SavedView, revision: int | None = None, name: str, team: Team | None) -> SavedView:
    """Another name, or another team that it is shared with (None: nobody)."""
    if not may_change(by, view):
        raise Refused(NOT_YOURS)
    if team != view.team:
        _refuse_another_team(by, team)
    _refuse_doubled(view.owner, view.page, name, view)
    fields = change(view, revision, {"name": name, "team": team})
    if fields:
        record_event("view_changed", by=by, on=view, fields=fields)
    return view


@action
def remove_view(*, by: User, view: SavedView, revision: int | None = None) -> None:
    """Take it out: nothing but the name and the filters is lost."""
    current = claim_unchanged(view, revision)
    if not may_change(by, current):
        raise Refused(NOT_YOURS)
    record_event("view_removed", by=by, on=current, list=current.page)
    current.delete()


def _refuse_another_team(by: User, team: Team | None) -> None:
    if team and not shared_with(by).filter(pk=team.pk).exists():
        raise Refused("Share it with a team that you work in or manage.", field="team")


def _refuse_doubled(owner: User, page: str, name: str, view: SavedView | None) -> None:
    others = SavedView.objects.filter(owner=owner, page=page, name__iexact=name)
    if view:
        others = others.exclude(pk=view.pk)
    if others.exists():
        raise Refused("Another view of this list has the name: choose another.", field="name")
