"""Who is in custody, and how they came through care: for the review of their care histories."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from careleavers.models import YoungPerson
from careleavers.permissions import Permission
from careleavers.views.gates import current_user, requires, today_of
from reporting.queries.custody import in_custody
from reporting.rules.custody import LATE
from reporting.views.names import ask_why, note_names, wants_reason

TITLE = "In custody, and their care histories"


@requires(Permission.OPEN_NAMES)
@require_http_methods(["GET", "POST"])
def custody(request: HttpRequest) -> HttpResponse:
    """Everybody whom this reader may see who is in custody today."""
    if wants_reason(request, TITLE):
        return ask_why(request, TITLE, back=reverse("reporting:dashboard"))
    user, today = current_user(request), today_of(request)
    rows = in_custody(YoungPerson.objects.visible_to(user), today)
    note_names(request, "custody", TITLE, len(rows))
    context = {
        "rows": rows,
        "came_late": sum(row.history is not None and row.history.came_late for row in rows),
        "late": LATE,
        "may_open_records": user.may(Permission.VIEW_RECORD),
        "today": today,
    }
    return render(request, "reporting/custody.html", context)
