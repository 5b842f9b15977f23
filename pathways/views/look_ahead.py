"""What falls due in the next thirteen weeks, for managers."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from careleavers.models import User
from careleavers.permissions import Permission
from careleavers.rules.dates import monday_of
from careleavers.views.gates import current_user, requires, today_of
from pathways.queries.look_ahead import WEEKS, due_in_week, look_ahead

PER_PAGE = 50
NOBODY, LATE = "nobody", "late"


@requires(Permission.MANAGE_TEAM)
@require_safe
def table(request: HttpRequest) -> HttpResponse:
    """How many things fall due, by week and case holder."""
    today = today_of(request)
    context = {"ahead": look_ahead(current_user(request), today), "today": today}
    return render(request, "pathways/today/look_ahead.html", context)


@requires(Permission.MANAGE_TEAM)
@require_safe
def week(request: HttpRequest, worker: str, week: str) -> HttpResponse:
    """The things behind one number; 404 for a week that the table does not have."""
    today = today_of(request)
    monday = _monday(week, today)
    somebody = None if worker == NOBODY else get_object_or_404(User, pk=_id(worker))
    items = due_in_week(current_user(request), today, somebody.pk if somebody else None, monday)
    page = Paginator(items, PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "worker": somebody, "monday": monday, "today": today}
    return render(request, "pathways/today/week_ahead.html", context)


def _id(worker: str) -> UUID:
    try:
        return UUID(worker)
    except ValueError:
        raise Http404 from None


def _monday(week: str, today: date) -> date | None:
    if week == LATE:
        return None
    try:
        monday = date.fromisoformat(week)
    except ValueError:
        raise Http404 from None
    if monday != monday_of(monday) or not timedelta() <= monday - monday_of(today) < timedelta(weeks=WEEKS):
        raise Http404
    return monday
