"""The arithmetic of days that the law and local standards are written in.

Days are `datetime.date`. A period of days is half-open: it holds `start` and every day before `end`.
Instants and time zones have no place here: whoever calls decides which day it is.
"""

import json
from calendar import monthrange
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Literal, NamedTuple

ONE_DAY = timedelta(days=1)
LAST_DAY = date.max

LeapDay = Literal["1 March", "28 February"]


# Ages and birthdays


def birthday(date_of_birth: date, age: int, leap_day: LeapDay = "1 March") -> date:
    """The day on which an age is attained, from its first moment (Family Law Reform Act 1969 s9).

    Somebody born on 29 February has a birthday on `leap_day` in other years: no authority settles it, so a council
    chooses. ValueError for a negative age.
    """
    if age < 0:
        raise ValueError("An age cannot be negative.")
    year = date_of_birth.year + age
    if (date_of_birth.month, date_of_birth.day) == (2, 29) and monthrange(year, 2)[1] == 28:
        return date(year, 3, 1) if leap_day == "1 March" else date(year, 2, 28)
    return date_of_birth.replace(year=year)


def age_on(date_of_birth: date, day: date, leap_day: LeapDay = "1 March") -> int:
    """Whole years attained by `day`. ValueError for a day before birth."""
    if day < date_of_birth:
        raise ValueError("This day is before the date of birth.")
    years = day.year - date_of_birth.year
    return years if birthday(date_of_birth, years, leap_day) <= day else years - 1


def next_birthday(date_of_birth: date, day: date, leap_day: LeapDay = "1 March") -> tuple[int, date]:
    """The age reached next, on `day` at the earliest, and the day of it. ValueError for a day not after birth."""
    age = age_on(date_of_birth, day - ONE_DAY, leap_day) + 1
    return age, birthday(date_of_birth, age, leap_day)


# Months, weeks and days


def add_months(day: date, months: int) -> date:
    """The corresponding date so many months later (earlier, if negative), or the last day of a shorter month.

    31 August and six months is 28 or 29 February (the corresponding-date rule: Dodds v Walker [1981] 1 WLR 1027).
    """
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def add_years(day: date, years: int) -> date:
    """The same date so many years later; 29 February becomes 28 February. For ages, use `birthday`."""
    return add_months(day, 12 * years)


def last_of_days_beginning_on(day: date, days: int) -> date:
    """The last of "N days beginning on" `day`, which is itself counted (Care Leavers (England) Regs 2010 reg 7(3))."""
    return day + timedelta(days=days - 1)


# Working days in England


@cache
def bank_holidays(year: int) -> frozenset[date]:
    """The bank holidays of England and Wales in a year.

    GOV.UK's own list where the library carries the year (2012 to 2028 in the pinned version, without the network).
    Other years follow the standing rules in force since 1978 (Banking and Financial Dealings Act 1971 and the yearly
    proclamations); a holiday proclaimed for one occasion cannot be foreseen.
    """
    published = _published_bank_holidays()
    return published[year] if year in published else _bank_holidays_by_rule(year)


def is_working_day(day: date) -> bool:
    """Whether a day is neither Saturday, Sunday nor a bank holiday in England."""
    return day.weekday() < 5 and day not in bank_holidays(day.year)


def add_working_days(day: date, days: int) -> date:
    """The day so many working days after `day` (before it, if negative), which is itself not counted.

    Zero days leaves the day as it is, working day or not.
    """
    step = ONE_DAY if days > 0 else -ONE_DAY
    left = abs(days)
    while left:
        day += step
        left -= is_working_day(day)
    return day


@cache
def _published_bank_holidays() -> dict[int, frozenset[date]]:
    # The file is read as data: importing the library's class would bring in an HTTP client that no rule may use.
    text = files("govuk_bank_holidays").joinpath("bank-holidays.json").read_text(encoding="utf-8")
    days = [date.fromisoformat(event["date"]) for event in json.loads(text)["england-and-wales"]["events"]]
    return {year: frozenset(day for day in days if day.year == year) for year in {day.year for day in days}}


