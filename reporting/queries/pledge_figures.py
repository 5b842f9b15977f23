"""Figures of the day as pledges of the council show them."""

from __future__ import annotations

from datetime import date

from django.urls import reverse

from careleavers.rules.team_scopes import AUTHORITY
from offers.queries.pledges import PledgeFigure
from reporting.queries.figures import FigureCount, Question, count
from reporting.queries.measures import MEASURES
from reporting.queries.tiles import tile
from reporting.rules.cohorts import COHORTS

COHORT = COHORTS["18-25"]
NAMES = {code: f"{measure.name} ({COHORT.label.lower()})" for code, measure in MEASURES.items()}


def pledge_figures(today: date) -> dict[str, PledgeFigure]:
    """Each measure by its code, of the whole authority. One query, and the policies."""
    question = Question.on(today, AUTHORITY)
    counted = count(question)
    return {code: _figure(counted[code, COHORT.code], question) for code in MEASURES if (code, COHORT.code) in counted}


def _figure(counted: FigureCount, question: Question) -> PledgeFigure:
    shown = tile(counted, question, ())
    percent = f", {shown.percent} %" if shown.percent else ""
    return PledgeFigure(
        name=NAMES[counted.measure.code],
        words=f"{shown.n} of {shown.d}{percent}",
        target=f"{shown.target} %",
        is_met=shown.verdict_kind == "go" if shown.verdict else None,
        url=reverse("reporting:dashboard"),
    )
