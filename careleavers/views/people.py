"""A young person's own page: how they are, and what we promised."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from careleavers import timeline
from careleavers.models import YoungPerson
from careleavers.models.base import on_day
from careleavers.panels import person_panels
from careleavers.permissions import Permission
from careleavers.views.gates import fetch_person, reader, requires, today_of
from careleavers.views.record_page import record_context


@requires(Permission.VIEW_RECORD)
def overview(request: HttpRequest, person_id: UUID) -> HttpResponse:
    person = fetch_person(request, person_id, page="overview")
    user, today = reader(request), today_of(request)
    notes = user.may(Permission.VIEW_FREE_TEXT)
    context = record_context(
        request,
        person,
        panels=person_panels(person, user, today),
        may_read_notes=notes,
        page=timeline.page_of(person, today, notes=notes),
        asked=None,
        new=request.GET.get("new"),
        **_how_things_are(person, today),
    )
    return render(request, "careleavers/people/overview.html", context)


def _how_things_are(person: YoungPerson, today: date) -> dict[str, Any]:
    """What the side of the page says, one query each."""
    contacts = person.contacts.live().filter(happened_on__lte=today).select_related("worker")
    return {
        "home": person.homes.filter(on_day(today)).first(),
        "occupation": person.occupations.filter(on_day(today)).first(),
        "last_contact": contacts.with_young_person().first(),
        "contact_details": list(person.contact_details.filter(on_day(today))),
        "follow_ups": list(person.follow_ups.filter(done_on=None).select_related("assigned_to")[:10]),
        "doubts": list(person.doubts.filter(mended_at=None)),
    }
