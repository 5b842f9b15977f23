"""Figures by group: age, adviser, gender, type of home and others, side by side."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from careleavers.permissions import Permission
from careleavers.views.gates import current_user, requires
from reporting.queries.breakdowns import BREAKDOWNS, rows_by_group
from reporting.queries.figures import FigureCount
from reporting.rules.statistics import FEWEST_FOR_PERCENT, percent
from reporting.views.copy import read_from_copy
from reporting.views.question import ask_again, read_question


@requires(Permission.VIEW_FIGURES)
@require_safe
@read_from_copy
def by_group(request: HttpRequest) -> HttpResponse:
    """`?by=` names the kind of group. A group of fewer than 20 has numbers and no percentage."""
    page_question = read_question(request)
    if page_question.is_mistaken:
        return ask_again(request, page_question, "Figures by group")
    breakdown = BREAKDOWNS.get(request.GET.get("by", "age"))
    if breakdown is None:
        raise Http404("There is no such kind of group.")
    rows = rows_by_group(page_question.question, page_question.cohort, breakdown)
    context = {
        "form": page_question.form,
        "page_question": page_question,
        "breakdown": breakdown,
        "breakdowns": BREAKDOWNS.values(),
        "rows": [(row, [(figure, _percent(figure)) for figure in row.figures]) for row in rows],
        "measures": [figure.measure for figure in rows[0].figures] if rows else [],
        "people": sum(row.people for row in rows),
        "may_open_names": current_user(request).may(Permission.OPEN_NAMES),
    }
    return render(request, "reporting/by_group.html", context)


def _percent(figure: FigureCount) -> str:
    return percent(figure.n, figure.d) if figure.d >= FEWEST_FOR_PERCENT else ""
