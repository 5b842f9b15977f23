"""DfE's care-leaver return (SSDA903, table OC3): of whom a line is due in a collection year, and what it says. Pure.

From 17 to 21 the line says how things were on or around the birthday that lies in the year. From 22 to 25 only those
who were in touch in the year are returned, as at the latest contact; nobody need be sought out for it. Sources: DfE's
guidance on care leavers in the SSDA903 and its rules 344, 345, 391, 1007 and 1016. How near to the birthday a contact
must be is a setting: no public source repeats the months.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple, TypeVar

from careleavers.rules.code_sets import CARE_LEAVERS, Activity, HomeKind, LabelledCode, Status
from careleavers.rules.dates import ONE_DAY, LeapDay, add_months, birthday
from careleavers.rules.policies import PRACTICE, Policy
from careleavers.rules.words import year_from_april

FIRST_AGE, LAST_AGE_AT_BIRTHDAY, LAST_AGE = 17, 21, 25
NOT_KNOWN = "0"
OLD_ACTIVITIES = (Activity.TRAINING_OR_WORK_TO_2021, Activity.TRAINING_OR_WORK_TO_2021_PART_TIME)
MONTHS_BEFORE = Policy(
    "return_months_before",
    PRACTICE,
    "Care-leaver return: months before the birthday that count as “around” it",
    "number",
    3,
    "Compare with DfE's guide for the year.",
    maximum=6,
)
MONTHS_AFTER = Policy(
    "return_months_after",
    PRACTICE,
    "Care-leaver return: months after the birthday that count as “around” it",
    "number",
    1,
    maximum=6,
)


@dataclass(frozen=True, order=True)
class CollectionYear:
    """1 April to 31 March, named by the year in which it ends."""

    year: int

    @property
    def start(self) -> date:
        return date(self.year - 1, 4, 1)

    @property
    def end(self) -> date:
        """The last day."""
        return date(self.year, 3, 31)

    def __str__(self) -> str:
        return year_from_april(self.year - 1)


class InTouch(LabelledCode):
    """DfE's IN_TOUCH."""

    YES = "YES", "In touch"
    NO = "NO", "Not in touch"
    DIED = "DIED", "Died after leaving care"
    REFUSES = "REFU", "Refuses contact"
    NEEDS_NO_MORE = "NREQ", "Needs our services no longer"
    RETURNED_HOME = "RHOM", "Returned home"


class WhyLeftOut(StrEnum):
    """Why somebody whose birthday lies in the year has no line. The words follow a name."""

    NO_STATUS = "legal status not worked out for the day"
    IN_CARE = "still looked after on the birthday"
    DIED_IN_CARE = "died while looked after"
    NOT_A_CARE_LEAVER = "no care leaver of this authority on the day"
    NOT_IN_TOUCH = "22 or older, and not in touch in the year"


class Gap(StrEnum):
    """What keeps a line from being complete, and what to do about it."""

    SPEAK = "Speak with them around the birthday, and log it"
    HOME = "In touch, but no home recorded on the day"
    ACTIVITY = "In touch, but no activity recorded on the day"
    OLD_ACTIVITY = "The activity has a code that DfE no longer uses"
    CHILD = "No SSDA903 child ID"


class DatedStatus(NamedTuple):
    """A legal status over [starts_on, ends_on)."""

    starts_on: date
    ends_on: date | None
    status: str
    returned_home: bool


class DatedCode(NamedTuple):
    """A home or an activity over [starts_on, ends_on), as its code of the return, and when that was last confirmed."""

    starts_on: date
    ends_on: date | None
    code: str
    confirmed_on: date | None = None


Row = TypeVar("Row", DatedStatus, DatedCode)


@dataclass(frozen=True)
class LeaverRecord:
    """What the record says of one young person.

    `spoke_on` and `heard_on`: the days on which we spoke with them, and on which somebody else told us of them.
    `wants`: when they refused contact or wanted no more of the service, by the code of InTouch.
    """

    date_of_birth: date
    died_on: date | None = None
    statuses: tuple[DatedStatus, ...] = ()
    homes: tuple[DatedCode, ...] = ()
    activities: tuple[DatedCode, ...] = ()
    spoke_on: tuple[date, ...] = ()
    heard_on: tuple[date, ...] = ()
    wants: tuple[DatedCode, ...] = ()


@dataclass(frozen=True)
class ReturnTerms:
    """The authority's choices by which lines are drawn up."""

    months_before: int = MONTHS_BEFORE.default
    months_after: int = MONTHS_AFTER.default
    leap_day: LeapDay = "1 March"


class Window(NamedTuple):
    """The days on or around a birthday, both included."""

    first: date
    last: date

    def holds(self, day: date | None) -> bool:
        return day is not None and self.first <= day <= self.last


@dataclass(frozen=True)
class ReturnLine:
    """One line of OC3, as the record now has it.

    `observed_on` is the day that it speaks of; `window` is None from 22. `is_final`: nothing that happens from now on
    belongs to it any more.
    """

    age: int
    birthday: date
    observed_on: date
    window: Window | None
    in_touch: InTouch
    activity: str
    accommodation: str
    gaps: tuple[Gap, ...]
    is_final: bool


class ToCome(NamedTuple):
    """A line that will be due: the birthday has not come yet. `window` begins before it."""

    age: int
    birthday: date
    window: Window


