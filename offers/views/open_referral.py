"""The open data of the local offer: every program of everybody may read it, from every website."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse

from careleavers.views.gates import policies_of, storable_fields, today_of
from offers.forms.open_referral import MOST_ON_A_PAGE, PageForm, ServicesForm
from offers.models import LocalOffer
from offers.queries.open_referral import VERSION, OpenReferral, Row
from offers.queries.partner_services import services_for_all
from offers.views.public_offer import published

PROFILE = "https://github.com/OpenReferralUK/uk-profile"
OPENAPI = "https://openreferraluk.org/specifications/3.0/openapi.json"


def open_data(view: Callable[..., JsonResponse]) -> Callable[..., HttpResponse]:
    """Published as the pages are, and readable by scripts of other websites: there is nothing in it to protect."""

    @wraps(view)
    def shown(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        return response

    return published(shown)


@open_data
def about(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"version": VERSION, "profile": PROFILE, "openapi_url": OPENAPI})


@open_data
def services(request: HttpRequest) -> JsonResponse:
    form = ServicesForm(storable_fields(request.GET))
    return _page(form, lambda: _feed(request).services(form.wanted))


@open_data
def service(request: HttpRequest, service_id: UUID) -> JsonResponse:
    found = _feed(request).service(service_id)
    return JsonResponse(found) if found else _missing("service")


@open_data
def taxonomies(request: HttpRequest) -> JsonResponse:
    return _page(PageForm(request.GET), _feed(request).taxonomies)


@open_data
def taxonomy(request: HttpRequest, taxonomy_id: UUID) -> JsonResponse:
    return _one(_feed(request).taxonomies(), taxonomy_id, "taxonomy")


@open_data
def taxonomy_terms(request: HttpRequest) -> JsonResponse:
    return _page(PageForm(request.GET), _feed(request).taxonomy_terms)


@open_data
def taxonomy_term(request: HttpRequest, term_id: UUID) -> JsonResponse:
    return _one(_feed(request).taxonomy_terms(), term_id, "taxonomy term")


def _feed(request: HttpRequest) -> OpenReferral:
    return OpenReferral(
        root=request.build_absolute_uri(reverse("public_offer:open_referral")),
        page=request.build_absolute_uri(reverse("public_offer:offer")),
        policies=policies_of(request),
        offer=LocalOffer.objects.in_force(today_of(request)),
        partners=services_for_all(today_of(request)),
    )


def _page(form: PageForm, rows: Callable[[], list[Row]]) -> JsonResponse:
    """One page of the rows as the profile wants it; 400 with a sentence for each parameter that cannot be read."""
    if not form.is_valid():
        wrong: dict[str, Any] = {name: list(errors) for name, errors in form.errors.items()}
        return JsonResponse({"detail": wrong}, status=400)
    found, per_page = rows(), form.cleaned_data["per_page"] or MOST_ON_A_PAGE
    number = form.cleaned_data["page"] or 1
    pages = -(-len(found) // per_page)
    contents = found[(number - 1) * per_page : number * per_page]
    return JsonResponse(
        {
            "total_items": len(found),
            "total_pages": pages,
            "page_number": number,
            "size": len(contents),
            "first_page": number == 1,
            "last_page": number >= pages,
            "empty": not contents,
            "contents": contents,
        }
    )


def _one(rows: list[Row], wanted: UUID, what: str) -> JsonResponse:
    found = next((row for row in rows if row["id"] == str(wanted)), None)
    return JsonResponse(found) if found else _missing(what)


def _missing(what: str) -> JsonResponse:
    return JsonResponse({"detail": f"There is no such {what}."}, status=404)
