"""Today: what needs you now, what is coming, what you have not finished."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from careleavers.models import User
from careleavers.models.asking import Asking, ask_together, together
from careleavers.permissions import Permission
from careleavers.site.extensions import Panel, today_panels
from careleavers.views.gates import current_user, open_to_signed_in, policies_of, requires, today_of
from pathways.queries import team_today
from pathways.queries import today as lists
from pathways.queries.late_above import late_above
from pathways.queries.my_day import my_day, my_people, need_me_now, need_worker_now
from pathways.queries.today import Whose
from pathways.queries.today_items import SHOWN, TodayItem

PER_PAGE = 50
LATE_SHOWN = 3
# A team's people by what is due next are its caseload; and nobody's own people are without a case holder.
NO_LISTS = (("team", "later"), ("mine", "unallocated"), ("mine", "above"))
# Where the work of those who log no contacts begins, the first that their roles open.
MAIN_PAGES = (
    (Permission.RUN_SURVEYS, "offers:surveys"),
    (Permission.REVIEW_PLANS, "pathways:reviewing"),
    (Permission.HEALTH_WORK, "health_work"),
    (Permission.EDUCATION_WORK, "education_work"),
    (Permission.ADVOCACY_WORK, "advocacy_work"),
    (Permission.ANSWER_REFERRALS, "pathways:referrals_here"),
    (Permission.VIEW_FIGURES, "reporting:dashboard"),
    (Permission.VIEW_PUBLISHED, "reporting:published"),
    (Permission.POST_LETTERS, "offers:letters"),
    (Permission.MANAGE_USERS, "staff_list"),
)


def main_page_of(user: User) -> str:
    """The address of the page where this user's work begins: "" for Today itself."""
    if user.may(Permission.LOG_CONTACT):
        return ""
    for permission, url_name in MAIN_PAGES:
        if user.may(permission):
            return reverse(url_name)
    return reverse("preferences")


@open_to_signed_in("the way in: it leads everybody to the page where their work begins")
def home(request: HttpRequest) -> HttpResponse:
    user = current_user(request)
    if elsewhere := main_page_of(user):
        return redirect(elsewhere)
    manages = user.may(Permission.MANAGE_TEAM)
    whose = request.GET.get("whose", Whose.TEAM if manages else Whose.MINE)
    return _team(request) if manages and whose != Whose.MINE else _mine(request, manages)


def _mine(request: HttpRequest, manages: bool) -> HttpResponse:
    user, today = current_user(request), today_of(request)
    (day, panels), drafts, recent = ask_together(
        _day_and_panels(request), lists.unfinished_notes.steps(user), lists.recently_opened.steps(user)
    )
    context = {
        "today": today,
        "ahead": user.days_ahead,
        "whose": Whose.MINE,
        "manages": manages,
        "appointments": day.appointments,
        "now": day.now,
        "coming": day.coming,
        "later": day.later,
        "nothing_due": day.nothing_due,
        "drafts": drafts,
        "most_drafts": lists.UNFINISHED_SHOWN,
        "recent": recent,
        "may_log": user.may(Permission.LOG_CONTACT),
        "panels": panels,
    }
    return render(request, "pathways/today/mine.html", context)


def _day_and_panels(request: HttpRequest) -> Asking[list[Any]]:
    user, today, policies = current_user(request), today_of(request), policies_of(request)
    people = yield from my_people.steps(user, today)
    found = yield from together(
        my_day.steps(user, today, people, policies["leap_day"]),
        today_panels.steps([each.person for each in people], user, today, policies),
    )
    return found


def _team(request: HttpRequest) -> HttpResponse:
    """Of what is late below and what the team needs now, no more lines together than one has of one's own."""
    user, today, leap_day = current_user(request), today_of(request), policies_of(request)["leap_day"]
    workload, late, own, workers, unallocated, panels = ask_together(
        team_today.team_workload.steps(user, today, leap_day),
        late_above.steps(user, today, policies_of(request), limit=LATE_SHOWN),
        need_me_now.steps(user, today, leap_day),
        team_today.workers_of.steps(user, today),
        team_today.unallocated.steps(user, today),
        _panels_of_team(request),
    )
    context = {
        "today": today,
        "ahead": user.days_ahead,
        "whose": Whose.TEAM,
        "manages": True,
        "need_me_now": own,
        "late_above": late,
        "now": workload.now.first(SHOWN - len(late.items)),
        "coming": workload.coming,
        "workers": workers,
        "unallocated": unallocated,
        "panels": panels,
    }
    return render(request, "pathways/today/team.html", context)


def _panels_of_team(request: HttpRequest) -> Asking[list[Panel]]:
    user, today = current_user(request), today_of(request)
    people = yield from lists.people_with_birthdays.steps(user, today)
    panels = yield from today_panels.steps(people, user, today, policies_of(request))
    return panels


@requires(Permission.LOG_CONTACT)
@require_safe
def whole_list(request: HttpRequest, whose: str, which: str) -> HttpResponse:
    """The whole of a list of which Today shows the first lines."""
    user, today = current_user(request), today_of(request)
    if (whose == Whose.TEAM and not user.may(Permission.MANAGE_TEAM)) or (whose, which) in NO_LISTS:
        raise Http404
    worker = worker_asked_for(request) if (whose, which) == (Whose.TEAM, "now") else None
    context = {"today": today, "whose": whose, "which": which, "worker": worker}
    page = Paginator(_lines(request, Whose(whose), which, worker), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "pathways/today/list.html", context | {"page": page})


def _lines(request: HttpRequest, whose: Whose, which: str, worker: User | None) -> list[TodayItem]:
    user, today = current_user(request), today_of(request)
    if which == "unallocated":
        return list(team_today.unallocated(user, today, limit=None).items)
    if which == "above":
        return list(late_above(user, today, policies_of(request), limit=None).items)
    if worker:
        return need_worker_now(user, worker, today, policies_of(request))
    if whose is Whose.TEAM:
        workload = team_today.team_workload(user, today, policies_of(request)["leap_day"], limit=None)
        return list(workload.now.items if which == "now" else workload.coming.items)
    day = my_day(user, today, my_people(user, today), policies_of(request)["leap_day"], limit=None)
    return list({"now": day.now, "coming": day.coming, "later": day.later}[which].items)


def worker_asked_for(request: HttpRequest) -> User | None:
    """Whose list alone is asked for, if of one."""
    try:
        asked = UUID(request.GET.get("worker", ""))
    except ValueError:
        return None
    return get_object_or_404(User, pk=asked)
