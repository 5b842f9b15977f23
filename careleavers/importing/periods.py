"""Periods that follow one another: which of those brought over fit in, and when an open one ends."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from careleavers.importing.spool import SourceRow
from careleavers.rules.words import day


@dataclass(eq=False)
class PlacedPeriod:
    """A period in the record, or one that a row brings (`source`), or both: a row that changes one.

    `ends_on` may be set by `fit_in`: an open one may end when the next begins.
    """

    starts_on: date
    ends_on: date | None
    row: Any = None
    source: SourceRow | None = None
    clash: str = ""

    def __str__(self) -> str:
        until = f"to {day(self.ends_on)}" if self.ends_on else "and has no end"
        where = self.source.place if self.source else "the record"
        return f"{where} (from {day(self.starts_on)} {until})"


def fit_in(periods: Iterable[PlacedPeriod], one: str) -> None:
    """Give each period that cannot be beside the others the sentence that says so (`clash`).

    What the record holds already stays; of two rows that overlap, the one that begins later is not taken. One without
    an end gives way to the next where a later one is open: where none is, it may well be the one that goes on.
    """
    candidates = sorted((each for each in periods if not each.clash), key=_order)
    ends = [each.ends_on for each in candidates]
    last_open, found = date.max, _last_open(candidates)
    while found < last_open:  # until those that are taken say the same
        last_open = found
        for each, ends_on in zip(candidates, ends, strict=True):
            each.ends_on, each.clash = ends_on, ""
        _take(candidates, one, last_open)
        found = _last_open(candidates)


def _last_open(periods: Iterable[PlacedPeriod]) -> date:
    return max((each.starts_on for each in periods if each.ends_on is None and not each.clash), default=date.min)


def _take(candidates: list[PlacedPeriod], one: str, last_open: date) -> None:
    accepted: list[PlacedPeriod] = []
    for period in sorted(candidates, key=lambda each: each.source is not None):  # the record first, each in order
        place = bisect_right(accepted, period.starts_on, key=lambda each: each.starts_on)
        before, after = accepted[:place][-1:], accepted[place : place + 1]
        pairs = [(each, period) for each in before] + [(period, each) for each in after]
        clashing = [pair for pair in pairs if _share_a_day(*pair)]
        if period.source and not all(_gives_way(*pair, last_open) for pair in clashing):
            other = next(each for pair in clashing for each in pair if each is not period)
            period.clash = f"The {one} overlaps with {other}: only one can be at a time. Put the days right."
            continue
        for first, second in clashing:
            first.ends_on = second.starts_on
        accepted.insert(place, period)


def _gives_way(first: PlacedPeriod, second: PlacedPeriod, last_open: date) -> bool:
    """Whether the first, which has no end, ends when the second begins."""
    return first.ends_on is None and first.starts_on < second.starts_on <= last_open


def _order(period: PlacedPeriod) -> tuple[date, date]:
    return period.starts_on, period.ends_on or date.max


def _share_a_day(first: PlacedPeriod, second: PlacedPeriod) -> bool:
    """Of two in order. A period without days, which the record may hold, shares none."""
    if first.starts_on == first.ends_on or second.starts_on == second.ends_on:
        return False
    return first.ends_on is None or second.starts_on < first.ends_on
