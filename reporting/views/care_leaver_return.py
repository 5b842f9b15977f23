"""DfE's care-leaver return: drawn up from the record all year, checked, sent as files and kept as it was submitted."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from careleavers.models import YoungPerson
from careleavers.permissions import Permission
from careleavers.rules import words
from careleavers.rules.code_labels import home_words, occupation_words
from careleavers.rules.codes import collection_year
from careleavers.ssda903.files.writing import csv_file, xml_file
from careleavers.views.csv_export import Export, export_response
from careleavers.views.downloads import disposition
from careleavers.views.gates import current_user, post_data, requires, today_of
from careleavers.views.submission import submit
from reporting.actions.returns import submit_return
from reporting.forms.returns import ReturnYearForm, SubmitReturnForm
from reporting.models import SubmittedReturn
from reporting.queries.care_leaver_return import (
    Codes,
    DrawnUpReturn,
    PersonLine,
    changed_since_submitted,
    check_tables,
    draw_up,
    sent_before,
    tables_of,
)
from reporting.rules.care_leaver_return import NOT_KNOWN, CollectionYear, InTouch, WhyLeftOut
from reporting.rules.published_measures import (
    AGE_BANDS,
    MEASURE_BY_CODE,
    PublishedMeasure,
    is_of,
)
from reporting.views.names import ask_why, note_names, wants_reason

PER_PAGE = 100
YEARS = 3  # this one and those before it
FILE_KINDS = {"zip": "CSV files", "xml": "XML"}
SHOWN = {"fix": "To fix", "all": "All lines", "to-come": "Birthdays to come", "left-out": "Left out"}


@dataclass(frozen=True)
class Row:
    """One line of the page: the person, and what the return says in words."""

    person: YoungPerson
    when: str
    in_touch: str
    home: str
    activity: str
    before: Codes | None
    notes: tuple[str, ...]


@requires(Permission.EXPORT)
def care_leaver_return(request: HttpRequest) -> HttpResponse:
    """A year's return as the record has it today: what is to fix, what DfE's rules say, and who is left out and why."""
    form, year = asked_year(request)
    if wants_reason(request, _title(year)):
        return ask_why(request, _title(year), back=reverse("reporting:dashboard"))
    user, today = current_user(request), today_of(request)
    everybody = draw_up(year, YoungPerson.objects.all(), today)
    drawn_up = visible(request, everybody)
    to_fix = [each for each in drawn_up.lines if each.line.gaps]
    asked = request.GET.get("show", "")
    shown = asked if asked in SHOWN else "fix" if to_fix else "all"
    behind = _behind(request)
    lists: dict[str, list[Any]] = {
        "fix": to_fix,
        "all": [each for each in drawn_up.lines if behind is None or behind.holds(each)],
        "to-come": sorted(drawn_up.to_come, key=lambda each: each[1].birthday),
        "left-out": [each for each in drawn_up.left_out if each[1] is not WhyLeftOut.NOT_IN_TOUCH],
    }
    page = Paginator(lists[shown], PER_PAGE).get_page(request.GET.get("page"))
    part = f": {SHOWN[shown].lower()}"
    note_names(request, "care_leaver_return", _title(year), len(page.object_list), part=part)
    context = {
        "form": form,
        "year": year,
        "lists": [(key, words_of, len(lists[key]), key == shown) for key, words_of in SHOWN.items()],
        "shown": shown,
        "behind": behind,
        "page": page,
        "rows": _rows(list(page.object_list), year) if shown in ("fix", "all") else [],
        "not_final": sum(not each.line.is_final for each in drawn_up.lines),
        "out_of_touch": sum(left_out is WhyLeftOut.NOT_IN_TOUCH for _, left_out in drawn_up.left_out),
        "unseen": len(everybody.lines) - len(drawn_up.lines),
        "errors": _errors(drawn_up),
        "submitted": SubmittedReturn.objects.select_related("submitted_by").filter(year=year.year).first(),
        "may_submit": user.may(Permission.FREEZE_FIGURES) and today > year.end,
        "may_open_records": user.may(Permission.VIEW_RECORD),
    }
    return render(request, "reporting/care_leaver_return.html", context)


@dataclass(frozen=True)
class BehindFigure:
    """Which number of the figures as DfE publishes them a list is behind."""

    measure: PublishedMeasure
    ages: str

    def holds(self, each: PersonLine) -> bool:
        codes = each.published_codes
        return is_of(codes, self.ages) and self.measure.among(codes) and self.measure.counted(codes)

    @property
    def words(self) -> str:
        return f"{self.measure.name[0].lower()}{self.measure.name[1:]}, {self.ages.replace('-', ' to ')}"


def _behind(request: HttpRequest) -> BehindFigure | None:
    """The number that was opened; None where there is no such one."""
    measure, ages = MEASURE_BY_CODE.get(request.GET.get("measure", "")), request.GET.get("ages", "")
    return BehindFigure(measure, ages) if measure and ages in AGE_BANDS else None


@requires(Permission.EXPORT)
def export_return(request: HttpRequest, return_kind: str) -> HttpResponseBase:
    """Header, Episodes and OC3 of everybody with a line, as DfE's files, for a purpose that is kept."""
    if return_kind not in FILE_KINDS:
        raise Http404("The return is CSV files (zip) or XML (xml).")
    _, year = asked_year(request)
    drawn_up = visible(request, draw_up(year, YoungPerson.objects.all(), today_of(request)))
    many = sum(bool(each.person.ssda903_id) for each in drawn_up.lines)
    wanted = Export(
        page="care_leaver_return",
        description=_title(year),
        people=many,
        file_name=f"care-leaver-return-{year}.{return_kind}",
        heading=f"Export the {_title(year).lower()}",
        button=f"Export {words.amount(many, 'line')} as {FILE_KINDS[return_kind]}",
        back=f"{reverse('reporting:care_leaver_return')}?year={year.year}",
        suggestion="Return to DfE",
    )
    return export_response(request, wanted, lambda: _file(wanted.file_name, drawn_up, return_kind))


