"""The quarters and months that were frozen, their figures with every revision, and the people of each."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import Case, IntegerField, Max, OuterRef, Subquery, Value, When
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from careleavers.models import YoungPerson
from careleavers.permissions import Permission
from careleavers.queries.teams import scopes_of
from careleavers.views.gates import current_user, requires
from reporting.models import FrozenFigure, FrozenHappening, FrozenPeriod
from reporting.queries.frozen import changed_since
from reporting.queries.measures import MEASURES
from reporting.rules import periods
from reporting.rules.cohorts import COHORTS
from reporting.rules.measure_states import MeasureState
from reporting.rules.period_measures import PERIOD_MEASURES
from reporting.rules.statistics import percent_and_range
from reporting.views.happened_frozen import happening_row
from reporting.views.names import ask_why, note_names, wants_reason
from reporting.views.recounts import difference_in_words, names_of, people_in_words

AnyFrozen = TypeVar("AnyFrozen", FrozenFigure, FrozenHappening)
PER_PAGE = 100
EACH = ("measure", "cohort", "team_id", "in_no_caseload")  # what tells the figures of a period apart


@dataclass
class FrozenQuarter:
    """A quarter in the list: what is frozen of it, and of its first two months, the latest first."""

    name: str
    ends_on: date
    period: FrozenPeriod | None = None
    months: list[FrozenPeriod] = field(default_factory=list)


@requires(Permission.VIEW_FIGURES)
@require_safe
def frozen(request: HttpRequest) -> HttpResponse:
    """Every frozen quarter with its months, the latest first; a quarter that is not over has months alone."""
    quarters: dict[date, FrozenQuarter] = {}
    for period in FrozenPeriod.objects.annotate(revisions=Max("figures__revision")).order_by("-ends_on"):
        ends_on = periods.last_day(period.ends_on)
        found = quarters.setdefault(ends_on, FrozenQuarter(periods.period_name(ends_on), ends_on))
        if period.is_quarter:
            found.period = period
        else:
            found.months.append(period)
    context = {
        "quarters": list(quarters.values()),
        "may_freeze": current_user(request).may(Permission.FREEZE_FIGURES),
    }
    return render(request, "reporting/quarters.html", context)


@requires(Permission.VIEW_FIGURES)
@require_safe
def period(request: HttpRequest, period_id: UUID) -> HttpResponse:
    """The figures of one quarter or month for all whose figures the reader may choose, each with its revisions."""
    found = get_object_or_404(FrozenPeriod, pk=period_id)
    labels = _labels(request, found.ends_on)
    groups: dict[tuple[str, str], list[dict[str, Any]]] = {(key, code): [] for key in labels for code in COHORTS}
    for figure, before in _with_former(found.figures.select_related("frozen_by").order_by(*EACH, "revision")):
        if (figure.scope_key, figure.cohort) in groups:
            groups[figure.scope_key, figure.cohort].append(_row(figure, before))
    context = {
        "period": found,
        "quarter": periods.period_name(periods.last_day(found.ends_on)),
        "month": periods.month_name(found.ends_on),
        "groups": [
            (f"{labels[key]}, {COHORTS[code].label.lower()}", rows) for (key, code), rows in groups.items() if rows
        ],
        "happened": _happened(found, labels),
        "may_open_names": current_user(request).may(Permission.OPEN_NAMES),
    }
    return render(request, "reporting/period.html", context)


def _happened(found: FrozenPeriod, labels: dict[str, str]) -> list[tuple[str, list[dict[str, Any]]]]:
    """What happened in the quarter, by whose it is; each revision, the first of each measure before the next."""
    rows: dict[str, list[dict[str, Any]]] = {key: [] for key in labels}
    kept = found.happenings.select_related("frozen_by").order_by(*FrozenHappening.EACH, "revision")
    for each, before in _with_former(kept):
        if each.scope_key in rows and (each.d or before):
            rows[each.scope_key].append(happening_row(each, before))
    order = list(PERIOD_MEASURES)
    return [
        (labels[key], sorted(found_rows, key=lambda row: order.index(row["kept"].measure)))
        for key, found_rows in rows.items()
        if found_rows
    ]


@requires(Permission.OPEN_NAMES)
def members(request: HttpRequest, figure_id: UUID) -> HttpResponse:
    """The people of a frozen figure as they were counted then."""
    figure = get_object_or_404(FrozenFigure.objects.select_related("period"), pk=figure_id)
    labels = _labels(request, figure.period.ends_on)
    if figure.scope_key not in labels:
        raise Http404("There is no such figure.")
    measure, title = MEASURES[figure.measure], figure.period.name
    about = f"{measure.name}, {labels[figure.scope_key]}, {title}"
    if wants_reason(request, about):
        return ask_why(request, about, back=reverse("reporting:period", args=[figure.period_id]))
    user = current_user(request)
    seen = _in_order(figure).filter(person_id__in=YoungPerson.objects.visible_to(user).values("pk"))
    page = Paginator(seen, PER_PAGE).get_page(request.GET.get("page"))
    people = YoungPerson.objects.in_bulk([member.person_id for member in page])
    many = Counter(figure.members.values_list("state", flat=True))
    note_names(request, "frozen_people", about, len(page.object_list))
    reasons = {reason.code: reason.words for reason in measure.reasons}
    sections: dict[str, list[tuple[YoungPerson, str]]] = defaultdict(list)
    for member in page:
        heading = measure.heading(MeasureState(member.state), many[member.state])
        sections[heading].append((people[member.person_id], reasons.get(member.reason, member.reason)))
    context = {
        "row": _row(figure),
        "title": title,
        "whose": f"{labels[figure.scope_key]}, {COHORTS[figure.cohort].label.lower()}",
        "sections": list(sections.items()),
        "page": page,
        "unseen": many.total() - page.paginator.count,
        "may_open_records": user.may(Permission.VIEW_RECORD),
    }
    return render(request, "reporting/members.html", context | _since_the_former(request, figure))


def _since_the_former(request: HttpRequest, figure: FrozenFigure) -> dict[str, Any]:
    """Of a revision: the figure before it, and who is counted otherwise since."""
    if figure.revision == 1:
        return {"before": None}
    before = FrozenFigure.objects.get(
        **{name: getattr(figure, name) for name in ("period_id", *EACH)}, revision=figure.revision - 1
    )
    changes = changed_since(figure, before)
    changed, unseen = people_in_words(changes, names_of(request, {change.person_id for change in changes}))
    return {"before": before, "changed": changed, "changed_unseen": unseen}


def _labels(request: HttpRequest, ends_on: date) -> dict[str, str]:
    """By key, whose figures of the period this reader may choose: those of teams that were open on its last day."""
    return {scope.key: scope.label for scope in scopes_of(current_user(request), ends_on)}


def _in_order(figure: FrozenFigure) -> Any:
    place = Case(
        *(When(state=state.value, then=Value(state.position)) for state in MeasureState), output_field=IntegerField()
    )
    person = YoungPerson.objects.filter(pk=OuterRef("person_id"))
    return figure.members.annotate(place=place).order_by("place", Subquery(person.values("sort_name")[:1]), "pk")


def _with_former(figures: Iterable[AnyFrozen]) -> Iterator[tuple[AnyFrozen, AnyFrozen | None]]:
    """Each figure with the revision before it; given revision by revision."""
    former: AnyFrozen | None = None
    for figure in figures:
        yield figure, former if figure.revision > 1 else None
        former = figure


def _row(figure: FrozenFigure, before: FrozenFigure | None = None) -> dict[str, Any]:
    share, likely = percent_and_range(figure.n, figure.d)
    return {
        "figure": figure,
        "difference": difference_in_words(figure.n - before.n, figure.d - before.d) if before else "",
        "name": MEASURES[figure.measure].name,
        "percent": share,
        "likely": likely,
    }
