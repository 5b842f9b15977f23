"""Quarters of the financial year: April to June is the first. Pure."""

from __future__ import annotations

import re
from datetime import date

from careleavers.rules.dates import ONE_DAY, add_months
from careleavers.rules.words import year_from_april

WRITTEN = re.compile(r"(?a:(20\d\d)[-/](\d\d) ?Q([1-4]))")
TREND_QUARTERS = 20  # that a trend shows: twelve say what is usual, and a change is seen within eight more


def first_day(day: date) -> date:
    """The first day of the quarter that a day lies in."""
    return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)


def quarter_end(day: date) -> date:
    """The last day of the quarter that a day lies in."""
    return add_months(first_day(day), 3) - ONE_DAY


def last_ended(today: date) -> date:
    """The last day of the latest quarter that is over: 30 June for every day from 1 July to 30 September."""
    return first_day(today) - ONE_DAY


def last_quarter_ends(today: date, many: int) -> list[date]:
    """The last days of so many quarters that are over, earliest first."""
    first = last_ended(today) + ONE_DAY
    return [add_months(first, -3 * back) - ONE_DAY for back in reversed(range(many))]


def quarter_ends_between(first: date, last: date) -> list[date]:
    """The last days of the quarters from one that ends on `first` to one that ends on `last`, both included."""
    days = []
    while first <= last:
        days.append(first)
        first = quarter_end(first + ONE_DAY)
    return days


def is_quarter_end(day: date) -> bool:
    return quarter_end(day) == day


def quarter_of_name(text: str) -> date | None:
    """The last day of a quarter written as 2026-27Q2 (30 September 2026); None for anything else."""
    written = WRITTEN.fullmatch(text.strip().upper())
    if written is None or (int(written[1]) + 1) % 100 != int(written[2]):
        return None
    return add_months(date(int(written[1]), 4, 1), 3 * int(written[3])) - ONE_DAY


def quarter_name(ends_on: date) -> str:
    """ "Quarter 1, 2026-27" for 30 June 2026."""
    number = (ends_on.month // 3 - 2) % 4 + 1
    began = ends_on.year if ends_on.month > 3 else ends_on.year - 1
    return f"Quarter {number}, {year_from_april(began)}"
