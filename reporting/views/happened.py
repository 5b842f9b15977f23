"""What happened in a quarter or a month: nights, risk assessments, plans handed in, posts, steps; and who is behind
each number.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from careleavers.forms.exports import ExportForm
from careleavers.models import YoungPerson
from careleavers.permissions import Permission
from careleavers.queries.teams import scopes_of
from careleavers.rules import words
from careleavers.views.csv_export import Export, csv_response
from careleavers.views.gates import current_user, requires, today_of
from reporting.forms.happened import HappenedForm
from reporting.models import FrozenHappening, FrozenPeriod
from reporting.queries.frozen_happenings import chart_of_happenings, trends_of_happenings
from reporting.queries.period_measures import PeriodAsked, period_line, places_kept
from reporting.queries.targets import targets_of_policies
from reporting.rules.period_measures import PeriodLine, PeriodMeasure, PeriodRow, ReportPeriod, periods_to_choose
from reporting.rules.statistics import percent_and_range
from reporting.views.names import ask_why, note_names, wants_reason

PER_PAGE = 100
HEAD = ("Local ID", "Name", "Case holder on the last day", "How many", "Counts", "What the record shows")


@dataclass(frozen=True)
class HappenedQuestion:
    """What was asked, from the page's address."""

    form: HappenedForm
    of: PeriodAsked

    @property
    def query(self) -> str:
        return urlencode({"team": self.of.scope.key, "period": self.of.period.key})

    @property
    def title(self) -> str:
        return f"{self.of.period.name}, {self.of.scope.label}"


@requires(Permission.VIEW_FIGURES)
@require_safe
def happened(request: HttpRequest) -> HttpResponse:
    """Every measure of the period: how many young people, and of what how many."""
    asked = _asked(request)
    lines = [period_line(measure, asked.of) for measure in asked.of.measures()]
    trends = trends_of_happenings(asked.of.scope, asked.of.period.last)
    charts = [(line.measure.name, chart_of_happenings(trends.get(line.measure.code, []))) for line in lines]
    context = {
        "asked": asked,
        "rows": [_row(line, asked.of, trends.get(line.measure.code, [])) for line in lines if line.rows],
        "nothing": [line.measure for line in lines if not line.rows],
        "frozen_period": _frozen_quarter(asked.of.period),
        "charts": [(name, chart) for name, chart in charts if chart],
        "targets": _targets([line.measure for line in lines], asked.of),
        "measures": [line.measure for line in lines],
        "places": places_kept(asked.of.period.last),
        "may_open_names": current_user(request).may(Permission.OPEN_NAMES),
    }
    return render(request, "reporting/happened/table.html", context)


@requires(Permission.OPEN_NAMES)
def happened_people(request: HttpRequest, period_measure: str) -> HttpResponse:
    """Who is behind one number, those who do not count first where a share is asked."""
    behind = _behind(request, period_measure)
    if wants_reason(request, behind.description):
        return ask_why(request, behind.description, back=f"{reverse('reporting:happened')}?{behind.asked.query}")
    page = Paginator(behind.visible, PER_PAGE).get_page(request.GET.get("page"))
    note_names(request, "happened_people", behind.description, len(page.object_list))
    user = current_user(request)
    context = {
        "behind": behind,
        "page": page,
        "form": ExportForm(),
        "may_export": user.may(Permission.EXPORT),
        "may_open_records": user.may(Permission.VIEW_RECORD),
        "printed_by": user.name,
        "today": today_of(request),
    }
    return render(request, "reporting/happened/people.html", context)


@requires(Permission.EXPORT)
def happened_export(request: HttpRequest, period_measure: str) -> HttpResponseBase:
    """The same list as CSV, for a purpose that is kept."""
    behind = _behind(request, period_measure)
    many = len(behind.visible)
    wanted = Export(
        page="happened_people",
        description=behind.description,
        people=many,
        file_name=f"{period_measure.lower()}-{behind.asked.of.period.last.isoformat()}.csv",
        heading="Export who is behind a number",
        button=f"Export {words.amount(many, 'line', 'lines')} as CSV",
        back=f"{reverse('reporting:happened_people', args=[period_measure])}?{behind.asked.query}",
    )
    return csv_response(request, wanted, HEAD, lambda: _lines(behind))


