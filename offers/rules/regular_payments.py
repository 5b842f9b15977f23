"""Money that is paid regularly, such as subsistence: on which days, how much in all, and what stops it. Pure.

Amounts are in pounds, to the penny.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from careleavers.rules.dates import add_months, add_years
from careleavers.rules.words import day

PAYABLE_BY = ("bank", "supplier")  # what the finance system pays by itself
RECEIPT_BY = ("card", "cash", "voucher")  # what somebody here buys or hands over
RECEIPT_WITHIN = timedelta(days=14)
SETTLED_BEFORE_LAST = timedelta(days=7)  # what comes after the last payment


class PaidEvery(StrEnum):
    WEEK = "week"
    MONTH = "month"


EVERY_WORDS = {PaidEvery.WEEK: "each week", PaidEvery.MONTH: "each month"}


def payment_days(every: PaidEvery, first_on: date, last_on: date) -> list[date]:
    """The days of payments from `first_on` to `last_on`, both included. A month without such a day has its last day."""
    days: list[date] = []
    while True:
        place = len(days)
        on = first_on + timedelta(weeks=place) if every == PaidEvery.WEEK else add_months(first_on, place)
        if on > last_on:
            return days
        days.append(on)


def total_of(each: Decimal, every: PaidEvery, first_on: date, last_on: date) -> Decimal:
    """What all payments come to."""
    return each * len(payment_days(every, first_on, last_on))


def due_days(every: PaidEvery, first_on: date, last_on: date, paid: Collection[date], today: date) -> list[date]:
    """The days up to `today` of which nothing is paid yet."""
    return [on for on in payment_days(every, first_on, last_on) if on <= today and on not in paid]


def why_not_plan(every: PaidEvery, first_on: date, last_on: date, method: str) -> tuple[str, str] | None:
    """The field and the sentence that says why it cannot be paid so, or None."""
    if last_on < first_on:
        return "last_on", "Give a day on or after that of the first payment"
    if last_on >= add_years(first_on, 1):
        return "last_on", f"Give a day before {day(add_years(first_on, 1))}: a year at most, then it is asked for again"
    if len(payment_days(every, first_on, last_on)) < 2:
        return "last_on", "That is one payment only: choose “Once”, or give a later day"
    if method not in PAYABLE_BY:
        return "method", "What is paid regularly goes to a bank account or a supplier"
    return None


class Stopped(StrEnum):
    """What stopped regular payments, where nobody did."""

    NOT = ""
    DIED = "died"
    NOT_OPEN = "not_open"


@dataclass(frozen=True)
class PlanProgress:
    """How far regular payments have come; `next_on` is None after the last."""

    paid: int
    of: int
    next_on: date | None
