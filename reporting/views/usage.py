"""Whether the product is used well: counts alone, for managers and administrators."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from careleavers.permissions import Permission
from careleavers.views.gates import requires, today_of
from reporting.queries.usage import how_it_is_used
from reporting.rules.usage import FEWEST, WINDOW


@requires(Permission.MANAGE_USERS, Permission.MANAGE_TEAM)
@require_safe
def usage(request: HttpRequest) -> HttpResponse:
    today = today_of(request)
    tables = how_it_is_used(timezone.now(), today)
    return render(request, "reporting/usage.html", {"since": today - WINDOW, "fewest": FEWEST, "tables": tables})