@dataclass(frozen=True)
class HappenedBehind:
    """The rows of one measure as one reader may see them, each with whose it is."""

    asked: HappenedQuestion
    line: PeriodLine
    visible: list[tuple[PeriodRow, Any]]

    @property
    def unseen(self) -> int:
        return len(self.line.rows) - len(self.visible)

    @property
    def description(self) -> str:
        return f"{self.line.measure.name}, {self.asked.title}"


def _asked(request: HttpRequest) -> HappenedQuestion:
    """404 for what is not theirs to choose."""
    today = today_of(request)
    scopes = scopes_of(current_user(request), today)
    if not scopes:
        raise Http404("There is no team whose figures you may see.")
    form = HappenedForm(request.GET.dict(), scopes=scopes, periods=periods_to_choose(today))
    try:
        return HappenedQuestion(form, PeriodAsked.of(*form.chosen(), today))
    except KeyError:
        raise Http404("There is no such period, or no such team of yours.") from None


def _behind(request: HttpRequest, code: str) -> HappenedBehind:
    asked = _asked(request)
    measure = next((each for each in asked.of.measures() if each.code == code and each.has_names), None)
    if measure is None:
        raise Http404("There is no such list.")
    line = period_line(measure, asked.of)
    mine = YoungPerson.objects.visible_to(current_user(request)).filter(pk__in={row.person for row in line.rows})
    people = {person.pk: person for person in mine.with_case_holder(asked.of.period.last)}
    shown = [(row, people[row.person]) for row in line.rows if row.person in people]
    shown.sort(key=lambda each: (each[0].counts, each[1].sort_name, each[1].pk))
    return HappenedBehind(asked, line, shown)


def _frozen_quarter(period: ReportPeriod) -> FrozenPeriod | None:
    """None for a month, and where what happened in the quarter was never kept."""
    return (
        FrozenPeriod.objects.filter(ends_on=period.last, happenings__isnull=False).first()
        if period.is_quarter
        else None
    )


def _targets(measures: Sequence[PeriodMeasure], asked: PeriodAsked) -> dict[str, str]:
    """By code, in words: the target, who set it and from when."""
    policies = {measure.code: measure.policies for measure in measures}
    goal_words = {measure.code: measure.goal_words for measure in measures}
    return targets_of_policies(policies, asked.policies, asked.period.last, goal_words)


def _row(line: PeriodLine, asked: PeriodAsked, trend: Sequence[FrozenHappening]) -> dict[str, Any]:
    measure, period = line.measure, asked.period
    share, likely = percent_and_range(line.n, line.d) if measure.is_share else ("", "")
    goal = measure.target_in(asked.policies, is_whole=asked.scope.is_authority and period.is_quarter)
    frozen = next((each for each in trend if period.is_quarter and each.period.ends_on == period.last and each.d), None)
    return {
        "line": line,
        "percent": share,
        "likely": likely,
        "goal": "" if goal is None else measure.goal_words(goal),
        "verdict": "" if goal is None else _verdict(line, goal, is_over=period.last < asked.today),
        "is_met": bool(goal is not None and line.numbers.reaches(goal)),
        "frozen": frozen,
        "frozen_said": frozen.numbers.said if frozen else "",
    }


def _verdict(line: PeriodLine, goal: int, *, is_over: bool) -> str:
    """In one or two words; while the days run, what is not there yet may still come."""
    if line.numbers.reaches(goal):
        return "Met" if is_over else "Met so far"
    return "Not met" if is_over or line.measure.better == "lower" else "Not yet met"


def _lines(behind: HappenedBehind) -> Iterator[list[object]]:
    is_share = behind.line.measure.is_share
    for row, person in behind.visible:
        counts = ("yes" if row.counts else "no") if is_share else ""
        holder = person.case_holder_name or "nobody"
        yield [person.local_id, person.known_as, holder, row.many, counts, row.words]
    if behind.unseen:
        yield ["", f"{words.amount(behind.unseen, 'line', 'lines')} you may not see", *[""] * (len(HEAD) - 2)]