@requires(Permission.FREEZE_FIGURES)
def submit_care_leaver_return(request: HttpRequest) -> HttpResponse:
    """Say that the return was submitted, which keeps every line as it is now."""
    _, year = asked_year(request)
    user, today = current_user(request), today_of(request)
    former = SubmittedReturn.objects.filter(year=year.year).first()
    form = SubmitReturnForm(post_data(request), again=former is not None)
    done = submit(
        request,
        form,
        lambda: submit_return(by=user, year=year, today=today, reason=form.cleaned_data.get("reason", "")),
    )
    here = f"{reverse('reporting:care_leaver_return')}?year={year.year}"
    if done:
        messages.success(request, f"The return for {year} is kept as you submitted it.")
        return redirect(here)
    drawn_up = draw_up(year, YoungPerson.objects.all(), today)
    context = {
        "form": form,
        "year": year,
        "back": here,
        "former": former,
        "lines": len(drawn_up.lines),
        "to_fix": sum(bool(each.line.gaps) for each in drawn_up.lines),
        "changes": len(changed_since_submitted(drawn_up)),
    }
    return render(request, "reporting/submit_return.html", context)


def asked_year(request: HttpRequest) -> tuple[ReturnYearForm, CollectionYear]:
    this = collection_year(today_of(request))
    form = ReturnYearForm(request.GET, years=[CollectionYear(this - ago) for ago in range(YEARS)])
    return form, form.chosen()


def _title(year: CollectionYear) -> str:
    return f"Care-leaver return {year}"


def visible(request: HttpRequest, everybody: DrawnUpReturn) -> DrawnUpReturn:
    return everybody.only(set(YoungPerson.objects.visible_to(current_user(request)).values_list("pk", flat=True)))


def _rows(lines: list[PersonLine], year: CollectionYear) -> list[Row]:
    before = sent_before(CollectionYear(year.year - 1), (each.person.pk for each in lines))
    return [_row(each, before.get(each.person.pk)) for each in lines]


def _row(each: PersonLine, before: Codes | None) -> Row:
    line = each.line
    when = f"{line.age} on {words.day(line.birthday)}"
    if line.window is None:
        when += f"; last spoken with on {words.day(line.observed_on)}"
    elif not line.is_final:
        when += f"; until {words.day(line.window.last)}"
    nothing_asked = line.in_touch in (InTouch.DIED, InTouch.RETURNED_HOME)
    return Row(
        person=each.person,
        when=when,
        in_touch=line.in_touch.label,
        home="Not asked" if nothing_asked else _home(line.accommodation),
        activity="Not asked" if nothing_asked else _activity(line.activity),
        before=before,
        notes=tuple(line.gaps),
    )


def _home(code: str) -> str:
    if code == NOT_KNOWN:
        return "Not known"
    return f"{home_words(code[0])}, {'suitable' if code.endswith('1') else 'not suitable'} ({code})"


def _activity(code: str) -> str:
    return "Not known" if code == NOT_KNOWN else f"{occupation_words(code)} ({code})"


def _errors(drawn_up: DrawnUpReturn) -> list[dict[str, Any]]:
    """What DfE's rules would send back, by rule, each with the people it is about."""
    by_child = {str(each.person.ssda903_id).upper(): each.person for each in drawn_up.lines if each.person.ssda903_id}
    found: dict[str, dict[str, Any]] = {}
    for error in check_tables(drawn_up, tables_of(drawn_up)).errors:
        rule = found.setdefault(error.rule, {"rule": error.rule, "message": error.message, "remedy": error.remedy})
        person = by_child.get((error.child or "").upper())
        people = rule.setdefault("people", [])
        if person is not None and person not in people:
            people.append(person)
    return list(found.values())


def _file(name: str, drawn_up: DrawnUpReturn, return_kind: str) -> HttpResponse:
    tables = tables_of(drawn_up)
    if return_kind == "xml":
        content, content_type = xml_file(tables), "application/xml"
    else:
        packed = BytesIO()
        with ZipFile(packed, "w", ZIP_DEFLATED) as together:
            for table, rows in tables.items():
                together.writestr(f"{table}.csv", csv_file(table, rows))
        content, content_type = packed.getvalue(), "application/zip"
    return HttpResponse(content, content_type=content_type, headers={"Content-Disposition": disposition(name)})
