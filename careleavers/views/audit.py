"""Who did what, and who viewed what."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from careleavers.models import AuditEvent, ReadEvent, User, YoungPerson
from careleavers.permissions import Permission
from careleavers.rules import words
from careleavers.views.gates import current_user, fetch_person, requires, search_text
from careleavers.views.record_page import record_context

PER_PAGE = 50


@requires(Permission.VIEW_AUDIT)
@require_safe
def audit_list(request: HttpRequest) -> HttpResponse:
    """Everything that was done or looked at, newest first, by whom; whose record only where the reader may see it."""
    views = request.GET.get("show") == "views"
    who = search_text(request, "who")
    rows: Any = ReadEvent.objects.all() if views else AuditEvent.objects.all()
    if who:
        rows = rows.filter(**{"user_name__icontains" if views else "by_name__icontains": who})
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    ids = {row.person_id for row in page if row.person_id}
    people = YoungPerson.objects.visible_to(current_user(request)).in_bulk(ids)
    context = {
        "page": page,
        "rows": [(row, people.get(row.person_id), event_words(row)) for row in page],
        "views": views,
        "who": who,
    }
    return render(request, "careleavers/audit/list.html", context)


@requires(Permission.VIEW_AUDIT)
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


def event_words(row: AuditEvent | ReadEvent) -> str:
    """ "Contact logged"; "Searched: amira, 3 people shown"."""
    if isinstance(row, AuditEvent):
        return row.name.replace("_", " ").capitalize()
    shown = "" if row.people_shown is None else f", {words.amount(row.people_shown, 'person', 'people')} shown"
    return f"{row.get_kind_display()}{': ' + row.detail if row.detail else ''}{shown}"
