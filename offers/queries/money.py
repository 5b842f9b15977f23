"""Money that we give: what waits, what is spent and left, budgets, and what the finance system is told."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from careleavers.models import User, YoungPerson
from offers.models import MoneyBudget, MoneyPayment, MoneyRequest
from offers.models.money import CATEGORIES
from offers.rules.money import Limits, RequestState, financial_year, total

FIRST_YEAR = 2000


def limits_of(policies: Mapping[str, Any]) -> Limits:
    """Up to how much whom may approve, from the authority's policies."""
    return Limits(policies["money_adviser_limit"], policies["money_manager_limit"])


def days_of(year: int) -> tuple[date, date]:
    """The first and the last day of a financial year."""
    return date(year, 4, 1), date(year + 1, 3, 31)


def approved_in(year: int) -> QuerySet[MoneyRequest]:
    """What was approved in a financial year, `with_paid`."""
    return MoneyRequest.objects.with_paid().filter(state=RequestState.APPROVED, decided_on__range=days_of(year))


def committed(category: str, year: int) -> Decimal:
    """The pounds that are paid or promised from a budget. One query."""
    return total(request.money().committed for request in approved_in(year).filter(category=category))


@dataclass(frozen=True)
class BudgetLine:
    """A category in a financial year; `budget` is None where nobody has set one."""

    category: str
    label: str
    budget: MoneyBudget | None
    paid: Decimal
    to_pay: Decimal

    @property
    def left(self) -> Decimal | None:
        return self.budget.amount - self.paid - self.to_pay if self.budget else None


def budget_lines(year: int) -> list[BudgetLine]:
    """Every category, with what of the year's approvals is paid and promised. Two queries."""
    money = defaultdict(list)
    for request in approved_in(year):
        money[request.category].append(request.money())
    budgets = {budget.category: budget for budget in MoneyBudget.objects.filter(year=year)}
    return [
        BudgetLine(
            code,
            label,
            budgets.get(code),
            paid=total(each.paid for each in money[code]),
            to_pay=total(each.to_pay for each in money[code]),
        )
        for code, label in CATEGORIES
    ]


def waiting_requests(user: User) -> QuerySet[MoneyRequest]:
    """What waits for a decision, of those whom the user may see; the longest first."""
    people = YoungPerson.objects.visible_to(user)
    waiting = MoneyRequest.objects.filter(state=RequestState.WAITING, person__in=people, person__died_on=None)
    return waiting.select_related("person", "asked_by").order_by("asked_on", "recorded_at")


def to_pay(user: User) -> list[MoneyRequest]:
    """What was approved and is not all paid, nor paid regularly, of those whom the user may see; the longest first."""
    people = YoungPerson.objects.visible_to(user)
    open_ones = MoneyRequest.objects.with_paid().filter(
        state=RequestState.APPROVED, finished_on=None, plan=None, person__in=people
    )
    return list(open_ones.select_related("person", "asked_by").order_by("decided_on", "recorded_at"))


@dataclass(frozen=True)
class Ledger:
    """Everything that was asked for and paid for one person."""

    waiting: list[MoneyRequest]
    approved: list[MoneyRequest]
    ended: list[MoneyRequest]
    payments: list[MoneyPayment]

    def paid_for(self, item: str) -> list[MoneyPayment]:
        return [payment for payment in self.payments if payment.request.item == item]

    @property
    def paid(self) -> Decimal:
        return total(payment.amount for payment in self.payments)


def ledger_of(person: YoungPerson) -> Ledger:
    """Four queries."""
    rows = MoneyRequest.objects.with_paid().filter(person=person).prefetch_related("plan__payments", "shares")
    requests = list(rows.select_related("asked_by", "decided_by", "plan"))
    payments = MoneyPayment.objects.filter(request__person=person)
    payments = payments.select_related("request__person", "recorded_by", "receipt__document", "stays")
    return Ledger(
        waiting=[each for each in requests if each.state == RequestState.WAITING],
        approved=[each for each in requests if each.state == RequestState.APPROVED],
        ended=[each for each in requests if each.state in (RequestState.REFUSED, RequestState.WITHDRAWN)],
        payments=list(payments),
    )


def payments_in(year: int, user: User) -> QuerySet[MoneyPayment]:
    """What was paid and came back in a financial year, of those whom the user may see, in order."""
    people = YoungPerson.objects.visible_to(user)
    rows = MoneyPayment.objects.filter(paid_on__range=days_of(year), request__person__in=people)
    return rows.select_related("request__person", "request__decided_by").order_by("paid_on", "recorded_at")


def year_asked(text: str, today: date) -> int:
    """The financial year that an address asks for; that of today where it is none."""
    asked = int(text) if text.isdecimal() and len(text) == 4 else 0
    now = financial_year(today)
    return asked if FIRST_YEAR <= asked <= now + 1 else now
