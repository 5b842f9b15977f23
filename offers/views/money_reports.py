"""Who pays for what was approved, and what support at 21 to 25 comes to."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from careleavers.permissions import Permission
from careleavers.rules.suppression import HIDDEN, SMALL
from careleavers.rules.words import year_from_april
from careleavers.views.csv_export import Export, csv_response
from careleavers.views.gates import current_user, fetch_person, post_data, requires, today_of
from careleavers.views.record_form import record_form
from careleavers.views.rows import fetch_row
from offers.actions.funding import share_funding
from offers.forms.funding import FundingForm
from offers.models import MoneyRequest
from offers.queries.money import FIRST_YEAR, year_asked
from offers.queries.support_cost import support_cost
from offers.rules.money import financial_year

SUPPORT_HEAD = (
    "Financial year",
    "People with an adviser at 21 to 24",
    "Years of support",
    "Contacts",
    "Hours of contacts",
    "Paid, less what came back",
    "The support itself",
    "Altogether",
    "Grant",
    "Not paid by the grant",
)


@requires(Permission.REQUEST_MONEY)
def funding(request: HttpRequest, person_id: UUID, request_id: UUID) -> HttpResponse:
    """What others pay of what was approved."""
    person = fetch_person(request, person_id, page="money_funding")
    row = fetch_row(MoneyRequest, request_id, person=person)
    form = FundingForm(post_data(request), row=row)
    share = partial(share_funding, by=current_user(request), request=row)
    return record_form(
        request,
        person,
        form,
        lambda: share(shares=form.shares, revision=form.seen_revision),
        success="Saved: who pays how much of it.",
        back="offers:ledger",
        template="offers/money/funding.html",
        money=row,
    )


@requires(Permission.MANAGE_TEAM)
@require_safe
def support_at_21(request: HttpRequest) -> HttpResponse:
    """`?year=` chooses the financial year."""
    today = today_of(request)
    year = year_asked(request.GET.get("year", ""), today)
    this_year = financial_year(today)
    year = min(year, this_year)
    shown = (year - 1, year, year + 1)
    context = {
        "cost": support_cost(year, today),
        "before": support_cost(year - 1, today),
        "year": year,
        "years": [(each, year_from_april(each)) for each in shown if FIRST_YEAR <= each <= this_year],
        "year_words": year_from_april(year),
        "may_export": current_user(request).may(Permission.EXPORT),
    }
    return render(request, "offers/money/support_cost.html", context)


@requires(Permission.EXPORT)
@requires(Permission.MANAGE_TEAM)
def support_export(request: HttpRequest, year: int) -> HttpResponseBase:
    """The same as a file that may be published: counts of people and contacts up to five are hidden, and what is paid
    to so few with them."""
    today = today_of(request)
    if not FIRST_YEAR <= year <= financial_year(today):
        raise Http404
    cost = support_cost(year, today)
    few = 0 < cost.people <= SMALL

    def rows() -> list[tuple[object, ...]]:
        advisers = "" if cost.advisers is None else cost.advisers
        counted = (cost.people, cost.person_years, cost.contacts, cost.hours, cost.paid, advisers, cost.total)
        shown = [HIDDEN if few else each for each in (*counted, cost.beyond_grant)]
        return [(year_from_april(year), *shown[:-1], cost.grant, shown[-1])]

    wanted = Export(
        page="support_cost_export",
        description=f"what support at 21 to 25 came to in {year_from_april(year)}",
        people=cost.people,
        file_name=f"support-at-21-to-25-{year_from_april(year)}.csv",
        heading="Export what support at 21 to 25 came to",
        button="Export it as CSV",
        back=f"{reverse('offers:support_cost')}?year={year}",
        suggestion="For the budget of the service",
    )
    return csv_response(request, wanted, SUPPORT_HEAD, rows)
