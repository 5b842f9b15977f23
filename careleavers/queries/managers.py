"""Who manages, and who holds a case, on a day: the people who are told of an alert."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from careleavers.models import Allocation, RoleAssignment, Team
from careleavers.models.asking import Asking, in_steps, together
from careleavers.models.base import on_day
from careleavers.models.statements import Statement
from careleavers.permissions import Role

MANAGER_ROLES = (Role.TEAM_MANAGER, Role.SERVICE_MANAGER)


@dataclass(frozen=True)
class Managers:
    """The managers of a day: of each team, and of the whole service; and which team each team is part of."""

    parents: dict[UUID, UUID | None]
    of_team: dict[UUID, frozenset[UUID]]
    of_service: frozenset[UUID]

    @property
    def everybody(self) -> frozenset[UUID]:
        return self.of_service.union(*self.of_team.values())

    def nearest(self, team: UUID | None, *, excluding: Collection[UUID] = ()) -> frozenset[UUID]:
        """The managers of the team itself, else of the nearest team above that has any, else of the service.

        Nobody in `excluding` counts. Empty where there is nobody at all.
        """
        for each in self.teams_up_from(team):
            if found := self.of_team.get(each, frozenset()).difference(excluding):
                return found
        return self.of_service.difference(excluding)

    def teams_up_from(self, team: UUID | None) -> Iterator[UUID]:
        """The team itself and those above it, the nearest first. Parents that form a circle are walked once."""
        passed: set[UUID] = set()
        while team is not None and team not in passed:
            yield team
            passed.add(team)
            team = self.parents.get(team)


@in_steps
def managers_on(today: date) -> Asking[Managers]:
    """The managers who can sign in on the day. One query."""
    of_team: dict[UUID, set[UUID]] = {}
    of_service = set()
    roles, parents = yield from together(ROLES_OF_MANAGERS.rows.steps(today), TEAMS_ABOVE.rows.steps())
    for role, team, user in roles:
        if role == Role.SERVICE_MANAGER.value:
            of_service.add(user)
        elif team:
            of_team.setdefault(team, set()).add(user)
    return Managers(
        parents=dict(parents),
        of_team={team: frozenset(users) for team, users in of_team.items()},
        of_service=frozenset(of_service),
    )


def case_holders_on(today: date, people: Iterable[UUID]) -> dict[UUID, UUID]:
    """The worker who holds the case of each of these people on the day; people whom nobody holds are left out."""
    return dict(CASE_HOLDERS.rows(today, people))


def _roles_of_managers(today: date) -> QuerySet[Any, tuple[Any, ...]]:
    managing = [role.value for role in MANAGER_ROLES]
    roles = RoleAssignment.objects.filter(on_day(today), role__in=managing, user__is_active=True)
    return roles.values_list("role", "team_id", "user_id")


def _case_holders(today: date, people: list[UUID]) -> QuerySet[Any, tuple[Any, ...]]:
    allocations = Allocation.objects.filter(on_day(today), person__in=people, role=Allocation.CASE_HOLDER)
    return allocations.order_by().values_list("person_id", "worker_id")


ROLES_OF_MANAGERS = Statement(_roles_of_managers, date)
TEAMS_ABOVE = Statement(lambda: Team.objects.order_by().values_list("pk", "parent_id"))
CASE_HOLDERS = Statement(_case_holders, date, list)
