"""Accounts from a list: made at once, invited by mail, and given what reads records only by a second administrator."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from careleavers.actions.account_mail import tell_of_invitation
from careleavers.actions.base import Refused, action, record_event
from careleavers.actions.staff import add_user, give_role
from careleavers.models import ProposedRole, Team, User
from careleavers.permissions import NAMES_PEOPLE, Role


@dataclass(frozen=True)
class NewMember:
    """Somebody as a list has them; `role` is None where they get none yet."""

    name: str
    email: str
    job_title: str
    phone: str
    role: Role | None
    team: Team | None


@dataclass(frozen=True)
class AddedList:
    users: tuple[User, ...]
    waiting: int  # roles for another administrator to decide on


@action
def add_staff_list(
    *, by: User, members: Iterable[NewMember], link_of: Callable[[User], str], today: date, ends_on: date
) -> AddedList:
    """Make their accounts and write to each of them. A role that reads records waits for another administrator.

    `link_of` gives the address at which somebody chooses a password; it works until `ends_on`.
    """
    added, waiting = [], 0
    for member in members:
        user = add_user(by=by, email=member.email, name=member.name, job_title=member.job_title, phone=member.phone)
        added.append(user)
        if member.role and member.role.permissions & NAMES_PEOPLE:
            ProposedRole.objects.create(user=user, role=member.role.value, team=member.team, recorded_by=by)
            waiting += 1
        elif member.role:
            give_role(by=by, user=user, role=member.role, team=member.team, starts_on=today, today=today)
        tell_of_invitation(account=user, link=link_of(user), by=by, ends_on=ends_on)
    record_event("staff_list_added", by=by, accounts=len(added), waiting=waiting)
    return AddedList(tuple(added), waiting)


@dataclass(frozen=True)
class DecidedRoles:
    """How many were decided, and of each that could not be given whose it is and why: it waits on."""

    decided: int
    not_given: tuple[str, ...] = ()


def undecided(by: User) -> Q:
    """The roles on which this administrator may decide: asked for by somebody else, not for themselves, and
    for an account that is open."""
    return Q(decided_at=None, user__is_active=True) & ~Q(recorded_by=by) & ~Q(user=by)


@action
def decide_roles(*, by: User, chosen: Iterable[ProposedRole], give: bool, today: date, now: datetime) -> DecidedRoles:
    """Give the chosen roles from today, or refuse them. What was decided meanwhile is passed over; one that cannot be
    given, as its team is closed by now, keeps nobody else from theirs.

    Refused for a role that the same administrator asked for, or their own.
    """
    wanted = {each.pk for each in chosen}
    rows = ProposedRole.objects.select_for_update(of=("self",)).filter(pk__in=wanted, decided_at=None)
    found = list(rows.select_related("user", "team"))
    if {row.pk for row in found} - set(ProposedRole.objects.filter(undecided(by)).values_list("pk", flat=True)):
        raise Refused("Another administrator than the one who asked decides on a role, and nobody on their own.")
    not_given = []
    for row in found:
        if give:
            try:
                with transaction.atomic():
                    give_role(by=by, user=row.user, role=Role(row.role), team=row.team, starts_on=today, today=today)
            except Refused as reason:
                not_given.append(f"{row.user.name}: {reason}")
                continue
        ProposedRole.objects.filter(pk=row.pk).update(decided_at=now, decided_by=by, was_given=give)
        record_event("proposed_role_decided", by=by, on=row.user, role=row.role, given=give)
    return DecidedRoles(len(found) - len(not_given), tuple(not_given))
