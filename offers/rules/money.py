"""Money that we give: who may approve how much, in which financial year it counts, and what is left. Pure.

Amounts are in pounds, to the penny; a financial year is named by the year in which it begins, on 1 April.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import IntEnum, StrEnum

from careleavers.rules.codes import collection_year
from careleavers.rules.words import year_from_april
from offers.rules.catalogue.facts import Pounds

NOTHING = Decimal(0)
PAY_WITHIN = timedelta(days=10)  # of what was approved


class Approver(IntEnum):
    """Who may approve, from the smallest amounts to the largest."""

    ADVISER = 1
    MANAGER = 2
    PANEL = 3


APPROVER_WORDS = {Approver.ADVISER: "another worker", Approver.MANAGER: "a manager", Approver.PANEL: "the panel"}


class RequestState(StrEnum):
    """How far a request for money has come."""

    WAITING = "waiting"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


REQUEST_WORDS = {
    RequestState.WAITING: "Waits for a decision",
    RequestState.APPROVED: "Approved",
    RequestState.REFUSED: "Refused",
    RequestState.WITHDRAWN: "Taken back",
}


@dataclass(frozen=True)
class Limits:
    """Up to how many pounds another worker and a manager may approve; above that it is for the panel."""

    adviser: int
    manager: int

    def approver_of(self, amount: Decimal) -> Approver:
        if amount <= self.adviser:
            return Approver.ADVISER
        return Approver.MANAGER if amount <= self.manager else Approver.PANEL


def financial_year(on: date) -> int:
    """The year in which the financial year of a day begins."""
    return collection_year(on) - 1


@dataclass(frozen=True)
class RequestMoney:
    """What a request comes to: approved, and paid less what came back. `is_finished`: no more is to be paid."""

    approved: Decimal
    paid: Decimal
    is_finished: bool

    @property
    def to_pay(self) -> Decimal:
        """What is promised and not paid."""
        return NOTHING if self.is_finished else max(NOTHING, self.approved - self.paid)

    @property
    def committed(self) -> Decimal:
        """What it takes from a budget or an allowance."""
        return self.paid + self.to_pay


def why_not_pay(money: RequestMoney, amount: Decimal) -> str | None:
    """The sentence that says why so much cannot be paid, or None."""
    if money.is_finished:
        return "This request is finished: ask for the money again."
    if amount > money.to_pay:
        return f"£{money.approved:,.2f} was approved and £{money.to_pay:,.2f} of it is left to pay."
    return None


def why_not_refund(paid: Decimal, came_back: Decimal, amount: Decimal) -> str | None:
    """The sentence that says why so much of a payment cannot have come back, or None."""
    left = paid - came_back
    if amount > left:
        return f"Of this payment £{left:,.2f} has not come back: more cannot come back than was paid."
    return None


def why_over_budget(budget: Decimal | None, committed: Decimal, amount: Decimal, year: int) -> str | None:
    """The sentence that says that a budget has too little left, or None. Without a budget nothing is refused."""
    if budget is None or committed + amount <= budget:
        return None
    left = max(NOTHING, budget - committed)
    return f"Of the budget of {year_from_april(year)} £{left:,.2f} is left: that is less than £{amount:,.2f}."


def pounds(amount: Decimal | None) -> Pounds | None:
    """The amount without pence where there are none."""
    return int(amount) if amount is not None and amount == int(amount) else amount


def total(amounts: Iterable[Decimal]) -> Decimal:
    return sum(amounts, start=NOTHING)
