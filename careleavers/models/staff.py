"""People who work here: users, the tree of teams, and the roles they hold from one day to another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from copy import copy
from datetime import date
from functools import cached_property
from typing import Any, cast
from uuid import UUID

import pgtrigger
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import Case, Q, QuerySet, When
from django.db.models.functions import JSONObject, Lower

from careleavers.models.asking import Row
from careleavers.models.base import (
    Dated,
    Recorded,
    Revised,
    UUIDModel,
    count_revision,
    ends_after_start,
    no_overlap,
    on_day,
    track,
    track_without,
)
from careleavers.models.names import sort_name_of
from careleavers.models.sensitivity import PERSONAL, RECORD_KEEPING, SENSITIVE
from careleavers.models.statements import Statement
from careleavers.permissions import Permission, Role, Scope, scope_of


@track
class Team(UUIDModel, Revised):
    """A team inside the authority. The tree says whose managers answer for whom."""

    name = models.CharField(max_length=100, unique=True, db_comment=RECORD_KEEPING)
    sort_name = sort_name_of("name", sensitivity=RECORD_KEEPING)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children", db_comment=RECORD_KEEPING
    )
    phone = models.CharField(max_length=30, blank=True, db_comment=RECORD_KEEPING)
    closed_on = models.DateField(null=True, blank=True, db_comment=RECORD_KEEPING)

    class Meta:
        ordering = ["sort_name"]

    def __str__(self) -> str:
        return self.name


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email__iexact=username)

    def get(self, *args: Any, **wanted: Any) -> User:
        """One user. By the id alone, as for every request, with a query whose text is put together once."""
        if args or wanted.keys() != {"pk"} or not isinstance(wanted["pk"], UUID):
            return super().get(*args, **wanted)
        if user := USER.first(wanted["pk"]):
            return cast(User, user)
        raise self.model.DoesNotExist(f"There is no user {wanted['pk']}.")

    def with_role(self, *roles: Role, today: date, teams: Collection[UUID | None] | None = None) -> QuerySet[User]:
        """Active users who hold one of these roles on the day; of `teams`, in one of these (None among them: for the
        whole authority). It is the role of the day that is of the team, and not one that they had once.
        """
        held = on_day(today, "assignments__") & Q(assignments__role__in=[role.value for role in roles])
        if teams is not None:
            of_none = Q(assignments__team=None) if None in teams else Q()
            held &= Q(assignments__team__in=[team for team in teams if team]) | of_none
        return self.filter(held, is_active=True).distinct()


@track_without("password", "last_login")
class User(AbstractBaseUser, UUIDModel, Revised):
    """Somebody who signs in. Accounts are made by an administrator, never by signing up.

    `revision` counts the changes of what an administrator types.
    """

    password = models.CharField(max_length=128, db_comment=SENSITIVE)
    last_login = models.DateTimeField(null=True, blank=True, db_comment=PERSONAL)
    email = models.EmailField(unique=True, db_comment=PERSONAL)
    name = models.CharField(max_length=150, db_comment=PERSONAL)
    sort_name = sort_name_of("name", sensitivity=PERSONAL)
    job_title = models.CharField(max_length=100, blank=True, db_comment=PERSONAL)
    phone = models.CharField(max_length=30, blank=True, db_comment=PERSONAL)
    is_active = models.BooleanField(default=True, db_comment=RECORD_KEEPING)
    # Raised when the account is disabled or a role changes: sessions that hold an older number end at once.
    access_version = models.PositiveIntegerField(default=1, db_comment=RECORD_KEEPING)
    shortcuts_on = models.BooleanField(default=True, db_comment=RECORD_KEEPING)
    days_ahead = models.PositiveSmallIntegerField(
        "how many days ahead Today goes", default=14, db_default=14, db_comment=RECORD_KEEPING
    )
    joined_at = models.DateTimeField(auto_now_add=True, db_comment=PERSONAL)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        ordering = ["sort_name", "email"]
        constraints = [models.CheckConstraint(name="user_email_lower_case", condition=Q(email=Lower("email")))]
        triggers = [count_revision(pgtrigger.UpdateOf("email", "name", "job_title", "phone"))]  # type: ignore[no-untyped-call]

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name.split()[0] if self.name else self.email

    # Django's own permission checks are not used; these keep third-party code that asks them honest.
    is_staff = False
    is_superuser = False

    def has_perm(self, perm: str, obj: object = None) -> bool:
        return False

    def has_module_perms(self, app_label: str) -> bool:
        return False

    @cached_property
    def access(self) -> Access:
        """What the roles held today allow. Read once per request; the middleware sets the day."""
        return Access.of(self, self.access_day, own_only=self._own_only)

    @property
    def access_day(self) -> date:
        """The day on which roles are read. Views get it from the middleware; nothing else may guess it."""
        try:
            return self._access_day
        except AttributeError:
            raise RuntimeError("Say on which day: user.on(today) before asking what this user may do.") from None

    @property
    def has_day(self) -> bool:
        """Whether it may be asked what this user may do. Not yet in the request that signs somebody in."""
        return hasattr(self, "_access_day")

    def on(self, today: date, *, own_only: bool = False, held: Sequence[Row] | None = None) -> User:
        """This user, with roles read as of `today`. `own_only` narrows casework to the people allocated to them; `held`
        are the rows of ROLES_HELD, where they have been read."""
        self._access_day = today
        self._own_only = own_only
        self._held = held
        self.__dict__.pop("access", None)
        return self

    def under(self, policies: Mapping[str, Any], today: date, *, held: Sequence[Row] | None = None) -> User:
        """This user on the day, seeing what the authority's choices in force let them see; `held` as in `on`."""
        return self.on(today, own_only=policies["casework_scope"] == "own", held=held)

    def may(self, permission: Permission) -> bool:
        return self.access.may(permission)

    def narrow_to(self, permission: Permission) -> None:
        """From now on this object may do what one kind of work allows, as in a record that is open for that alone."""
        self.access = self.access.only(permission)


