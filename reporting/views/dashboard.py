"""How we are doing on a day."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from careleavers.models import Doubt, YoungPerson
from careleavers.permissions import Permission
from careleavers.rules import words
from careleavers.views.gates import reader, requires, today_of
from reporting.models import FrozenFigure
from reporting.queries.figures import Counted, count
from reporting.queries.tiles import tile
from reporting.rules.charts import Figure
from reporting.rules.cohorts import Cohort
from reporting.views.asked import Asked, asked

Figures = dict[tuple[str, str], Counted]


@requires(Permission.VIEW_FIGURES)
def dashboard(request: HttpRequest) -> HttpResponse:
    wanted, user = asked(request), reader(request)
    question = wanted.question
    counted = count(question)
    shown = [figure for (_, cohort), figure in counted.items() if cohort == wanted.cohort.code]
    trends = _trends(wanted)
    tiles = [tile(figure, question.target(figure.measure), trends[figure.measure.code]) for figure in shown]
    context = {
        "form": wanted.form,
        "wanted": wanted,
        "today": today_of(request),
        "tiles": tiles,
        "has_trend": any(each.chart for each in tiles),
        "nobody": not any(figure.by_reason for figure in shown),
        "to_mend": _to_mend(counted, wanted.cohort),
        "doubts": Doubt.objects.filter(mended_at=None, person__in=YoungPerson.objects.visible_to(user)).count(),
        "may_open_names": user.may(Permission.OPEN_NAMES),
    }
    return render(request, "reporting/dashboard.html", context)


def _trends(wanted: Asked) -> dict[str, list[Figure]]:
    """The frozen quarters of the scope and cohort up to the day, each in its last revision, by measure."""
    frozen = (
        FrozenFigure.objects.latest_revisions()
        .filter(team=wanted.scope.team_id, cohort=wanted.cohort.code, quarter__ends_on__lte=wanted.day)
        .select_related("quarter")
    )
    trends: dict[str, list[Figure]] = defaultdict(list)
    for figure in sorted(frozen, key=lambda figure: figure.quarter.ends_on):
        trends[figure.measure].append(Figure(words.day(figure.quarter.ends_on), figure.n, figure.d))
    return trends


def _to_mend(counted: Figures, cohort: Cohort) -> list[dict[str, Any]]:
    """What is missing in the record of the cohort, once each, the most first."""
    found: dict[str, dict[str, Any]] = {}
    for (measure, code), figure in counted.items():
        if code == cohort.code:
            for many, reason in figure.to_mend():
                found.setdefault(reason.code, {"many": many, "reason": reason, "measure": measure})
    return sorted(found.values(), key=lambda each: -each["many"])
