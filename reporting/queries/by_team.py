"""The figures of every team beside the authority's, so that one can see that they add up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from careleavers.rules.team_scopes import AUTHORITY, TeamScope
from reporting.queries.figures import FigureCount, Question, count_by_team
from reporting.rules.cohorts import Cohort


@dataclass(frozen=True)
class TeamRow:
    """`adds_up`: one of the rows that make the authority's together; the others are parts of the row above them."""

    scope: TeamScope
    figures: list[FigureCount]
    adds_up: bool

    @property
    def is_total(self) -> bool:
        return self.scope == AUTHORITY


def rows_by_team(question: Question, cohort: Cohort, scopes: Sequence[TeamScope]) -> list[TeamRow]:
    """A row for each scope, the authority last; with it, one for people whose case holder's team was closed by then."""
    by_team = count_by_team(question)
    known = frozenset().union(*(scope.team_ids for scope in scopes))
    rows = [
        TeamRow(scope, _figures(by_team, cohort, scope), adds_up=not _is_part(scope, scopes))
        for scope in sorted(scopes, key=lambda scope: (scope.is_authority, scope.in_no_caseload))
    ]
    others = frozenset(team for team in by_team if team is not None) - known
    if others and rows[-1:] and rows[-1].is_total:
        closed = TeamScope("In a team that was closed", team_ids=others, team_id=next(iter(others)))
        rows.insert(-1, TeamRow(closed, _figures(by_team, cohort, closed), adds_up=True))
    return rows


def _is_part(scope: TeamScope, scopes: Sequence[TeamScope]) -> bool:
    if scope.is_authority:
        return True
    return any(scope.team_id in other.team_ids for other in scopes if other.team_id != scope.team_id)


def _figures(
    by_team: dict[UUID | None, dict[tuple[str, str], FigureCount]], cohort: Cohort, scope: TeamScope
) -> list[FigureCount]:
    """Each measure that is asked of these ages, in the order of the dashboard."""
    total: dict[str, FigureCount] = {}
    for team, counted in by_team.items():
        for (measure, code), figure in counted.items():
            if code == cohort.code:
                whole = total.setdefault(measure, FigureCount(figure.measure, cohort))
                if scope.holds(team):
                    whole.by_reason.update(figure.by_reason)
    return list(total.values())
