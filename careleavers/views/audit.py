"""Who did what, who signed in, and who viewed what."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from careleavers.actions import reads
from careleavers.forms.audit import AuditFilterForm
from careleavers.forms.exports import ExportForm
from careleavers.models import AuditEvent, ReadEvent, User
from careleavers.permissions import Permission
from careleavers.queries import search
from careleavers.queries.audit import (
    CHANGES,
    SHOWN,
    SIGN_INS,
    VIEWS,
    AuditFilter,
    audit_lines,
    audit_rows,
    exported_lines,
    kinds_of,
)
from careleavers.queries.audit_changes import changes_of
from careleavers.rules import words
from careleavers.views.csv_export import Export, csv_response
from careleavers.views.gates import current_user, fetch_person, requires, today_of
from careleavers.views.record_page import record_context

PER_PAGE = 50
TITLES = {CHANGES: "Who changed what", SIGN_INS: "Who signed in", VIEWS: "Who viewed what"}
ENTRIES = ("entry", "entries")


@dataclass(frozen=True)
class Listed:
    """What a page of the audit was asked for: its form, and which rows (None where the form holds a mistake)."""

    form: AuditFilterForm
    shown: str
    asked: AuditFilter | None

    @property
    def rows(self) -> QuerySet[Any]:
        return audit_rows(self.asked) if self.asked else AuditEvent.objects.none()


@requires(Permission.VIEW_AUDIT)
@require_safe
def audit_list(request: HttpRequest) -> HttpResponse:
    """Everything that was done or viewed, newest first, by whom; whose record only where the user may see it."""
    user, listed = current_user(request), _listed(request)
    page = Paginator(listed.rows, PER_PAGE).get_page(request.GET.get("page"))
    _note_search(request, listed)
    context = {
        "page": page,
        "lines": audit_lines(page.object_list, user),
        "form": listed.form,
        "filtered": any(value for name, value in listed.form.data.items() if name not in ("show", "page")),
        "shown": listed.shown,
        "title": TITLES[listed.shown],
        "with_addresses": listed.shown == SIGN_INS,
        "export_form": ExportForm(),
        "query": request.GET.urlencode(),
    }
    return render(request, "careleavers/audit/list.html", context)


@requires(Permission.VIEW_AUDIT)
@require_safe
def audit_changes(request: HttpRequest, event_id: int) -> HttpResponse:
    """What one change changed: each field before and after. Of a young person, it is a view of their record."""
    user = current_user(request)
    event = get_object_or_404(AuditEvent, pk=event_id)
    [line] = audit_lines([event], user)
    if not line.shows_changes:
        raise Http404
    if event.person_id:
        fetch_person(request, event.person_id, page="audit_changes")
    return render(request, "careleavers/audit/changes.html", {"line": line, "changes": changes_of(event, user)})


@requires(Permission.VIEW_AUDIT)
def audit_export(request: HttpRequest) -> HttpResponseBase:
    """The same rows as CSV, for a purpose that is kept."""
    user, listed = current_user(request), _listed(request)
    rows = listed.rows
    many = rows.count()
    export = Export(
        page="audit_list",
        description=f"{TITLES[listed.shown].lower()}, {words.amount(many, *ENTRIES)}",
        people=rows.exclude(person_id=None).order_by().values("person_id").distinct().count(),
        file_name=f"{listed.shown.replace('_', '-')}-{today_of(request).isoformat()}.csv",
        heading="Export from the audit",
        button=f"Export {words.amount(many, *ENTRIES)} as CSV",
        back=f"{reverse('audit_list')}?{request.GET.urlencode()}",
    )
    last = "From" if listed.shown == SIGN_INS else "Whose record"

    def cells() -> Iterator[list[str]]:
        for line in exported_lines(rows, user):
            when = timezone.localtime(line.row.happened_at).strftime("%Y-%m-%d %H:%M:%S")
            address = getattr(line.row, "from_address", None) or ""
            yield [when, line.who, line.what, address if listed.shown == SIGN_INS else line.whose]

    return csv_response(request, export, ("When", "Who", "What", last), cells)


def _listed(request: HttpRequest) -> Listed:
    user = current_user(request)
    choices = {key: label for key, label in SHOWN.items() if key != SIGN_INS or user.may(Permission.VIEW_SIGN_INS)}
    shown = request.GET.get("show", CHANGES)
    shown = shown if shown in choices else CHANGES
    form = AuditFilterForm(
        request.GET.dict(),
        shown=choices,
        kinds=kinds_of(shown, user),
        with_names=shown != SIGN_INS and user.may(Permission.VIEW_RECORD),
    )
    if not form.is_valid():
        return Listed(form, shown, None)
    given = form.cleaned_data
    about = given.get("about", "")
    return Listed(
        form,
        shown,
        AuditFilter(
            shown=shown,
            who=given["who"].strip(),
            kind=given["kind"],
            first_on=given["first_on"],
            last_on=given["last_on"],
            people=_found(about, user) if about else None,
        ),
    )


def _found(about: str, user: User) -> list[UUID]:
    return [hit.person_id for hit in search.find(about, user)]


def _note_search(request: HttpRequest, listed: Listed) -> None:
    """Asking for a young person is a search like any other."""
    if listed.asked and listed.asked.people is not None:
        about, people = listed.form.cleaned_data["about"], len(listed.asked.people)
        reads.note_search(by=current_user(request), page="audit_list", detail=about, people_shown=people)


@requires(Permission.VIEW_AUDIT)
@requires(Permission.VIEW_RECORD)
@require_safe
def record_views(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Who viewed one young person's record, when and why: the page to show them when they ask."""
    person = fetch_person(request, person_id, page="record_views")
    views = ReadEvent.objects.filter(person_id=person.pk)
    page = Paginator(views, PER_PAGE).get_page(request.GET.get("page"))
    titles = dict(User.objects.filter(pk__in={view.user_id for view in page}).values_list("pk", "job_title"))
    rows = [(view, titles.get(view.user_id, "")) for view in page]
    context = record_context(request, person) | {"page": page, "rows": rows}
    return render(request, "careleavers/audit/record_views.html", context)
