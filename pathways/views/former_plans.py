"""A plan that was agreed in the system that the council had before: to be read, and taken out if it is a mistake."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST, require_safe

from careleavers.permissions import Permission
from careleavers.views.gates import current_user, fetch_person, requires, today_of
from careleavers.views.record_form import record_button
from careleavers.views.record_page import may_change, record_context
from careleavers.views.rows import fetch_row
from pathways.actions.former_plans import take_out_former_plan
from pathways.models import FormerPlan


@requires(Permission.VIEW_FREE_TEXT)
@require_safe
def read(request: HttpRequest, person_id: UUID, former_id: UUID) -> HttpResponse:
    """What it said, as it came."""
    person = fetch_person(request, person_id, page="former_plan")
    context = record_context(request, person, former=get_object_or_404(FormerPlan, pk=former_id, person=person))
    context["may_take_out"] = may_change(current_user(request), Permission.AUTHORISE_PLAN, context["closed"])
    return render(request, "pathways/plans/former.html", context)


@require_POST
@requires(Permission.AUTHORISE_PLAN)
def remove(request: HttpRequest, person_id: UUID, former_id: UUID) -> HttpResponse:
    person = fetch_person(request, person_id, page="former_plan_remove")
    former = fetch_row(FormerPlan, former_id, person=person)
    return record_button(
        request,
        person,
        lambda: take_out_former_plan(by=current_user(request), former=former, today=today_of(request)),
        success="Taken out. The history keeps it, and what is due is worked out without it.",
        back="pathways:plan",
    )
