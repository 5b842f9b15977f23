"""What somebody needs to look after their own health, and how they say they are."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from careleavers.forms.health import HealthMatterForm, WellbeingForm
from careleavers.models import HealthMatter, Wellbeing
from careleavers.permissions import Permission
from careleavers.queries.health import health_facts
from careleavers.rules.health import WELLBEING
from careleavers.views.gates import fetch_person, policies_of, requires, today_of
from careleavers.views.kept_facts import FactPages, edit_fact, facts_context, take_out_fact

CODE = "health"  # of the policy that switches the page off
WORK = Permission.HEALTH_WORK
MATTERS = FactPages(CODE, "health_page", "health_matter", HealthMatter, HealthMatterForm, "Health")
ANSWERS = FactPages(CODE, "health_page", "wellbeing", Wellbeing, WellbeingForm, "How are you?")


@requires(Permission.VIEW_FREE_TEXT, WORK)
@require_safe
def page(request: HttpRequest, person_id: UUID) -> HttpResponse:
    person = fetch_person(request, person_id, page="health_page")
    facts = health_facts(person, today_of(request), policies_of(request)["leap_day"])
    context = facts_context(request, person, CODE, work=WORK, facts=facts, questions=WELLBEING)
    return render(request, "careleavers/health/page.html", context)


@requires(Permission.EDIT_RECORD, WORK)
def matter(request: HttpRequest, person_id: UUID, matter_id: UUID | None = None) -> HttpResponse:
    return edit_fact(request, person_id, matter_id, MATTERS)


@require_POST
@requires(Permission.EDIT_RECORD, WORK)
def matter_remove(request: HttpRequest, person_id: UUID, matter_id: UUID) -> HttpResponse:
    return take_out_fact(request, person_id, matter_id, MATTERS)


@requires(Permission.EDIT_RECORD, WORK)
def answers(request: HttpRequest, person_id: UUID, wellbeing_id: UUID | None = None) -> HttpResponse:
    return edit_fact(request, person_id, wellbeing_id, ANSWERS)


@require_POST
@requires(Permission.EDIT_RECORD, WORK)
def answers_remove(request: HttpRequest, person_id: UUID, wellbeing_id: UUID) -> HttpResponse:
    return take_out_fact(request, person_id, wellbeing_id, ANSWERS)
