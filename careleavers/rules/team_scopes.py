"""Whose people: the whole authority, a team with every team below it, or those in no team's caseload. Pure.

Everybody is in exactly one caseload or in none, so the teams at the top and "in no team's caseload" add up to the
authority on every day.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class TeamScope:
    """Without a team it is the whole authority, or those whom nobody holds the case of (`in_no_caseload`).

    `team_ids` are the team and those below it. `depth` is how many teams it is below, for lists.
    """

    label: str
    team_id: UUID | None = None
    team_ids: frozenset[UUID] = frozenset()
    in_no_caseload: bool = False
    depth: int = 0

    @property
    def is_authority(self) -> bool:
        return self.team_id is None and not self.in_no_caseload

    @property
    def key(self) -> str:
        """As written in an address."""
        if self.in_no_caseload:
            return "none"
        return str(self.team_id) if self.team_id else "all"

    def holds(self, team_id: UUID | None) -> bool:
        """Whether somebody is in the scope whose case holder is in the team (None: has no case holder)."""
        if self.is_authority:
            return True
        return team_id is None if self.in_no_caseload else team_id in self.team_ids


AUTHORITY = TeamScope("The whole authority")
IN_NO_CASELOAD = TeamScope("In no team’s caseload", in_no_caseload=True)
