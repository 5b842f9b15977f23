"""What support at 21 to 25 comes to: days of it in a year, and pounds. Pure.

Children Act 1989 s23CZB: from 21 until 25 advice and support, for whoever wants it. Days are half-open; an age is
reached on the birthday.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from careleavers.rules.dates import LeapDay, Period, birthday, merge
from offers.rules.funding import PENNY

FROM_AGE, TO_AGE = 21, 25
DAYS_OF_A_YEAR = Decimal("365.25")


def days_supported(
    born: date, periods: Iterable[tuple[date, date | None]], year: Period, leap_day: LeapDay = "1 March"
) -> int:
    """On how many days of the year somebody was 21 to 24 and had an adviser, each day once.

    `periods`: from a day up to but not including another, None while it goes on.
    """
    first, last = birthday(born, FROM_AGE, leap_day), birthday(born, TO_AGE, leap_day)
    found = []
    for starts_on, ends_on in periods:
        assert year.end is not None
        start = max(starts_on, first, year.start)
        end = min(last, year.end, ends_on or year.end)
        if start < end:
            found.append(Period(start, end))
    return sum((each.end - each.start).days for each in merge(found) if each.end)


def is_of_these_ages(born: date, on: date, leap_day: LeapDay = "1 March") -> bool:
    """Whether somebody is 21 to 24 on a day."""
    return birthday(born, FROM_AGE, leap_day) <= on < birthday(born, TO_AGE, leap_day)


@dataclass(frozen=True)
class SupportCost:
    """A financial year. `people` had an adviser on at least one day at 21 to 24, `days` altogether; `paid` is what they
    were paid at these ages less what came back. `year_costs`: what a year of support for one comes to, 0 where the
    council has not said; `grant`: what it gets towards it."""

    year: int
    people: int
    days: int
    contacts: int
    minutes: int
    paid: Decimal
    year_costs: int
    grant: int

    @property
    def person_years(self) -> Decimal:
        return (self.days / DAYS_OF_A_YEAR).quantize(Decimal("0.1"), ROUND_HALF_UP)

    @property
    def hours(self) -> int:
        """Of contacts, as far as somebody wrote down how long they took."""
        return round(self.minutes / 60)

    @property
    def advisers(self) -> Decimal | None:
        """What the support itself comes to; None where nobody has said what a year of it costs."""
        if not self.year_costs:
            return None
        return (self.days * self.year_costs / DAYS_OF_A_YEAR).quantize(PENNY, ROUND_HALF_UP)

    @property
    def total(self) -> Decimal:
        return self.paid + (self.advisers or 0)

    @property
    def beyond_grant(self) -> Decimal:
        """What is not paid by the grant; below 0 where the grant is more."""
        return self.total - self.grant
