"""What an inspection asks for: Ofsted's Annex A, List 9, of everybody who has reached leaving-care services."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from careleavers.models import PolicyValue, YoungPerson
from careleavers.permissions import Permission
from careleavers.rules import words
from careleavers.views.csv_export import Export, csv_response, export_response
from careleavers.views.gates import current_user, requires, today_of
from careleavers.views.xlsx_export import workbook, xlsx_response
from reporting.forms.figures import AsAtForm
from reporting.queries.annex_a import listed_people, people_of_list_9
from reporting.queries.ssd import ssd_lines, ssd_people
from reporting.rules import ssd
from reporting.rules.annex_a import COLUMNS, Cell, cells, missing
from reporting.views.names import ask_why, note_names, wants_reason

PER_PAGE = 100
LIST_9 = "Annex A, List 9"
FILE_KINDS = {"xlsx": "a workbook", "csv": "CSV"}


@requires(Permission.EXPORT)
def list_9(request: HttpRequest) -> HttpResponse:
    """How many are in the list on a day, and whose line has something missing."""
    form, day = _asked(request)
    if day is None:
        return render(request, "reporting/annex_a.html", {"form": form, "day": None})
    about = f"{LIST_9}, {words.day(day)}"
    if wants_reason(request, about):
        return ask_why(request, about, back=reverse("reporting:dashboard"))
    everybody = people_of_list_9(day)
    visible = _visible(request, everybody)
    incomplete = [(person, found) for person, facts in listed_people(visible, day) if (found := missing(facts))]
    page = Paginator(incomplete, PER_PAGE).get_page(request.GET.get("page"))
    note_names(request, "annex_a", about, len(page.object_list))
    many = visible.count()
    context = {
        "form": form,
        "day": day,
        "many": many,
        "unseen": everybody.count() - many,
        "incomplete": len(incomplete),
        "by_column": Counter(column for _, found in incomplete for column in found).most_common(),
        "page": page,
        "may_open_records": current_user(request).may(Permission.VIEW_RECORD),
    }
    return render(request, "reporting/annex_a.html", context)


@requires(Permission.EXPORT)
def export_list_9(request: HttpRequest, file_kind: str) -> HttpResponseBase:
    """The list with its exact columns, as a workbook or as CSV, for a purpose that is kept."""
    if file_kind not in FILE_KINDS:
        raise Http404("The list is a workbook (xlsx) or CSV.")
    _, day = _asked(request)
    if day is None:
        raise Http404("There is no list of this day.")
    people = _visible(request, people_of_list_9(day))
    many = people.count()
    wanted = Export(
        page="annex_a",
        description=f"{LIST_9}, {words.day(day)}",
        people=many,
        file_name=f"annex-a-list-9-{day.isoformat()}.{file_kind}",
        heading=f"Export {LIST_9}",
        button=f"Export {words.amount(many, 'person', 'people')} as {FILE_KINDS[file_kind]}",
        back=f"{reverse('reporting:annex_a')}?on={day.isoformat()}",
        suggestion="Inspection",
    )
    if file_kind == "csv":
        return csv_response(
            request,
            wanted,
            tuple(COLUMNS),
            lambda: ([_as_text(cell) for cell in cells(facts)] for _, facts in listed_people(people, day)),
        )
    return export_response(
        request, wanted, lambda: xlsx_response(wanted.file_name, _workbook(request, people, day, many))
    )


@requires(Permission.EXPORT)
def export_ssd(request: HttpRequest) -> HttpResponseBase:
    """The same people as `ssd_care_leavers` of the Standard Safeguarding Dataset, for a purpose that is kept."""
    _, day = _asked(request)
    if day is None:
        raise Http404("There is no list of this day.")
    people = _visible(request, ssd_people(day))
    many = people.count()
    wanted = Export(
        page="annex_a_ssd",
        description=f"ssd_care_leavers, {words.day(day)}",
        people=many,
        file_name=f"ssd_care_leavers-{day.isoformat()}.csv",
        heading="Export ssd_care_leavers",
        button=f"Export {words.amount(many, 'person', 'people')} as CSV",
        back=f"{reverse('reporting:annex_a')}?on={day.isoformat()}",
        suggestion="Standard Safeguarding Dataset",
    )
    return csv_response(request, wanted, ssd.COLUMNS, lambda: ssd_lines(people, day))


def _workbook(request: HttpRequest, people: QuerySet[YoungPerson], day: date, many: int) -> bytes:
    about = [
        ("List", "Annex A, List 9: leaving care services"),
        ("Authority", str(PolicyValue.objects.in_force(day)["authority_name"])),
        ("As at", words.day(day)),
        ("People", f"{many:,}"),
        ("Made by", current_user(request).name),
        ("Made on", words.day(today_of(request))),
        ("For", str(request.POST["purpose"])),
    ]
    return workbook("List 9", COLUMNS, (cells(facts) for _, facts in listed_people(people, day)), about)


def _visible(request: HttpRequest, people: QuerySet[YoungPerson]) -> QuerySet[YoungPerson]:
    return people.filter(pk__in=YoungPerson.objects.visible_to(current_user(request)).values("pk"))


def _asked(request: HttpRequest) -> tuple[AsAtForm, date | None]:
    """The form of the page and the day: today where none is given, None for one that cannot be asked about."""
    today = today_of(request)
    form = AsAtForm({"on": request.GET.get("on") or today.isoformat()}, today=today)
    return form, form.cleaned_data["on"] if form.is_valid() else None


def _as_text(cell: Cell) -> Any:
    return f"{cell:%d/%m/%Y}" if isinstance(cell, date) else "" if cell is None else cell
