"""What somebody lives on, and what they owe."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from careleavers.forms.income import DebtsForm, IncomeForm
from careleavers.models import Debts, Income
from careleavers.permissions import Permission
from careleavers.queries.income import finances
from careleavers.views.gates import fetch_person, requires, today_of
from careleavers.views.kept_facts import FactPages, edit_fact, facts_context, take_out_fact

CODE = "money"  # of the policy that switches the page off
INCOMES = FactPages(CODE, "money", "income", Income, IncomeForm, "What they live on")
DEBTS = FactPages(CODE, "money", "debts", Debts, DebtsForm, "What they owe")


@requires(Permission.VIEW_FREE_TEXT)
@require_safe
def page(request: HttpRequest, person_id: UUID) -> HttpResponse:
    person = fetch_person(request, person_id, page="money")
    context = facts_context(request, person, CODE, finances=finances(person, today_of(request)))
    return render(request, "careleavers/money/page.html", context)


@requires(Permission.EDIT_RECORD)
def income(request: HttpRequest, person_id: UUID, income_id: UUID | None = None) -> HttpResponse:
    return edit_fact(request, person_id, income_id, INCOMES)


@require_POST
@requires(Permission.EDIT_RECORD)
def income_remove(request: HttpRequest, person_id: UUID, income_id: UUID) -> HttpResponse:
    return take_out_fact(request, person_id, income_id, INCOMES)


@requires(Permission.EDIT_RECORD)
def debts(request: HttpRequest, person_id: UUID, debts_id: UUID | None = None) -> HttpResponse:
    return edit_fact(request, person_id, debts_id, DEBTS)


@require_POST
@requires(Permission.EDIT_RECORD)
def debts_remove(request: HttpRequest, person_id: UUID, debts_id: UUID) -> HttpResponse:
    return take_out_fact(request, person_id, debts_id, DEBTS)
