"""The tree of teams."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.db.models import Count, F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from careleavers.actions import staff as actions
from careleavers.forms.staff import TeamForm
from careleavers.models import Team
from careleavers.models.base import on_day
from careleavers.permissions import Permission
from careleavers.queries.held_work import held_by_team
from careleavers.views.gates import current_user, post_data, requires, today_of
from careleavers.views.submission import attempt, submit


@requires(Permission.MANAGE_USERS)
@require_safe
def team_list(request: HttpRequest) -> HttpResponse:
    working = Count("assignments__user", filter=on_day(today_of(request), "assignments__"), distinct=True)
    teams = Team.objects.select_related("parent").annotate(working=working, open_to=Count("people", distinct=True))
    rows = teams.order_by(F("parent__sort_name").asc(nulls_first=True), "sort_name")
    return render(request, "careleavers/teams/list.html", {"rows": rows})


@requires(Permission.MANAGE_USERS)
def team_edit(request: HttpRequest, team_id: UUID | None = None) -> HttpResponse:
    """Add a team, or change one."""
    team = get_object_or_404(Team, pk=team_id) if team_id else None
    form = TeamForm(post_data(request), row=team)
    saved = submit(
        request,
        form,
        lambda: actions.save_team(by=current_user(request), team=team, today=today_of(request), **form.cleaned_data),
        refused_on="parent",
    )
    if saved:
        messages.success(request, f"{saved.result.name} saved.")
        return redirect("team_list")
    return render(request, "careleavers/teams/form.html", {"form": form, "team": team})


@requires(Permission.MANAGE_USERS)
def team_close(request: HttpRequest, team_id: UUID) -> HttpResponse:
    """Close a team, once it is shown what hangs on it; or open a closed one again. Closed by two, it is closed once."""
    team = get_object_or_404(Team.objects.select_related("parent"), pk=team_id)
    user, today = current_user(request), today_of(request)
    if request.method != "POST":
        if team.closed_on:
            return redirect("team_list")
        kinds = held_by_team(team, today)
        context = {
            "team": team,
            "kinds": [kind for kind in kinds if not kind.stops],
            "stopped_by": [kind for kind in kinds if kind.stops],
        }
        return render(request, "careleavers/teams/close.html", context)
    if "open" in request.POST:
        attempt(request, lambda: actions.open_team_again(by=user, team=team), f"{team.name} is open again.")
    elif team.closed_on:
        messages.info(request, f"{team.name} is closed already.")
    else:
        attempt(request, lambda: actions.close_team(by=user, team=team, today=today), f"{team.name} is closed.")
    return redirect("team_list")
