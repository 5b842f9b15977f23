"""Who lives on with their foster carers on the 18th birthday, and three months later. Pure.

DfE counts it among those who were in a foster placement until they turned 18 in the collection year (CA 1989 s23CZA,
“staying put”). It says that they live with former foster carers, and not whether an arrangement was agreed.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from careleavers.rules.code_sets import HomeKind
from careleavers.rules.dates import ONE_DAY, LeapDay, Period, add_months, birthday
from reporting.rules.care_leaver_return import CollectionYear

LATER = 3  # months
FOSTER = "U"  # how DfE's placement codes of foster care begin


class StayedPut(NamedTuple):
    """Of somebody who counts. `later`: None while the three months are not over."""

    on_birthday: bool
    later: bool | None


class CodedPeriod(NamedTuple):
    """A placement or a home over [starts_on, ends_on), with DfE's code or its first letter."""

    starts_on: date
    ends_on: date | None
    code: str


def stayed_put(
    born: date,
    died_on: date | None,
    placements: Sequence[CodedPeriod],
    homes: Sequence[CodedPeriod],
    year: CollectionYear,
    leap_day: LeapDay,
    today: date,
) -> StayedPut | None:
    """None for whoever does not count: 18 on another day than in the year or not yet, not fostered until then, or dead
    by the birthday."""
    eighteen = birthday(born, 18, leap_day)
    if not (year.start <= eighteen <= year.end and eighteen <= today) or (died_on and died_on <= eighteen):
        return None
    if not _code_on(placements, eighteen - ONE_DAY).startswith(FOSTER):
        return None
    later_on = add_months(eighteen, LATER)
    at_18 = _with_former_carers(homes, eighteen)
    return StayedPut(at_18, None if later_on > today else _with_former_carers(homes, later_on))


def _with_former_carers(homes: Sequence[CodedPeriod], day: date) -> bool:
    return _code_on(homes, day) == HomeKind.FORMER_FOSTER_CARER


def _code_on(rows: Sequence[CodedPeriod], day: date) -> str:
    return next((row.code for row in rows if Period(row.starts_on, row.ends_on).contains(day)), "")
