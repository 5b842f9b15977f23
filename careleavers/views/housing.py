"""Applications for a home of one's own, staying put, and a home in the vacations."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from careleavers.forms.housing import HousingApplicationForm, StayingPutForm, VacationHomeForm
from careleavers.models import HousingApplication, StayingPut, VacationHome
from careleavers.permissions import Permission
from careleavers.queries.housing import housing_facts
from careleavers.queries.readiness import readiness_of
from careleavers.views.gates import fetch_person, policies_of, requires, today_of
from careleavers.views.kept_facts import FactPages, edit_fact, facts_context, take_out_fact

CODE = "housing"  # of the policy that switches the page off
APPLICATIONS = FactPages(
    CODE, "housing", "housing_application", HousingApplication, HousingApplicationForm, "Application for a home"
)
STAYING_PUT = FactPages(CODE, "housing", "staying_put", StayingPut, StayingPutForm, "Staying put")
VACATIONS = FactPages(CODE, "housing", "vacation", VacationHome, VacationHomeForm, "Where they live in a vacation")


@requires(Permission.VIEW_FREE_TEXT)
@require_safe
def page(request: HttpRequest, person_id: UUID) -> HttpResponse:
    person = fetch_person(request, person_id, page="housing")
    today = today_of(request)
    points = readiness_of(person, today, policies_of(request))
    missing = not all(point.in_place for point in points)
    context = facts_context(request, person, CODE, housing=housing_facts(person, today), points=points, missing=missing)
    return render(request, "careleavers/housing/page.html", context)


@requires(Permission.EDIT_RECORD)
def application(request: HttpRequest, person_id: UUID, application_id: UUID | None = None) -> HttpResponse:
    return edit_fact(request, person_id, application_id, APPLICATIONS)


@require_POST
@requires(Permission.EDIT_RECORD)
def application_remove(request: HttpRequest, person_id: UUID, application_id: UUID) -> HttpResponse:
    return take_out_fact(request, person_id, application_id, APPLICATIONS)


@requires(Permission.EDIT_RECORD)
def staying_put(request: HttpRequest, person_id: UUID, staying_put_id: UUID | None = None) -> HttpResponse:
    return edit_fact(request, person_id, staying_put_id, STAYING_PUT)


@require_POST
@requires(Permission.EDIT_RECORD)
def staying_put_remove(request: HttpRequest, person_id: UUID, staying_put_id: UUID) -> HttpResponse:
    return take_out_fact(request, person_id, staying_put_id, STAYING_PUT)


@requires(Permission.EDIT_RECORD)
def vacation(request: HttpRequest, person_id: UUID, vacation_id: UUID | None = None) -> HttpResponse:
    return edit_fact(request, person_id, vacation_id, VACATIONS)


@require_POST
@requires(Permission.EDIT_RECORD)
def vacation_remove(request: HttpRequest, person_id: UUID, vacation_id: UUID) -> HttpResponse:
    return take_out_fact(request, person_id, vacation_id, VACATIONS)
