"""Attempts to reach somebody: which ways and times of day have been tried, and which have not. Pure.

Source: Children Act 1989 s23B(11), s23C(2)(b) (reasonable steps to re-establish contact); guidance volume 3, 4.39.
Which ways are worth trying, and the parts of the day, are local practice.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date, time
from enum import StrEnum
from typing import NamedTuple

from careleavers.rules.words import amount, listing

NOON, EVENING_FROM = time(12), time(17)


class DayPart(StrEnum):
    """When in the day an attempt was made; NOT_SAID where nobody wrote down the time."""

    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"
    NOT_SAID = "not_said"


DAY_PART_WORDS = {
    DayPart.MORNING: "Morning",
    DayPart.AFTERNOON: "Afternoon",
    DayPart.EVENING: "Evening",
    DayPart.NOT_SAID: "Time not written down",
}


class Attempt(NamedTuple):
    """One attempt without an answer; `method` as in Contact, `at` None where nobody wrote it down."""

    method: str
    on: date
    at: time | None = None

    @property
    def part(self) -> DayPart:
        if self.at is None:
            return DayPart.NOT_SAID
        if self.at < NOON:
            return DayPart.MORNING
        return DayPart.AFTERNOON if self.at < EVENING_FROM else DayPart.EVENING

    @property
    def is_at_weekend(self) -> bool:
        return self.on.weekday() >= 5


# Ways to reach somebody, by the method of a contact; video is only for those who have agreed to it.
WAYS = {
    "phone": "a call",
    "text": "a text or WhatsApp",
    "face_to_face": "a visit to where they live",
    "letter": "an email or letter",
}


class Tried(NamedTuple):
    """How often a way was tried, in each part of the day in the order of DayPart."""

    method: str
    counts: tuple[int, ...]

    @property
    def total(self) -> int:
        return sum(self.counts)


def tried(attempts: Iterable[Attempt], methods: Sequence[str]) -> list[Tried]:
    """The ways that were tried, in the order of `methods`."""
    found = list(attempts)
    rows = [
        Tried(method, tuple(sum(each.method == method and each.part == part for each in found) for part in DayPart))
        for method in methods
    ]
    return [row for row in rows if row.total]


def untried(attempts: Collection[Attempt], *, asked_others: bool) -> list[str]:
    """What has not been tried yet, in the order in which it costs least. `asked_others`: whether anybody who knows
    them was asked.

    The time of a call counts; a text and a letter are read whenever they are read.
    """
    methods = {each.method for each in attempts}
    calls = [each for each in attempts if each.method in ("phone", "face_to_face")]
    missing = [words for method, words in WAYS.items() if method not in methods]
    if calls and not any(each.part == DayPart.EVENING for each in calls):
        missing.append("an evening")
    if calls and not any(each.is_at_weekend for each in calls):
        missing.append("a weekend")
    if not asked_others:
        missing.append("asking somebody who knows them")
    return missing


def untried_sentence(missing: Sequence[str], attempts: int) -> str:
    """The suggestion, as one sentence."""
    if not missing:
        times = amount(attempts, "time", "times")
        return f"Every way has been tried, {times} in all: talk with your manager about what else there is."
    return f"Not tried yet: {listing(missing)}."
