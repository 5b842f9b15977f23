"""What somebody still holds: for the managers, who pass it on, and before an account is closed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from careleavers.actions.staff import disable_user
from careleavers.models import User, YoungPerson
from careleavers.permissions import Permission
from careleavers.queries.held_work import HeldKind, allocations_to_pass_on, held_by, people_about
from careleavers.queries.managers import managers_on
from careleavers.views.gates import current_user, requires, today_of
from careleavers.views.submission import attempt


@dataclass(frozen=True)
class HeldLine:
    """One thing in a list: about whom (None: about nobody), what it is, and its day."""

    person: YoungPerson | None
    what: str
    due_on: date | None


@dataclass(frozen=True)
class HeldList:
    """The things of one kind that the reader may see, and how many others there are."""

    kind: HeldKind
    lines: Sequence[HeldLine]
    unseen: int


@requires(Permission.MANAGE_TEAM)
@require_safe
def held_work(request: HttpRequest, worker_id: UUID) -> HttpResponse:
    """Everything that a worker holds about young people whom the manager may see, and where to pass it on."""
    user, today = current_user(request), today_of(request)
    worker = get_object_or_404(User, pk=worker_id)
    held = held_by(worker, today)
    visible = YoungPerson.objects.visible_to(user)
    people = visible.in_bulk(people_about(held))
    context = {
        "worker": worker,
        "lists": [_list(kind, people) for kind in held],
        "may_pass_on": user.may(Permission.ALLOCATE)
        and allocations_to_pass_on(worker, today).filter(person__in=visible).exists(),
        "today": today,
    }
    return render(request, "careleavers/allocations/held_work.html", context)


def _list(kind: HeldKind, people: dict[UUID, YoungPerson]) -> HeldList:
    lines = [
        HeldLine(people.get(thing.person_id) if thing.person_id else None, thing.what, thing.due_on)
        for thing in kind.things
        if thing.person_id is None or thing.person_id in people
    ]
    lines.sort(key=lambda line: (line.person.sort_name if line.person else "", line.due_on or date.min, line.what))
    return HeldList(kind, lines, unseen=len(kind.things) - len(lines))


@requires(Permission.MANAGE_USERS)
def account_close(request: HttpRequest, user_id: UUID) -> HttpResponse:
    """Close an account: first what its owner still holds and what becomes of it, in numbers and without names."""
    by, today = current_user(request), today_of(request)
    member = get_object_or_404(User, pk=user_id)
    if not member.is_active:
        messages.warning(request, f"{member.name}’s account is closed already.")
        return redirect("staff_member", member.pk)
    if request.method == "POST":
        closed = attempt(
            request, lambda: disable_user(by=by, user=member, today=today), f"{member.name} can no longer sign in."
        )
        return redirect("staff_member" if closed else "staff_close", member.pk)
    held = held_by(member, today)
    context = {
        "member": member,
        "kinds": [kind for kind in held if not kind.stops],
        "stopped_by": [kind for kind in held if kind.stops],
        "managers": _managers_of(held, today),
        "is_self": member == by,
    }
    return render(request, "careleavers/staff/close.html", context)


def _managers_of(held: Sequence[HeldKind], today: date) -> list[str]:
    """The names of those who are told when nobody works any more with the people of these cases."""
    cases = people_about([kind for kind in held if kind.code == "case_holder"])
    teams = YoungPerson.objects.filter(pk__in=cases).order_by().values_list("team_id", flat=True).distinct()
    managers = managers_on(today)
    told = {user for team in teams for user in managers.nearest(team)}
    return list(User.objects.filter(pk__in=told).order_by("sort_name").values_list("name", flat=True))
