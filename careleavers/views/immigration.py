"""Whether somebody may stay, until when, and who advises them."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from careleavers.forms.immigration import ImmigrationStatusForm
from careleavers.models import ImmigrationStatus
from careleavers.permissions import Permission
from careleavers.views.gates import fetch_person, requires
from careleavers.views.kept_facts import FactPages, edit_fact, facts_context, take_out_fact

CODE = "immigration"  # of the policy that switches the page off
STATUSES = FactPages(CODE, "immigration", "immigration", ImmigrationStatus, ImmigrationStatusForm, "Immigration status")


@requires(Permission.VIEW_FREE_TEXT)
@require_safe
def page(request: HttpRequest, person_id: UUID) -> HttpResponse:
    person = fetch_person(request, person_id, page="immigration")
    statuses = list(person.immigration_statuses.select_related("next_step__assigned_to"))
    context = facts_context(request, person, CODE, latest=statuses[0] if statuses else None, former=statuses[1:])
    return render(request, "careleavers/immigration/page.html", context)


@requires(Permission.EDIT_RECORD)
def edit(request: HttpRequest, person_id: UUID, immigration_id: UUID | None = None) -> HttpResponse:
    """How it is from a day on, or what is written about it put right."""
    return edit_fact(request, person_id, immigration_id, STATUSES)


@require_POST
@requires(Permission.EDIT_RECORD)
def remove(request: HttpRequest, person_id: UUID, immigration_id: UUID) -> HttpResponse:
    return take_out_fact(request, person_id, immigration_id, STATUSES)
