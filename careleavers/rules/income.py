"""Somebody's income: what comes in, for a week. Pure.

Source: Children Act 1989 guidance volume 3, 8.21-8.22 and Figure 1 (the statement of finances of a pathway plan), 8.30
(until the first payment of a benefit), 8.39-8.40 (help with the first claim).
"""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import NamedTuple

PENNY = Decimal("0.01")


class Every(StrEnum):
    """How often an amount is paid."""

    WEEK = "week"
    FORTNIGHT = "fortnight"
    FOUR_WEEKS = "four_weeks"
    MONTH = "month"
    YEAR = "year"


EVERY_WORDS = {
    Every.WEEK: "a week",
    Every.FORTNIGHT: "every two weeks",
    Every.FOUR_WEEKS: "every four weeks",
    Every.MONTH: "a month",
    Every.YEAR: "a year",
}
# Payments in 52 weeks, which is how benefits and rents are converted.
IN_A_YEAR = {Every.WEEK: 52, Every.FORTNIGHT: 26, Every.FOUR_WEEKS: 13, Every.MONTH: 12, Every.YEAR: 1}


def weekly(amount: Decimal, every: str) -> Decimal:
    """What an amount comes to in a week, to the penny: twelve months, or one year, are 52 weeks."""
    return (amount * IN_A_YEAR[Every(every)] / 52).quantize(PENNY, ROUND_HALF_UP)


class IncomeFact(NamedTuple):
    """The days of an income. It is sanctioned over [sanctioned_on, sanctioned_until), and over from `ended_on` on."""

    claimed_on: date | None = None
    awarded_on: date | None = None
    first_paid_on: date | None = None
    sanctioned_on: date | None = None
    sanctioned_until: date | None = None
    ended_on: date | None = None


class IncomeState(StrEnum):
    """How it is with an income on a day."""

    PLANNED = "planned"
    CLAIMED = "claimed"
    AWARDED = "awarded"
    PAID = "paid"
    SANCTIONED = "sanctioned"
    ENDED = "ended"


INCOME_WORDS = {
    IncomeState.PLANNED: "Not claimed yet",
    IncomeState.CLAIMED: "Claimed, no decision yet",
    IncomeState.AWARDED: "Awarded, not paid yet",
    IncomeState.PAID: "Paid",
    IncomeState.SANCTIONED: "Sanctioned",
    IncomeState.ENDED: "Ended",
}


def income_state(fact: IncomeFact, today: date) -> IncomeState:
    """How it is on a day; what is furthest counts, and a sanction before what it takes away."""

    def reached(day: date | None) -> bool:
        return day is not None and day <= today

    if reached(fact.ended_on):
        return IncomeState.ENDED
    if reached(fact.sanctioned_on) and not reached(fact.sanctioned_until):
        return IncomeState.SANCTIONED
    if reached(fact.first_paid_on):
        return IncomeState.PAID
    if reached(fact.awarded_on):
        return IncomeState.AWARDED
    return IncomeState.CLAIMED if reached(fact.claimed_on) else IncomeState.PLANNED
