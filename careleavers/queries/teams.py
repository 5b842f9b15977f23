"""Which teams there were on a day, which of them a user may choose, and the people of each."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from django.db.models import QuerySet

from careleavers.models import Team, User, YoungPerson
from careleavers.models.people import case_holder_on
from careleavers.models.staff import TeamTree
from careleavers.rules.team_scopes import AUTHORITY, IN_NO_CASELOAD, TeamScope


def team_scopes(day: date | None = None) -> list[TeamScope]:
    """Every team with the teams below it, each under the one it belongs to; with a day, those open on it. One query.

    A team that is open below one that was closed keeps its place.
    """
    teams = list(Team.objects.all())
    tree = TeamTree((team.pk, team.parent_id) for team in teams)
    known = {team.pk: team for team in teams}

    def path(team: Team) -> list[str]:
        """What the teams from the top down to this one are sorted by; parents that form a circle are walked once."""
        names, passed, at = [team.sort_name], {team.pk}, team.parent_id
        while at in known and at not in passed:
            passed.add(at)
            names.append(known[at].sort_name)
            at = known[at].parent_id
        return names[::-1]

    return [
        TeamScope(team.name, team.pk, tree.below([team.pk]), depth=len(path(team)) - 1)
        for team in sorted(teams, key=path)
        if day is None or team.closed_on is None or team.closed_on > day
    ]


def every_scope(day: date) -> list[TeamScope]:
    """The whole authority, those in no team's caseload, and each team that was open on the day. One query."""
    return [AUTHORITY, IN_NO_CASELOAD, *team_scopes(day)]


def scopes_of(user: User, day: date) -> list[TeamScope]:
    """Those that the user's roles of today reach, of the teams that were open on `day`; the widest first."""
    if user.access.whole_authority:
        return every_scope(day)
    mine = [scope for scope in team_scopes(day) if scope.team_id in user.access.managed_team_ids]
    top = min((scope.depth for scope in mine), default=0)
    return [replace(scope, depth=scope.depth - top) for scope in mine]


def listed_teams(user: User, day: date) -> list[TeamScope]:
    """The teams open on the day whose people this user may list, each with those below it. One query."""
    scopes = team_scopes(day)
    if user.access.whole_authority:
        return scopes
    mine = user.access.own_team_ids | user.access.team_ids
    return [scope for scope in scopes if scope.team_id in mine]


def closed_teams_of(user: User, day: date) -> dict[str, date]:
    """The teams that the user's roles of today reach and that were closed by the day: by key, since when."""
    teams = Team.objects.filter(closed_on__lte=day)
    if not user.access.whole_authority:
        teams = teams.filter(pk__in=user.access.managed_team_ids)
    return {str(pk): closed_on for pk, closed_on in teams.values_list("pk", "closed_on") if closed_on}


def in_scope(people: QuerySet[YoungPerson], scope: TeamScope, day: date) -> QuerySet[YoungPerson]:
    """Those in the scope, by the team of their case holder on the day, which is aliased `case_holder_allocation`."""
    if scope.is_authority:
        return people
    people = people.alias(case_holder_allocation=case_holder_on(day))
    if scope.in_no_caseload:
        return people.filter(case_holder_allocation=None)
    return people.filter(case_holder_allocation__team_id__in=scope.team_ids)
