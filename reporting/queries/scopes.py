"""What a reader may ask: whose figures, and whether the names behind them."""

from __future__ import annotations

from datetime import date

from careleavers.models import Team, User
from careleavers.models.staff import TeamTree
from careleavers.permissions import Permission
from reporting.rules.cohorts import AUTHORITY, FigureScope


def scopes_of(user: User, today: date) -> list[FigureScope]:
    """The whole authority first where the roles reach so far, then each team, with the teams below it."""
    teams = [team for team in Team.objects.order_by("name") if team.closed_on is None or team.closed_on > today]
    tree = TeamTree((team.pk, team.parent_id) for team in teams)
    everywhere = user.access.whole_authority
    mine = [team for team in teams if everywhere or team.pk in user.access.managed_team_ids]
    scopes = [FigureScope(team.name, team.pk, tree.below([team.pk])) for team in mine]
    scopes.sort(key=lambda scope: -len(scope.team_ids))  # the widest first, each size by name
    return [AUTHORITY, *scopes] if everywhere else scopes


def must_say_why(user: User) -> bool:
    """Who sees figures and reads no records opens names only with a reason: a director."""
    return not user.may(Permission.VIEW_RECORD)
