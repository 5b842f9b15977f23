"""The care history of somebody in custody, as a review of it asks: how old, how long, how often moved. Pure.

Those who came into care late have had least time for anybody to help; councils that looked found most of their young
people in prison among them.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from careleavers.rules.dates import LeapDay, Period, age_on, count_days, merge
from careleavers.rules.words import amount

LATE = 14  # years: from that birthday on weeks of care count towards leaving care (CA 1989 Sch 2 para 19B(2))


class CarePlacement(NamedTuple):
    """A placement over [starts_on, ends_on), with DfE's code."""

    starts_on: date
    ends_on: date | None
    placement: str


class CareHistory(NamedTuple):
    """`first_age`: years old on the first day in care. `days`: in care altogether until today. `periods`: how often
    they came into care. `placements`: how often they were placed, without breaks of legal status alone."""

    first_age: int
    days: int
    periods: int
    placements: int

    @property
    def came_late(self) -> bool:
        return self.first_age >= LATE

    @property
    def long(self) -> str:
        """ "3 years 4 months", by months of 365/12 days; "under a month"."""
        months = self.days * 12 // 365
        years, rest = divmod(months, 12)
        parts = [amount(many, word) for many, word in ((years, "year"), (rest, "month")) if many]
        return " ".join(parts) or "under a month"


def care_history(
    born: date, episodes: Sequence[CarePlacement], today: date, leap_day: LeapDay = "1 March"
) -> CareHistory | None:
    """None for whoever was never in care by today."""
    begun = sorted(episode for episode in episodes if episode.starts_on <= today)
    if not begun:
        return None
    periods = merge([Period(each.starts_on, min(each.ends_on or today, today)) for each in begun])
    moves = sum(
        (before.placement, before.ends_on) != (after.placement, after.starts_on) for before, after in pairwise(begun)
    )
    return CareHistory(age_on(born, begun[0].starts_on, leap_day), count_days(periods), len(periods), 1 + moves)
