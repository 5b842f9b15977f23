"""Stays to try out living alone, for some nights: in a training flat, or a taster of supported accommodation. Pure.

Source: Children Act 1989 guidance volume 3, 7.18 (trainer flats, where young people can practise living more
independently without compromising their future housing options); how long a taster lasts is local practice. Days are
half-open: whoever stays over [Monday, Thursday) leaves on Thursday, and the next may come that day.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, NamedTuple, Protocol

from careleavers.rules.dates import monday_of

WEEK = 7
# Kinds of providers in our register.
PROVIDES_FLATS = "training_flat"
GIVES_TASTERS = ("supported", "lodgings", "foyer", "training_flat")
MOST_NIGHTS = {"taster": 14, "training_flat": 182}  # local practice: longer than that it is a home


class StayKind(StrEnum):
    """What a stay is for."""

    TRAINING_FLAT = "training_flat"
    TASTER = "taster"


STAY_WORDS = {
    StayKind.TRAINING_FLAT: "Stay in a training flat",
    StayKind.TASTER: "Taster stay in supported accommodation",
}


class StayOutcome(StrEnum):
    """What came of it."""

    READY = "ready"
    AGAIN = "again"
    NOT_FOR_THEM = "not_for_them"
    BROKEN_OFF = "broken_off"


OUTCOME_WORDS = {
    StayOutcome.READY: "They could live like that",
    StayOutcome.AGAIN: "They want to try again",
    StayOutcome.NOT_FOR_THEM: "It is not for them",
    StayOutcome.BROKEN_OFF: "It ended early",
}


class Nights(Protocol):
    """Anything over [starts_on, ends_on)."""

    @property
    def starts_on(self) -> date: ...

    @property
    def ends_on(self) -> date: ...


class FlatWeek(NamedTuple):
    """A week of a flat: who is there on some night of it, in order, and the nights on which nobody is."""

    monday: date
    stays: list[Any]
    free: list[date]


def why_not_so_long(kind: str, starts_on: date, ends_on: date) -> str | None:
    """The sentence that says that these days are none, or too many for such a stay, or None."""
    nights = (ends_on - starts_on).days
    if nights < 1:
        return "They leave after the day on which they come: give a later day."
    if nights > MOST_NIGHTS[kind]:
        return (
            f"That is {nights} nights, and more than {MOST_NIGHTS[kind]} are no trial: record the move on their homes."
        )
    return None


def weeks(stays: Iterable[Nights], first: date, number: int) -> Iterator[FlatWeek]:
    """So many weeks of a flat, from the Monday of the day `first` on. The stays do not overlap."""
    known: Sequence[Nights] = sorted(stays, key=lambda stay: stay.starts_on)
    for week in range(number):
        monday = monday_of(first) + timedelta(days=WEEK * week)
        nights = [monday + timedelta(days=day) for day in range(WEEK)]
        there = [stay for stay in known if stay.starts_on <= nights[-1] and stay.ends_on > monday]
        free = [night for night in nights if not any(stay.starts_on <= night < stay.ends_on for stay in there)]
        yield FlatWeek(monday, there, free)