def _bank_holidays_by_rule(year: int) -> frozenset[date]:
    easter = easter_sunday(year)
    days = {
        easter - timedelta(days=2),
        easter + timedelta(days=1),
        _monday_from(date(year, 5, 1)),
        _monday_from(date(year, 5, 25)),
        _monday_from(date(year, 8, 25)),
    }
    for fixed in (date(year, 1, 1), date(year, 12, 25), date(year, 12, 26)):
        while fixed.weekday() >= 5 or fixed in days:
            fixed += ONE_DAY
        days.add(fixed)
    return frozenset(days)


def monday_of(day: date) -> date:
    """The Monday of the week of a day."""
    return day - timedelta(days=day.weekday())


def _monday_from(day: date) -> date:
    return day + timedelta(days=-day.weekday() % 7)


def easter_sunday(year: int) -> date:
    """Western Easter: the anonymous Gregorian computus (Meeus, Astronomical Algorithms, chapter 8)."""
    century, year_of_century = divmod(year, 100)
    golden = year % 19
    leap_centuries, century_rest = divmod(century, 4)
    correction = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - leap_centuries - correction + 15) % 30
    leap_years, year_rest = divmod(year_of_century, 4)
    to_sunday = (32 + 2 * century_rest + 2 * leap_years - epact - year_rest) % 7
    late = (golden + 11 * epact + 22 * to_sunday) // 451
    month, day = divmod(epact + to_sunday - 7 * late + 114, 31)
    return date(year, month, day + 1)


# Periods: sets of days


class Period(NamedTuple):
    """The days from `start` up to but not including `end`; an `end` of None is open."""

    start: date
    end: date | None = None

    def contains(self, day: date) -> bool:
        """Whether a day lies in the period."""
        return self.start <= day and (self.end is None or day < self.end)


def merge(periods: Iterable[Period]) -> list[Period]:
    """The same days as few periods, in order: overlapping and touching ones become one, empty ones go.

    ValueError where a period ends before it starts. What the other functions here return is merged.
    """
    spans = sorted([(start, end or LAST_DAY) for start, end in periods])
    if not spans:
        return []
    merged: list[tuple[date, date]] = []
    for start, end in spans:
        if end < start:
            raise ValueError("A period cannot end before it starts.")
        if merged and start <= merged[-1][1]:
            if end > merged[-1][1]:
                merged[-1] = (merged[-1][0], end)
        elif start < end:
            merged.append((start, end))
    return [Period(start, None if end == LAST_DAY else end) for start, end in merged]


def intersect(periods: Iterable[Period], others: Iterable[Period]) -> list[Period]:
    """The days in both."""
    others = merge(others)
    return merge(
        Period(max(start, other_start), _earlier(end, other_end))
        for start, end in merge(periods)
        for other_start, other_end in others
        if (other_end is None or start < other_end) and (end is None or other_start < end)
    )


def clip(periods: Iterable[Period], start: date, end: date | None = None) -> list[Period]:
    """The days on or after `start` and before `end`. ValueError where `end` is before `start`."""
    return intersect(periods, [Period(start, end)])


def subtract(periods: Iterable[Period], others: Iterable[Period]) -> list[Period]:
    """The days of `periods` that are in none of `others`."""
    return intersect(periods, _gaps(merge(others)))


def count_days(periods: Iterable[Period]) -> int:
    """How many different days the periods hold. ValueError where one is open: clip it first."""
    days = 0
    for start, end in merge(periods):
        if end is None:
            raise ValueError("An open period has no number of days: clip it first.")
        days += (end - start).days
    return days


def period_containing(periods: Iterable[Period], day: date) -> Period | None:
    """The first of the periods that a day lies in."""
    return next((period for period in periods if period.contains(day)), None)


def _gaps(merged: list[Period]) -> Iterator[Period]:
    start = date.min
    for period in merged:
        yield Period(start, period.start)
        if period.end is None:
            return
        start = period.end
    yield Period(start)


def _earlier(end: date | None, other: date | None) -> date | None:
    if end is None or other is None:
        return other if end is None else end
    return min(end, other)
