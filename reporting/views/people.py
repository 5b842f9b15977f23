"""Who is behind a figure: not met, met, or left out, each with the reason."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import Count, F, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from careleavers.forms.exports import ExportForm
from careleavers.models import DataQualityIssue, User, YoungPerson
from careleavers.permissions import Permission
from careleavers.queries.large_lists import rows_of
from careleavers.rules import words
from careleavers.rules.dates import age_on
from careleavers.rules.names import known_as
from careleavers.views.csv_export import Export, csv_response
from careleavers.views.gates import current_user, requires, today_of
from reporting.queries.breakdowns import Part, part_asked
from reporting.queries.figures import FigureCount, Question, count, people_in, people_of
from reporting.queries.measures import MEASURES, Measure, MeasureReason
from reporting.queries.targets import targets_set
from reporting.rules.measure_states import MeasureState
from reporting.views.names import ask_why, note_names, wants_reason
from reporting.views.question import PageQuestion, read_question

PER_PAGE = 100
WHOLE = 5000  # people of a list that is printed on one page
VALUES_TO_FIX = "Values to fix"
HEAD = ("Local ID", "Name", "Age", "Case holder", "Result", "Why", "What the record shows")
NOBODY = "nobody"
NAMES = ("first_name", "last_name", "preferred_name")  # as `known_as` takes them
COLUMNS = ("local_id", *NAMES, "date_of_birth", "case_holder_name", "why")


@dataclass(frozen=True)
class PeopleBehindFigure:
    """The people of one figure as one reader may see them; `only` narrows them to one reason.

    In groups of the case holders (`by_holder`), or of those not met, met and left out.
    """

    page_question: PageQuestion
    question: Question
    measure: Measure
    only: MeasureReason | None
    by_holder: bool
    part: Part | None
    everyone: QuerySet[Any]
    reader: User
    visible: QuerySet[Any]

    @cached_property
    def counted(self) -> FigureCount:
        if not self.part:
            return count(self.question)[self.measure.code, self.page_question.cohort.code]
        by_reason = dict(self.everyone.order_by().values_list("why").annotate(many=Count("pk")))
        return FigureCount(self.measure, self.page_question.cohort, Counter(by_reason))

    @cached_property
    def many(self) -> int:
        """How many are in the list, whoever reads it."""
        if self.only:
            return self.counted.by_reason[self.only.code]
        return (
            self.counted.by_reason.total() if self.part else people_in(self.question, self.page_question.cohort).count()
        )

    @cached_property
    def seen(self) -> int:
        """How many of them this reader may see."""
        if self.only or self.part:
            return self.visible.count()
        # Whoever is of the ages is in the list, for one reason or another: so nothing else need be asked.
        many: int = self._of_ages.visible_to(self.reader).count()
        return many

    @property
    def _of_ages(self) -> Any:
        return people_in(self.question, self.page_question.cohort)

    @property
    def unseen(self) -> int:
        return self.many - self.seen

    def address(self, *, why: str = "", by_holder: bool = False) -> str:
        """The end of the address of the same figure with another reason and other groups."""
        part = f"&{urlencode({'part': self.part.key})}" if self.part else ""
        return self.page_question.query + part + (f"&why={why}" if why else "") + ("&by=holder" if by_holder else "")

    @property
    def query(self) -> str:
        return self.address(why=self.only.code if self.only else "", by_holder=self.by_holder)

    @property
    def query_of_other_groups(self) -> str:
        return self.address(why=self.only.code if self.only else "", by_holder=not self.by_holder)

    @property
    def description(self) -> str:
        part = f", {self.part.label}" if self.part else ""
        return f"{self.measure.name}, {self.page_question.scope.label}{part}, {words.day(self.page_question.day)}"

    @property
    def reasons(self) -> list[ReasonFilter]:
        """Each reason that decided for anybody, with how many, in the order of the list."""
        found = [reason for reason in self.measure.reasons if self.counted.by_reason[reason.code]]
        return [
            ReasonFilter(
                reason.words,
                self.counted.by_reason[reason.code],
                self.address(why=reason.code, by_holder=self.by_holder),
                reason == self.only,
            )
            for reason in sorted(found, key=lambda reason: reason.state.position)
        ]


@dataclass(frozen=True)
class ReasonFilter:
    words: str
    many: int
    query: str
    is_chosen: bool


@requires(Permission.OPEN_NAMES)
def people(request: HttpRequest, measure: str) -> HttpResponse:
    """The people of a figure: not met, met, and left out, with the reason of each; or those of one reason alone."""
    found = _people_behind(request, measure)
    if wants_reason(request, found.description):
        return ask_why(request, found.description, back=f"{reverse('reporting:dashboard')}?{found.page_question.query}")
    whole = "whole" in request.GET
    page = Paginator(found.visible, WHOLE if whole else PER_PAGE).get_page(request.GET.get("page"))
    part = ", the whole list" if whole else ""
    note_names(request, "figure_people", found.description, len(page.object_list), part=part)
    user = current_user(request)
    context = {
        "found": found,
        "page_question": found.page_question,
        "measure": found.measure,
        "targets": targets_set(found.question, [found.measure])[found.measure.code],
        "sections": _sections(page, found),
        "page": page,
        "whole": whole,
        "unseen": found.unseen,
        "form": ExportForm(),
        "may_export": user.may(Permission.EXPORT),
        "may_open_records": user.may(Permission.VIEW_RECORD),
        "printed_by": user.name,
        "today": today_of(request),
    }
    return render(request, "reporting/people.html", context)


@requires(Permission.EXPORT)
def export(request: HttpRequest, measure: str) -> HttpResponseBase:
    """The same list as CSV, for a purpose that is kept."""
    found = _people_behind(request, measure)
    many = found.seen
    wanted = Export(
        page="figure_people",
        description=found.description,
        people=many,
        file_name=f"{found.measure.code.lower()}-{found.page_question.day.isoformat()}.csv",
        heading="Export the people behind a figure",
        button=f"Export {words.amount(many, 'person', 'people')} as CSV",
        back=f"{reverse('reporting:people', args=[measure])}?{found.query}",
    )
    return csv_response(request, wanted, HEAD, lambda: _lines(found))


@requires(Permission.OPEN_NAMES)
def data_quality(request: HttpRequest) -> HttpResponse:
    """Imported values that cannot be right and need fixing, of the people the user may see."""
    if wants_reason(request, VALUES_TO_FIX):
        return ask_why(request, VALUES_TO_FIX, back=reverse("reporting:dashboard"))
    user = current_user(request)
    rows = DataQualityIssue.objects.filter(resolved_at=None, person__in=YoungPerson.objects.visible_to(user))
    page = Paginator(rows.select_related("person").order_by("raised_at", "pk"), PER_PAGE).get_page(
        request.GET.get("page")
    )
    note_names(request, "data_quality", VALUES_TO_FIX, len(page.object_list))
    context = {"page": page, "may_open_records": user.may(Permission.VIEW_RECORD)}
    return render(request, "reporting/data_quality.html", context)


def unseen_words(many: int) -> str:
    return f"{words.amount(many, 'person', 'people')} you may not see"


def _people_behind(request: HttpRequest, code: str) -> PeopleBehindFigure:
    """404 for a figure, a reason or an age group that there is not."""
    page_question = read_question(request)
    if page_question.is_mistaken:
        raise Http404("There are no figures of this day.")
    measure = MEASURES.get(code)
    why = request.GET.get("why", "")
    if measure is None or (why and why not in {reason.code for reason in measure.reasons}):
        raise Http404("There is no such figure.")
    question = page_question.question
    if page_question.cohort.youngest < measure.youngest:
        raise Http404("This figure is not about people of these ages.")
    part = _part(request)
    everyone: Any = people_of(question, measure, page_question.cohort)
    if part:
        everyone = part.of(everyone, question)
    user = current_user(request)
    listed = everyone.filter(**({"why": why} if why else {}))
    by_holder = request.GET.get("by") == "holder"
    by_name = ("place", "sort_name", "id")
    visible = (
        listed.visible_to(user)
        .with_case_holder(page_question.day)
        .annotate(place=measure.place())
        .order_by(
            *(
                (F("holder__worker__sort_name").asc(nulls_last=True), "case_holder_id", *by_name)
                if by_holder
                else by_name
            )
        )
    )
    only = measure.reason(why) if why else None
    return PeopleBehindFigure(page_question, question, measure, only, by_holder, part, everyone, user, visible)


def _part(request: HttpRequest) -> Part | None:
    """The group to which the list is narrowed; 404 for a kind of group that there is not."""
    try:
        return part_asked(request.GET.get("part", ""))
    except KeyError:
        raise Http404("There is no such kind of group.") from None


def _sections(page: Page[Any], found: PeopleBehindFigure) -> list[dict[str, Any]]:
    """The page's people in their groups, each with the words of the reason and what the record shows."""
    day, leap_day = found.page_question.day, found.question.leap_day
    shows = found.measure.evidence([person.pk for person in page], day)
    groups: dict[Any, list[dict[str, Any]]] = defaultdict(list)
    for person in page:
        reason = found.measure.reason(person.why)
        row = {
            "person": person,
            "age": person.age_on(day, leap_day),
            "state": reason.state,
            "why": reason.words,
            "shows": shows.get(person.pk, ""),
        }
        groups[person.case_holder_id if found.by_holder else reason.state].append(row)
    headings = _holder_headings(found) if found.by_holder else _state_headings(found)
    return [{"heading": headings[key], "rows": rows} for key, rows in groups.items()]


