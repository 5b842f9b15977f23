"""Young people's health in numbers, for the joint strategic needs assessment: no names, small numbers hidden."""

from __future__ import annotations

import csv
from io import StringIO
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from careleavers.permissions import Permission
from careleavers.views.downloads import disposition
from careleavers.views.gates import current_user, requires
from reporting.models import FrozenPeriod
from reporting.queries.health_needs import HEAD, health_count_of, health_lines, health_tables
from reporting.rules.periods import period_name
from reporting.rules.report_mail import SEES_PUBLISHED


@requires(*SEES_PUBLISHED)
@require_safe
def health_needs(request: HttpRequest, quarter_id: UUID) -> HttpResponse:
    """Every question as a table by age."""
    quarter = get_object_or_404(FrozenPeriod.objects.quarters(), pk=quarter_id)
    count = health_count_of(quarter)
    tables = health_tables(count) if count else []
    context = {
        "quarter": quarter,
        "title": period_name(quarter.ends_on),
        "count": count,
        "tables": [table for table in tables if table.rows],
        "not_said": [table.question for table in tables if not table.rows],
        "may_see_figures": current_user(request).may(Permission.VIEW_FIGURES),
    }
    return render(request, "reporting/health_needs.html", context)


@requires(*SEES_PUBLISHED)
@require_safe
def health_needs_file(request: HttpRequest, quarter_id: UUID) -> HttpResponse:
    """The same as CSV for public health: a line for each number that may be said, and nobody's name."""
    count = health_count_of(get_object_or_404(FrozenPeriod.objects.quarters(), pk=quarter_id))
    if count is None:
        raise Http404("Health was not counted in this quarter.")
    written = StringIO()
    csv.writer(written).writerows([HEAD, *health_lines(count, health_tables(count))])
    name = f"health-needs-{count.quarter.ends_on.isoformat()}.csv"
    return HttpResponse(
        written.getvalue().encode("utf-8-sig"),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": disposition(name)},
    )
