"""Find a young person."""

from __future__ import annotations

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from careleavers.actions import reads
from careleavers.models import YoungPerson
from careleavers.permissions import Permission
from careleavers.queries import search
from careleavers.views.gates import current_user, policies_of, requires, search_text, today_of

PER_PAGE = 25


@requires(Permission.VIEW_RECORD)
@require_safe
def people(request: HttpRequest) -> HttpResponse:
    user, today = current_user(request), today_of(request)
    query = search_text(request, "q")[:100]
    hits = search.find(query, user)
    page = Paginator(hits, PER_PAGE).get_page(request.GET.get("page"))
    if query:
        reads.note_search(by=user, page="people_search", detail=query, people_shown=len(page.object_list))
    found = _people([hit.person_id for hit in page], request)
    rows = [{"person": found[hit.person_id], "why": hit.why} for hit in page if hit.person_id in found]
    context = {
        "query": query,
        "page": page,
        "rows": rows,
        "today": today,
        "cut": len(hits) == search.MOST_RESULTS,
        "may_log": user.may(Permission.LOG_CONTACT),
        "may_add": user.may(Permission.EDIT_RECORD),
        "may_break_glass": user.may(Permission.BREAK_GLASS),
    }
    return render(request, "careleavers/search/people.html", context)


def _people(ids: list[UUID], request: HttpRequest) -> dict[UUID, YoungPerson]:
    """The people of one page, with what the list says of them."""
    today = today_of(request)
    people = YoungPerson.objects.filter(pk__in=ids).with_case_holder(today).with_status(today).select_related("team")
    found = {}
    for person in people:
        person.age = person.age_on(person.died_on or today, policies_of(request)["leap_day"])  # type: ignore[attr-defined]
        found[person.pk] = person
    return found