def _state_headings(found: PeopleBehindFigure) -> dict[Any, str]:
    only, counted = found.only, found.counted
    many = {state: counted.by_reason[only.code] if only else counted.of(state) for state in MeasureState}
    return {state: found.measure.heading(state, many[state]) for state in MeasureState}


def _holder_headings(found: PeopleBehindFigure) -> dict[Any, str]:
    """By the case holder's id, None for nobody's; of the people whom the reader may see."""
    rows = found.visible.order_by().values_list("case_holder_id", "case_holder_name").annotate(people=Count("pk"))
    return {pk: f"{name or 'Nobody'}: {words.amount(people, 'person', 'people')}" for pk, name, people in rows}


def _lines(found: PeopleBehindFigure) -> Iterator[tuple[object, ...]]:
    """The lines of `HEAD`. Each person is one row of one query and made into no object: there may be 100,000."""
    day, leap_day, said = found.page_question.day, found.question.leap_day, found.measure.evidence.words
    told = {reason.code: (reason.state.value, reason.words) for reason in found.measure.reasons}
    age_of_born = lru_cache(maxsize=None)(lambda born: str(age_on(born, day, leap_day)))  # many are born on one day
    people, shown = found.measure.evidence.of(found.visible, day)
    for local_id, first, last, preferred, born, holder, why, *shows in rows_of(people.values_list(*COLUMNS, *shown)):
        state, because = told[why]
        yield (
            local_id,
            known_as(first, last, preferred),
            age_of_born(born),
            holder or NOBODY,
            state,
            because,
            said(*shows),
        )
    if found.unseen:
        yield ("", unseen_words(found.unseen), *[""] * (len(HEAD) - 2))
