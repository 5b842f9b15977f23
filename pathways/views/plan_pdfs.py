"""The plan as a PDF for the young person, from the page of the plan; by their link see `plan_links`."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_safe

from careleavers.documents.typesetting import CannotPrint
from careleavers.permissions import Permission
from careleavers.rules.layouts import Layout
from careleavers.views.downloads import as_pdf
from careleavers.views.gates import fetch_person, policies_of, requires, today_of
from pathways.documents.plan_pdf import plan_pdf, told
from pathways.models import PlanVersion
from pathways.views.plans import sections_of, versions_of


@requires(Permission.VIEW_FREE_TEXT)
@require_safe
def pdf(request: HttpRequest, person_id: UUID, number: int, layout: str) -> HttpResponse:
    """A version of the plan in one of the layouts."""
    person = fetch_person(request, person_id, page="plan_pdf")
    version = get_object_or_404(versions_of(person).select_related("plan__person"), number=number)
    if layout not in set(Layout):
        raise Http404
    try:
        return pdf_response(request, version, Layout(layout))
    except CannotPrint as wrong:
        messages.error(request, str(wrong))
        return redirect("pathways:plan_version", person.pk, number)


def pdf_response(request: HttpRequest, version: PlanVersion, layout: Layout) -> HttpResponse:
    """The file, whose name says nothing of anybody. CannotPrint where no font has a letter of the words."""
    today, policies = today_of(request), policies_of(request)
    plan = told(version, sections_of(version), version.plan.person.on(today).case_holder)
    authority = {
        "name": policies["authority_name"],
        "colour": policies["authority_colour"],
        "phone": policies["authority_phone"],
    }
    made = plan_pdf(plan, layout, authority, version.authorised_on or today)
    return as_pdf(made, "plan.pdf")
