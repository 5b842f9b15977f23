"""One page to read, or print, in the minute before a visit."""

from __future__ import annotations

from urllib.parse import quote
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from careleavers.models.homes import Home
from careleavers.permissions import Permission
from careleavers.queries.visit_brief import visit_brief
from careleavers.site.extensions import brief_panels
from careleavers.views.gates import current_user, fetch_person, policies_of, requires, today_of
from careleavers.views.record_page import record_context


@requires(Permission.VIEW_FREE_TEXT)
@require_safe
def page(request: HttpRequest, person_id: UUID) -> HttpResponse:
    person = fetch_person(request, person_id, page="visit_brief")
    user, today, policies = current_user(request), today_of(request), policies_of(request)
    brief = visit_brief(person, today, policies["leap_day"])
    context = record_context(
        request,
        person,
        brief=brief,
        visit_today=brief.visit_of(user, today),
        panels=brief_panels(person, user, today, policies),
        may_read_notes=True,
        may_plan=user.may(Permission.LOG_CONTACT),
        drafts=list(user.drafts.notes_about(person)),
    )
    context["map_url"] = map_url(context["home"])
    return render(request, "careleavers/people/visit_brief.html", context)


def map_url(home: Home | None) -> str:
    """An address that a phone opens in its own map (RFC 5870), so that no map service of ours learns who lives where.

    Nothing for a home without a written address.
    """
    return f"geo:0,0?q={quote(', '.join(home.lines))}" if home and home.address.strip() else ""