def birthday_in(born: date, year: CollectionYear, leap_day: LeapDay) -> tuple[int, date] | None:
    """The birthday from the 17th to the 25th that lies in the year; None where there is none."""
    for age in (year.start.year - born.year, year.end.year - born.year):
        if FIRST_AGE <= age <= LAST_AGE and year.start <= (day := birthday(born, age, leap_day)) <= year.end:
            return age, day
    return None


def line_of(
    record: LeaverRecord, year: CollectionYear, terms: ReturnTerms, today: date
) -> ReturnLine | ToCome | WhyLeftOut | None:
    """What the return says of somebody, or why nothing. None: no birthday from 17 to 25 in the year."""
    found = birthday_in(record.date_of_birth, year, terms.leap_day)
    if found is None:
        return None
    age, day = found
    if age > LAST_AGE_AT_BIRTHDAY:
        return _as_at_the_latest_contact(record, year, age, day, today)
    window = Window(add_months(day, -terms.months_before), add_months(day, terms.months_after))
    if record.died_on and record.died_on <= day:
        return _of_the_dead(record, age, day, window)
    status = _on(record.statuses, day)
    if left_out := _why_left_out(status):
        return left_out
    if day > today:
        return ToCome(age, day, window)
    assert status is not None
    if status.returned_home:
        return ReturnLine(age, day, day, window, InTouch.RETURNED_HOME, NOT_KNOWN, NOT_KNOWN, (), True)
    return _around_the_birthday(record, age, day, window, today)


def _of_the_dead(record: LeaverRecord, age: int, day: date, window: Window) -> ReturnLine | WhyLeftOut:
    """Once somebody died after leaving care, every later return says so (DfE rule 348)."""
    assert record.died_on is not None
    left_out = _why_left_out(_on(record.statuses, record.died_on - ONE_DAY))
    if left_out is WhyLeftOut.IN_CARE:
        return WhyLeftOut.DIED_IN_CARE
    return left_out or ReturnLine(age, day, day, window, InTouch.DIED, NOT_KNOWN, NOT_KNOWN, (), True)


def _why_left_out(status: DatedStatus | None) -> WhyLeftOut | None:
    if status is None:
        return WhyLeftOut.NO_STATUS
    if status.status in (Status.LOOKED_AFTER, Status.ELIGIBLE_CHILD):
        return WhyLeftOut.IN_CARE
    return None if status.status in CARE_LEAVERS or status.returned_home else WhyLeftOut.NOT_A_CARE_LEAVER


def _around_the_birthday(record: LeaverRecord, age: int, day: date, window: Window, today: date) -> ReturnLine:
    is_final = window.last < today
    home, activity = _on(record.homes, day), _on(record.activities, day)
    if any(map(window.holds, record.spoke_on)):
        return _line_in_touch(age, day, day, window, home, activity, is_final)
    told = any(map(window.holds, record.heard_on))
    home, activity = (known if told or _is_certain(known, window) else None for known in (home, activity))
    if wants := _on(record.wants, day):
        return ReturnLine(age, day, day, window, InTouch(wants.code), _code(activity), _code(home), (), is_final)
    gaps = () if is_final else (Gap.SPEAK,)
    return ReturnLine(age, day, day, window, InTouch.NO, _code(activity), _code(home), gaps, is_final)


def _as_at_the_latest_contact(
    record: LeaverRecord, year: CollectionYear, age: int, day: date, today: date
) -> ReturnLine | WhyLeftOut:
    """From 22: a line only for a care leaver with whom we spoke in the year."""
    by_then = min(year.end, today)
    spoke = sorted((each for each in record.spoke_on if year.start <= each <= by_then), reverse=True)
    for latest in spoke:
        status = _on(record.statuses, latest)
        if status and status.status in CARE_LEAVERS:
            home, activity = _on(record.homes, latest), _on(record.activities, latest)
            return _line_in_touch(age, day, latest, None, home, activity, year.end < today)
    return WhyLeftOut.NOT_IN_TOUCH


def _is_certain(known: DatedCode | None, window: Window) -> bool:
    """Whether what is recorded of somebody out of touch is more than what was so long ago."""
    return known is not None and (window.holds(known.starts_on) or window.holds(known.confirmed_on))


def _line_in_touch(
    age: int,
    day: date,
    observed_on: date,
    window: Window | None,
    home: DatedCode | None,
    activity: DatedCode | None,
    is_final: bool,
) -> ReturnLine:
    codes = _code(activity), _code(home)
    return ReturnLine(age, day, observed_on, window, InTouch.YES, *codes, tuple(_gaps(*codes)), is_final)


def _gaps(activity: str, home: str) -> Iterator[Gap]:
    """DfE rule 345: of whoever is in touch, both are known."""
    if home == NOT_KNOWN:
        yield Gap.HOME
    if activity == NOT_KNOWN:
        yield Gap.ACTIVITY
    elif activity in OLD_ACTIVITIES:
        yield Gap.OLD_ACTIVITY


def _code(known: DatedCode | None) -> str:
    return NOT_KNOWN if known is None or known.code.startswith(HomeKind.NOT_IN_TOUCH) else known.code


def _on(rows: Iterable[Row], day: date) -> Row | None:
    return next((row for row in rows if row.starts_on <= day and (row.ends_on is None or day < row.ends_on)), None)
