"""How we are doing on a day."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from careleavers.models import DataQualityIssue, YoungPerson
from careleavers.permissions import Permission
from careleavers.queries.teams import scopes_of
from careleavers.rules.team_scopes import AUTHORITY
from careleavers.views.gates import current_user, requires, today_of
from offers.queries.letter_lists import letters_waiting
from reporting.models import FrozenFigure
from reporting.panels import service_panel
from reporting.queries.by_team import rows_by_team
from reporting.queries.comparators import comparisons
from reporting.queries.figures import FigureCount, Question, count, hang_on_open_points
from reporting.queries.targets import targets_set
from reporting.queries.tiles import point_of, tile
from reporting.rules.charts import TrendPoint
from reporting.rules.cohorts import Cohort
from reporting.views.copy import read_from_copy
from reporting.views.question import PageQuestion, ask_again, read_question

FigureCounts = dict[tuple[str, str], FigureCount]


@requires(Permission.VIEW_FIGURES)
@read_from_copy
def dashboard(request: HttpRequest) -> HttpResponse:
    page_question, user = read_question(request), current_user(request)
    if page_question.is_mistaken:
        return ask_again(request, page_question, "Figures")
    question = page_question.question
    counted = count(question)
    shown = [figure for (_, cohort), figure in counted.items() if cohort == page_question.cohort.code]
    trends = _trends(page_question)
    tiles = [tile(figure, question, trends[figure.measure.code]) for figure in shown]
    context = {
        "form": page_question.form,
        "page_question": page_question,
        "today": today_of(request),
        "tiles": tiles,
        "targets": targets_set(question, (each.measure for each in tiles)),
        "beside": comparisons(question.policies, page_question.cohort.code, page_question.day),
        "has_trend": any(each.chart for each in tiles),
        "has_stretch": any(point.stretch for points in trends.values() for point in points),
        "nobody": not any(figure.by_reason for figure in shown),
        "to_fix": _to_fix(counted, page_question.cohort),
        "data_quality_issues": DataQualityIssue.objects.filter(
            resolved_at=None, person__in=YoungPerson.objects.visible_to(user)
        ).count(),
        "may_open_names": user.may(Permission.OPEN_NAMES),
        "may_export": user.may(Permission.EXPORT),
        "may_see_usage": user.may(Permission.MANAGE_TEAM),
        "may_decide": user.may(Permission.DECIDE_STATUS),
        "open_points": hang_on_open_points(question, page_question.cohort),
        "letters": letters_waiting(user) if user.may(Permission.APPROVE_LETTERS) else None,
        "service": None if user.may(Permission.LOG_CONTACT) else service_panel([], user, today_of(request), {}),
    }
    return render(request, "reporting/dashboard.html", context)


@requires(Permission.VIEW_FIGURES)
@require_safe
@read_from_copy
def by_team(request: HttpRequest) -> HttpResponse:
    """Every team's figures that this reader may choose, and how they add up to the authority's."""
    page_question = read_question(request)
    if page_question.is_mistaken:
        return ask_again(request, page_question, "Figures by team")
    scopes = scopes_of(current_user(request), page_question.day)
    question = Question.on(page_question.day, AUTHORITY)
    rows = rows_by_team(question, page_question.cohort, scopes)
    context = {
        "form": page_question.form,
        "page_question": page_question,
        "rows": rows,
        "measures": [figure.measure for figure in rows[0].figures],
        "adds_up": [row for row in rows if row.adds_up] if rows[-1].is_total else [],
    }
    return render(request, "reporting/by_team.html", context)


def _trends(page_question: PageQuestion) -> dict[str, list[TrendPoint]]:
    """The frozen quarters of the scope and cohort up to the day, each in its last revision, by measure."""
    frozen = (
        FrozenFigure.objects.latest_revisions()
        .of(page_question.scope)
        .of_quarters()
        .filter(cohort=page_question.cohort.code, period__ends_on__lte=page_question.day)
        .select_related("period")
    )
    trends: dict[str, list[TrendPoint]] = defaultdict(list)
    for figure in sorted(frozen, key=lambda figure: figure.period.ends_on):
        trends[figure.measure].append(point_of(figure))
    return trends


def _to_fix(counted: FigureCounts, cohort: Cohort) -> list[dict[str, Any]]:
    """What is missing in the record of the cohort, once each, the most first."""
    found: dict[str, dict[str, Any]] = {}
    for (measure, code), figure in counted.items():
        if code == cohort.code:
            for many, reason in figure.to_fix():
                found.setdefault(reason.code, {"many": many, "reason": reason, "measure": measure})
    return sorted(found.values(), key=lambda each: -each["many"])
