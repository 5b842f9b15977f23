"""Money across the service: what waits, what is to be paid, budgets, and the list for the finance system."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from careleavers.permissions import Permission
from careleavers.rules.words import amount, year_from_april
from careleavers.views.csv_export import Export, csv_response
from careleavers.views.gates import current_user, policies_of, post_data, requires, today_of
from careleavers.views.submission import submit
from offers.actions.money import why_not_approve
from offers.actions.payments import set_budget
from offers.forms.money import BudgetForm
from offers.models import MoneyBudget
from offers.models.money import CATEGORIES
from offers.queries.funding import finance_rows, funding_in
from offers.queries.money import (
    FIRST_YEAR,
    budget_lines,
    limits_of,
    payments_in,
    to_pay,
    waiting_requests,
    year_asked,
)
from offers.rules.funding import FundingSource
from offers.rules.money import financial_year

HEAD = (
    "Payment",
    "Refund of",
    "Request",
    "Day",
    "Kind",
    "Pounds",
    "Budget",
    "Entitlement",
    "Local ID",
    "Payee",
    "How",
    "Reference",
    "Approved by",
    "Approved on",
    *(f"Paid by: {source.label}" for source in FundingSource),
)


@requires(Permission.REQUEST_MONEY)
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """`?year=` chooses the financial year of the budgets."""
    user, today, policies = current_user(request), today_of(request), policies_of(request)
    limits, decide_within = limits_of(policies), timedelta(days=policies["money_decide_days"])
    year = year_asked(request.GET.get("year", ""), today)
    lines = budget_lines(year)
    context = {
        "waiting": [
            (row, why_not_approve(user, row, limits.approver_of(row.amount)), row.decide_by(decide_within))
            for row in waiting_requests(user)
        ],
        "to_pay": to_pay(user),
        "lines": lines,
        "funding": funding_in(year) if user.may(Permission.MANAGE_TEAM) else None,
        "year": year,
        "years": [(each, year_from_april(each)) for each in (year - 1, year, year + 1) if _is_a_year(each, request)],
        "year_words": year_from_april(year),
        "may_set": user.may(Permission.DECIDE_FOR_PANEL),
        "may_see_budgets": user.may(Permission.MANAGE_TEAM),
        "may_export": user.may(Permission.EXPORT),
        "today": today,
    }
    return render(request, "offers/money/page.html", context)


@requires(Permission.DECIDE_FOR_PANEL)
def budget(request: HttpRequest, category: str, year: int) -> HttpResponse:
    """How much there is for a category in a year."""
    label = dict(CATEGORIES).get(category)
    if label is None or not _is_a_year(year, request):
        raise Http404
    row = MoneyBudget.objects.filter(category=category, year=year).first()
    form = BudgetForm(post_data(request), row=row)
    if submit(
        request,
        form,
        lambda: set_budget(
            by=current_user(request),
            category=category,
            year=year,
            amount=form.cleaned_data["amount"],
            revision=form.seen_revision,
        ),
    ):
        messages.success(request, "Saved.")
        return redirect(f"{reverse('offers:money')}?year={year}")
    context = {"form": form, "label": label, "year": year, "year_words": year_from_april(year)}
    return render(request, "offers/money/budget.html", context)


@requires(Permission.EXPORT)
@requires(Permission.REQUEST_MONEY)
def export(request: HttpRequest, year: int) -> HttpResponseBase:
    """What was paid and came back in a financial year, for the finance system; for a purpose that is kept."""
    if not _is_a_year(year, request):
        raise Http404
    rows = payments_in(year, current_user(request))
    people = rows.values("request__person").distinct().count()
    wanted = Export(
        page="money_export",
        description=f"payments of {year_from_april(year)}",
        people=people,
        file_name=f"payments-{year_from_april(year)}.csv",
        heading="Export payments for finance",
        button=f"Export {amount(rows.count(), 'payment', 'payments')} as CSV",
        back=f"{reverse('offers:money')}?year={year}",
        suggestion="For the finance system",
    )
    return csv_response(request, wanted, HEAD, lambda: finance_rows(rows))


def _is_a_year(year: int, request: HttpRequest) -> bool:
    return FIRST_YEAR <= year <= financial_year(today_of(request)) + 1
