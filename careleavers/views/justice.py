"""Offences: the days and the outcomes, for those who work with them and their managers."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from careleavers.forms.justice import OffenceForm
from careleavers.models import Offence
from careleavers.permissions import Permission
from careleavers.views.gates import fetch_person, requires
from careleavers.views.kept_facts import FactPages, edit_fact, facts_context, take_out_fact

CODE = "justice"  # of the policy that switches the page off
OFFENCES = FactPages(CODE, "justice", "offence", Offence, OffenceForm, "Offence")


@requires(Permission.VIEW_OFFENCES)
@require_safe
def page(request: HttpRequest, person_id: UUID) -> HttpResponse:
    person = fetch_person(request, person_id, page="justice")
    context = facts_context(request, person, CODE, offences=list(person.offences.all()))
    return render(request, "careleavers/justice/page.html", context)


@requires(Permission.VIEW_OFFENCES)
def offence(request: HttpRequest, person_id: UUID, offence_id: UUID | None = None) -> HttpResponse:
    return edit_fact(request, person_id, offence_id, OFFENCES)


@require_POST
@requires(Permission.VIEW_OFFENCES)
def offence_remove(request: HttpRequest, person_id: UUID, offence_id: UUID) -> HttpResponse:
    return take_out_fact(request, person_id, offence_id, OFFENCES)
