"""Duties in time: what fell due in a quarter, what became of it, and who is behind each number."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import Case, IntegerField, OuterRef, QuerySet, Subquery, Value, When
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
from careleavers.rules.team_scopes import TeamScope
from careleavers.views.csv_export import Export, csv_response
from careleavers.views.gates import current_user, requires, today_of
from reporting.forms.duties import DutyQuestionForm
from reporting.models import CountedDuty, DutyCount
from reporting.queries.counted_duties import DutyLine, duty_lines
from reporting.rules.duty_measures import DUTY_MEASURES, DutyMeasure, DutyResult
from reporting.rules.periods import period_name
from reporting.rules.statistics import percent_and_range
from reporting.views.names import ask_why, note_names, wants_reason

PER_PAGE = 100
AT_A_TIME = 1000  # lines of an export
NOT_IN_TIME = [result for result in DutyResult if result is not DutyResult.IN_TIME]
HEAD = ("Local ID", "Name", "Case holder on the day", "Due", "Done", "Result", "Why")


@dataclass(frozen=True)
class DutyQuestion:
    """Which quarter, and whose, from the page's address."""

    form: DutyQuestionForm
    count: DutyCount
    scope: TeamScope

    @property
    def query(self) -> str:
        return urlencode({"team": self.scope.key, "quarter": self.count.ends_on.isoformat()})

    @property
    def title(self) -> str:
        return f"{period_name(self.count.ends_on)}, {self.scope.label}"


@requires(Permission.VIEW_FIGURES)
@require_safe
def duties(request: HttpRequest) -> HttpResponse:
    """Every measure of the quarter: done in time, late, not done, and no longer owed."""
    asked = _asked(request)
    if asked is None:
        return render(request, "reporting/duties/none.html")
    lines = duty_lines(asked.count, asked.scope)
    context = {
        "asked": asked,
        "rows": [_row(line) for line in lines if line.by_result],
        "not_due": [line.measure for line in lines if not line.by_result],
        "measures": DUTY_MEASURES.values(),
        "may_open_names": current_user(request).may(Permission.OPEN_NAMES),
        "results": NOT_IN_TIME,
    }
    return render(request, "reporting/duties/table.html", context)


@requires(Permission.OPEN_NAMES)
def duty_people(request: HttpRequest, duty_measure: str) -> HttpResponse:
    """Each duty of one measure, with whose it is: first what was not done."""
    behind = _behind(request, duty_measure)
    if wants_reason(request, behind.description):
        return ask_why(request, behind.description, back=f"{reverse('reporting:duties')}?{behind.asked.query}")
    page = Paginator(behind.visible, PER_PAGE).get_page(request.GET.get("page"))
    note_names(request, "duty_people", behind.description, len(page.object_list))
    user = current_user(request)
    context = {
        "behind": behind,
        "page": page,
        "rows": _with_people(page),
        "unseen": behind.many - page.paginator.count,
        "form": ExportForm(),
        "may_export": user.may(Permission.EXPORT),
        "may_open_records": user.may(Permission.VIEW_RECORD),
        "printed_by": user.name,
        "today": today_of(request),
    }
    return render(request, "reporting/duties/people.html", context)


@requires(Permission.EXPORT)
def duty_export(request: HttpRequest, duty_measure: str) -> HttpResponseBase:
    """The same list as CSV, for a purpose that is kept."""
    behind = _behind(request, duty_measure)
    many = behind.visible.count()
    wanted = Export(
        page="duty_people",
        description=behind.description,
        people=many,
        file_name=f"{behind.measure.code.lower()}-{behind.asked.count.ends_on.isoformat()}.csv",
        heading="Export the duties behind a number",
        button=f"Export {words.amount(many, 'duty', 'duties')} as CSV",
        back=f"{reverse('reporting:duty_people', args=[duty_measure])}?{behind.query}",
    )
    return csv_response(request, wanted, HEAD, lambda: _lines(behind, behind.many - many))


@dataclass(frozen=True)
class DutiesBehind:
    """The duties of one measure as one reader may see them; `only` narrows them to one result."""

    asked: DutyQuestion
    measure: DutyMeasure
    line: DutyLine
    only: DutyResult | None
    visible: QuerySet[CountedDuty]

    @property
    def many(self) -> int:
        return self.line.by_result[self.only] if self.only else self.line.by_result.total()

    @property
    def query(self) -> str:
        return self.asked.query + (f"&result={self.only.value}" if self.only else "")

    @property
    def description(self) -> str:
        only = f", {self.only.words}" if self.only else ""
        return f"{self.measure.name}, {self.asked.title}{only}"

    @property
    def results(self) -> list[tuple[DutyResult, int]]:
        """Each result that there was, with how many."""
        return [(result, self.line.by_result[result]) for result in DutyResult if self.line.by_result[result]]


def _asked(request: HttpRequest) -> DutyQuestion | None:
    """What was asked, None where nothing has been counted yet; 404 for what is not theirs to choose."""
    scopes, counts = scopes_of(current_user(request), today_of(request)), list(DutyCount.objects.all())
    if not scopes:
        raise Http404("There is no team whose figures you may see.")
    if not counts:
        return None
    form = DutyQuestionForm(request.GET.dict(), scopes=scopes, counts=counts)
    try:
        return DutyQuestion(form, *form.chosen())
    except KeyError:
        raise Http404("There is no such quarter, or no such team of yours.") from None


def _behind(request: HttpRequest, code: str) -> DutiesBehind:
    asked, only = _asked(request), request.GET.get("result", "")
    if asked is None or code not in DUTY_MEASURES or (only and only not in list(DutyResult)):
        raise Http404("There is no such list.")
    [line] = [line for line in duty_lines(asked.count, asked.scope) if line.measure.code == code]
    visible = YoungPerson.objects.visible_to(current_user(request))
    place = Case(
        *(When(result=result.value, then=Value(place)) for place, result in enumerate(DutyResult)),
        output_field=IntegerField(),
    )
    named = YoungPerson.objects.filter(pk=OuterRef("person_id")).values("sort_name")
    rows = asked.count.duties.of(asked.scope).filter(measure=code, person_id__in=visible.values("pk"))
    if only:
        rows = rows.filter(result=only)
    listed = rows.annotate(place=place, named=Subquery(named)).order_by("place", "due_on", "named", "pk")
    return DutiesBehind(asked, line.measure, line, DutyResult(only) if only else None, listed.select_related("holder"))


def _row(line: DutyLine) -> dict[str, Any]:
    share, likely = percent_and_range(line.n, line.d)
    others = [(result, line.by_result[result]) for result in NOT_IN_TIME]
    return {"line": line, "percent": share, "likely": likely, "others": others}


def _with_people(duties: Page[CountedDuty] | list[CountedDuty]) -> list[tuple[CountedDuty, YoungPerson]]:
    people = YoungPerson.objects.in_bulk({duty.person_id for duty in duties})
    return [(duty, people[duty.person_id]) for duty in duties if duty.person_id in people]


def _lines(behind: DutiesBehind, unseen: int) -> Iterator[list[object]]:
    duties = behind.visible.iterator(chunk_size=AT_A_TIME)
    while listed := list(islice(duties, AT_A_TIME)):
        for duty, person in _with_people(listed):
            holder = duty.holder.name if duty.holder else "nobody"
            done_on = duty.done_on or ""
            yield [person.local_id, person.known_as, holder, duty.due_on, done_on, duty.result_words, duty.why]
    if unseen:
        yield ["", f"{words.amount(unseen, 'duty', 'duties')} you may not see", *[""] * (len(HEAD) - 2)]
