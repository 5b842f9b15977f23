"""Whether the product is used well: counts alone, for managers and administrators."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from careleavers.permissions import Permission
from careleavers.rules.dates import Period, add_months
from careleavers.views.gates import requires, today_of
from reporting.queries.usage import how_it_is_used, which_reminders_help
from reporting.rules.periods import month_name, month_of_name
from reporting.rules.usage import FEWEST, WINDOW

MONTHS_OFFERED = 12


@requires(Permission.MANAGE_USERS, Permission.MANAGE_TEAM)
@require_safe
def usage(request: HttpRequest) -> HttpResponse:
    """All of the last weeks; or `?month=2026-10`, which reminders helped in that month."""
    today = today_of(request)
    months = [first_of(add_months(today, -back)) for back in range(MONTHS_OFFERED)]
    asked = month_of_name(request.GET.get("month", ""))
    month = next((each for each in months if asked and first_of(asked) == each), None)
    if month:
        tables = which_reminders_help(Period(month, add_months(month, 1)), today)
    else:
        tables = how_it_is_used(timezone.now(), today)
    context = {
        "since": today - WINDOW,
        "fewest": FEWEST,
        "tables": tables,
        "month": month and month_name(month),
        "months": [(f"{each:%Y-%m}", month_name(each)) for each in months],
    }
    return render(request, "reporting/usage.html", context)


def first_of(day: date) -> date:
    return day.replace(day=1)
