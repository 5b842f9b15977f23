"""What elected members see: figures of frozen quarters, without names and with small numbers hidden."""

from __future__ import annotations

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from careleavers.permissions import Permission
from careleavers.views.gates import current_user, requires
from reporting.models import FrozenPeriod
from reporting.queries.published import figures_to_publish, published_tables
from reporting.rules.periods import period_name
from reporting.rules.report_mail import SEES_PUBLISHED

PER_PAGE = 12  # three years


@requires(*SEES_PUBLISHED)
@require_safe
def published(request: HttpRequest) -> HttpResponse:
    """The latest quarter at a glance, and the way to it by team, to its paper and to those before it."""
    quarters = FrozenPeriod.objects.quarters()
    latest = quarters.first()
    page = Paginator(quarters, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "latest": latest,
        "title": period_name(latest.ends_on) if latest else "",
        "figures": figures_to_publish(latest) if latest else [],
        "page": page,
        "quarters": [(quarter, period_name(quarter.ends_on)) for quarter in page],
    }
    return render(request, "reporting/published.html", context)


@requires(*SEES_PUBLISHED)
@require_safe
def quarter_public(request: HttpRequest, quarter_id: UUID) -> HttpResponse:
    """One quarter by team, without names and with small numbers hidden: for elected members and the public."""
    found = get_object_or_404(FrozenPeriod.objects.quarters(), pk=quarter_id)
    context = {
        "quarter": found,
        "title": period_name(found.ends_on),
        "tables": published_tables(found),
        "may_see_figures": current_user(request).may(Permission.VIEW_FIGURES),
    }
    return render(request, "reporting/quarter_public.html", context)