USER = Statement(lambda pk: User.objects.filter(pk=pk).order_by(), UUID)


@track
class RoleAssignment(Recorded, Dated):
    """A role held in a team (or in the whole authority) over the half-open period [starts_on, ends_on)."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="assignments", db_comment=PERSONAL)
    role = models.CharField(max_length=30, choices=[(role.value, role.label) for role in Role], db_comment=PERSONAL)
    team = models.ForeignKey(
        Team, null=True, blank=True, on_delete=models.PROTECT, related_name="assignments", db_comment=PERSONAL
    )

    class Meta:
        ordering = ["starts_on"]
        constraints = [
            ends_after_start("role_ends_after_start", same_day=True),
            no_overlap("role_held_once_in_team", "user", "role", "team", condition=Q(team__isnull=False)),
            no_overlap("role_held_once_in_authority", "user", "role", condition=Q(team__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"{Role(self.role).label}, {self.team or 'whole authority'}"


REACHING_DOWN = [role.value for role in Role if scope_of(role) is Scope.TEAM_AND_BELOW]


def _roles_held(user: UUID, day: date) -> models.QuerySet[RoleAssignment, tuple[str, UUID | None, Any]]:
    """Role, team, and with a role that reaches down it the whole tree of teams."""
    tree = Team.objects.order_by().values(pair=JSONObject(team="pk", parent="parent"))
    roles = RoleAssignment.objects.filter(on_day(day), user=user).order_by()
    with_tree = roles.annotate(tree=Case(When(role__in=REACHING_DOWN, then=ArraySubquery(tree))))
    return with_tree.values_list("role", "team_id", "tree")


ROLES_HELD = Statement(_roles_held, UUID, date)


class Access:
    """The roles a user holds on a day, and the teams they reach. `held`: each role, and the team it is held in."""

    def __init__(self, held: Sequence[tuple[Role, UUID | None]], teams: TeamTree, *, own_only: bool = False) -> None:
        self.roles = frozenset(role for role, _ in held)
        self.whole_authority = any(scope_of(role) is Scope.AUTHORITY for role in self.roles)
        self.own_team_ids = frozenset(
            team for role, team in held if team and scope_of(role) in (Scope.TEAM, Scope.TEAM_AND_BELOW)
        )
        self.managed_team_ids = teams.below(
            {team for role, team in held if team and scope_of(role) is Scope.TEAM_AND_BELOW}
        )
        self.team_ids = self.managed_team_ids if own_only else self.own_team_ids | self.managed_team_ids
        self.own_only = own_only
        # The condition of the records they may see, once somebody asks for them (`YoungPersonQuerySet.visible_to`).
        self.open_records: Q | None = None
        self.permissions = frozenset().union(*(role.permissions for role in self.roles)) if self.roles else frozenset()
        # What they may do somewhere, where `permissions` are narrowed to what they may do here (`only`).
        self.anywhere = self.permissions

    @classmethod
    def of(cls, user: User, today: date, *, own_only: bool) -> Access:
        """The user's access on a day, in one query, or none where their roles have been read: the tree of teams comes
        with the roles that reach down it."""
        if not user.is_active:
            return cls([], TeamTree([]))
        rows = ROLES_HELD.rows(user.pk, today) if user._held is None else user._held
        held = [(Role(role), team) for role, team, _ in rows]
        pairs: list[dict[str, Any]] = next((tree for _, _, tree in rows if tree), [])
        tree = TeamTree((UUID(pair["team"]), UUID(pair["parent"]) if pair["parent"] else None) for pair in pairs)
        return cls(held, tree, own_only=own_only)

    def may(self, permission: Permission) -> bool:
        return permission in self.permissions

    def manages(self, team: UUID | None) -> bool:
        """Whether the team is one that they manage, or their role is for the whole authority."""
        return self.whole_authority or team in self.managed_team_ids

    def only(self, permission: Permission) -> Access:
        """The same access where nothing but one kind of work lets them in: they may do that and nothing else."""
        other = copy(self)
        other.open_records = None
        other.__dict__.pop("shape", None)  # worked out of the former permissions
        other.permissions = frozenset({permission})
        return other

    @cached_property
    def teams(self) -> tuple[UUID, ...]:
        """Every team that they reach, whatever for."""
        return tuple(sorted(self.own_team_ids | self.managed_team_ids))

    @cached_property
    def shape(self) -> tuple[object, ...]:
        """All of it but which teams they are: two with one shape see by the same rule."""
        place = {team: number for number, team in enumerate(self.teams)}
        own, managed, reached = (
            frozenset(place[team] for team in teams)
            for teams in (self.own_team_ids, self.managed_team_ids, self.team_ids)
        )
        return self.roles, self.permissions, self.whole_authority, self.own_only, own, managed, reached

    def with_teams(self, teams: Sequence[UUID]) -> Access:
        """The same access to other teams, as many and in the order of `teams`."""
        stands_for = dict(zip(self.teams, teams, strict=True))
        other = copy(self)
        other.open_records = None
        other.__dict__.pop("teams", None)  # worked out of the former teams
        for name in ("own_team_ids", "managed_team_ids", "team_ids"):
            setattr(other, name, frozenset(stands_for[team] for team in getattr(self, name)))
        return other


class TeamTree:
    """Which teams are under which, from pairs of a team's id and its parent's."""

    def __init__(self, pairs: Iterable[tuple[UUID, UUID | None]]) -> None:
        self._children: dict[UUID | None, list[UUID]] = defaultdict(list)
        for team, parent in pairs:
            self._children[parent].append(team)

    def below(self, tops: Iterable[UUID]) -> frozenset[UUID]:
        """The teams `tops` and every team under them; a circle of parents is walked once."""
        reached: set[UUID] = set()
        waiting = list(tops)
        while waiting:
            team = waiting.pop()
            if team not in reached:
                reached.add(team)
                waiting += self._children.get(team, [])
        return frozenset(reached)
