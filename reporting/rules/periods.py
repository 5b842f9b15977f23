"""The periods whose figures are frozen: quarters of the financial year (April to June is the first), and months. Pure.

A figure says how things were on the last day of its period. So the month that ends a quarter is that quarter, and is
not counted twice: a period is known by its last day alone.
"""

from __future__ import annotations

import re
from datetime import date
from enum import Enum

from careleavers.rules.dates import ONE_DAY, add_months
from careleavers.rules.words import MONTHS, year_from_april

QUARTER_WRITTEN = re.compile(r"(?a:(20\d\d)[-/](\d\d) ?Q([1-4]))")
MONTH_WRITTEN = re.compile(r"(?a:(20\d\d)-(0[1-9]|1[0-2]))")
TREND_QUARTERS = 20  # that a trend shows: twelve say what is usual, and a change is seen within eight more
QUARTERS_END_IN = (3, 6, 9, 12)  # months


class PeriodKind(Enum):
    """How many months it has."""

    QUARTER = 3
    MONTH = 1


QUARTER, MONTH = PeriodKind.QUARTER, PeriodKind.MONTH


def first_day(day: date, kind: PeriodKind = QUARTER) -> date:
    """The first day of the period that a day lies in."""
    return date(day.year, (day.month - 1) // kind.value * kind.value + 1, 1)


def last_day(day: date, kind: PeriodKind = QUARTER) -> date:
    """The last day of the period that a day lies in."""
    return add_months(first_day(day, kind), kind.value) - ONE_DAY


def last_ended(today: date, kind: PeriodKind = QUARTER) -> date:
    """The last day of the latest period that is over: 30 June for every day from 1 July to 30 September, by quarter."""
    return first_day(today, kind) - ONE_DAY


def last_ends(today: date, many: int, kind: PeriodKind = QUARTER) -> list[date]:
    """The last days of so many periods that are over, earliest first."""
    first = last_ended(today, kind) + ONE_DAY
    return [add_months(first, -kind.value * back) - ONE_DAY for back in reversed(range(many))]


def ends_between(first: date, last: date, kind: PeriodKind = QUARTER) -> list[date]:
    """The last days of the periods from one that ends on `first` to one that ends on `last`, both included."""
    days = []
    while first <= last:
        days.append(first)
        first = last_day(first + ONE_DAY, kind)
    return days


def is_end(day: date, kind: PeriodKind = QUARTER) -> bool:
    return last_day(day, kind) == day


def quarter_of_name(text: str) -> date | None:
    """The last day of a quarter written as 2026-27Q2 (30 September 2026); None for anything else."""
    written = QUARTER_WRITTEN.fullmatch(text.strip().upper())
    if written is None or (int(written[1]) + 1) % 100 != int(written[2]):
        return None
    return add_months(date(int(written[1]), 4, 1), 3 * int(written[3])) - ONE_DAY


def month_of_name(text: str) -> date | None:
    """The last day of a month written as 2026-10 (31 October 2026); None for anything else."""
    written = MONTH_WRITTEN.fullmatch(text.strip())
    return last_day(date(int(written[1]), int(written[2]), 1), MONTH) if written else None


def period_name(ends_on: date) -> str:
    """ "Quarter 1, 2026-27" for 30 June 2026, "July 2026" for 31 July 2026."""
    if not is_end(ends_on):
        return month_name(ends_on)
    number = (ends_on.month // 3 - 2) % 4 + 1
    began = ends_on.year if ends_on.month > 3 else ends_on.year - 1
    return f"Quarter {number}, {year_from_april(began)}"


def month_name(day: date) -> str:
    """ "September 2026"."""
    return f"{MONTHS[day.month - 1]} {day.year}"
