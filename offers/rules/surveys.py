"""Surveys of young people: whom a round may ask, how its sample is drawn, and how unlike the others the silent are.

Pure. The same frame, size and seed always draw the same people, in whatever order they are given.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from hashlib import sha256
from uuid import UUID

from careleavers.rules.words import MONTHS

YOUNGEST, OLDEST = 16, 24  # the last age before the 25th birthday, when the service ends
BANDS = ("16 to 17", "18 to 20", "21 to 24")
TRAITS = {"age": "Age", "gender": "Gender", "unaccompanied": "Unaccompanied", "home": "Where they live"}
UNLIKE_BY = 10  # percentage points between the share of the cohort and that of those who answered
LOWEST, HIGHEST = 1, 5

CONFIDENTIAL = (
    "Your answers are kept without your name. The people who run this survey read them. Your personal adviser and "
    "your social worker do not, and nothing goes into your record. Only if you or somebody else is not safe do we "
    "tell somebody who can help."
)

BEFORE_A_LINK = (
    "You can leave out what you like. You can send your answers once: nobody can find them again to change them. If "
    "somebody is in danger now, phone 999."
)


class QuestionKind(StrEnum):
    SCALE = "scale"
    CHOICE = "choice"
    TEXT = "text"


QUESTION_WORDS = {
    QuestionKind.SCALE: "A number from 1 to 5",
    QuestionKind.CHOICE: "One of several answers",
    QuestionKind.TEXT: "Their own words",
}
SCALE_WORDS = {1: "1, not at all", 2: "2", 3: "3", 4: "4", 5: "5, very much"}


class NeverAsked(StrEnum):
    """Why somebody is never asked. The sentences are in `LEFT_OUT_WORDS`."""

    DIED = "died"
    RESTRICTED = "restricted"
    REFUSES = "refuses"


LEFT_OUT_WORDS = {
    NeverAsked.DIED: "has died",
    NeverAsked.RESTRICTED: "has a restricted record: only those named on it may reach them",
    NeverAsked.REFUSES: "does not want to be contacted, or wants no more from the service",
}


def why_left_out(*, has_died: bool, is_restricted: bool, refuses_contact: bool) -> NeverAsked | None:
    """Why this person is neither drawn nor phoned; None where they may be asked."""
    if has_died:
        return NeverAsked.DIED
    if is_restricted:
        return NeverAsked.RESTRICTED
    return NeverAsked.REFUSES if refuses_contact else None


def month_of(day: date) -> str:
    """ "November 2026": what a round is called at first."""
    return f"{MONTHS[day.month - 1]} {day.year}"


def band_of(age: int) -> str:
    """The age band by which a sample is drawn; ValueError outside 16 to 24."""
    if not YOUNGEST <= age <= OLDEST:
        raise ValueError(f"Nobody of {age} is asked.")
    return BANDS[0] if age < 18 else BANDS[1] if age < 21 else BANDS[2]


def shares(sizes: Mapping[str, int], wanted: int) -> dict[str, int]:
    """How many of each stratum are drawn: in proportion, by the largest remainder, and never more than there are.

    Every stratum with somebody in it has one at least, as far as `wanted` reaches; the largest are served first.
    """
    filled = {name: size for name, size in sizes.items() if size}
    total = sum(filled.values())
    if wanted >= total:
        return dict(filled)
    by_size = sorted(filled, key=lambda name: (-filled[name], name))
    drawn = {name: 1 if place < wanted else 0 for place, name in enumerate(by_size)}
    while sum(drawn.values()) < wanted:
        due = {name: Fraction(filled[name] * wanted, total) - drawn[name] for name in by_size}
        drawn[max((name for name in by_size if drawn[name] < filled[name]), key=lambda name: due[name])] += 1
    return drawn


def draw(strata: Mapping[str, Collection[UUID]], wanted: int, seed: int) -> list[UUID]:
    """The people who are asked: from each stratum its share, in an order that the seed alone decides.

    The order is that of SHA-256, which is the same in every version of every language, so that anybody can repeat it.
    """
    numbers = shares({name: len(people) for name, people in strata.items()}, wanted)
    drawn: list[UUID] = []
    for name in sorted(numbers):
        ranked = sorted(strata[name], key=lambda person: sha256(f"{seed}:{person}".encode()).digest())
        drawn += ranked[: numbers[name]]
    return drawn


def percentage(part: int, whole: int) -> int | None:
    """To the nearest whole per cent, a half upwards; None of nothing."""
    return (200 * part + whole) // (2 * whole) if whole else None


@dataclass(frozen=True)
class TraitLine:
    """One value of one trait: how many of the cohort have it, how many of those were asked, and how many answered."""

    trait: str
    value: str
    cohort: int
    asked: int
    answered: int
    cohort_share: int | None
    answered_share: int | None

    @property
    def silent(self) -> int:
        return self.asked - self.answered

    @property
    def is_missing(self) -> bool:
        """Whether far fewer of those who answered have it than of the cohort."""
        if self.cohort_share is None or self.answered_share is None:
            return False
        return self.cohort_share - self.answered_share >= UNLIKE_BY


def compare(
    cohort: Mapping[str, Mapping[str, int]], asked: Sequence[Mapping[str, str]], answered: Sequence[Mapping[str, str]]
) -> list[TraitLine]:
    """How those who answered differ from the cohort, in the order of TRAITS, the most frequent value first."""
    lines = []
    for trait in TRAITS:
        everybody = cohort.get(trait, {})
        of_asked, of_answered = (Counter(row[trait] for row in rows) for rows in (asked, answered))
        for value in sorted({**everybody, **of_asked}, key=lambda each: (-everybody.get(each, 0), each)):
            lines.append(
                TraitLine(
                    trait=TRAITS[trait],
                    value=value,
                    cohort=everybody.get(value, 0),
                    asked=of_asked[value],
                    answered=of_answered[value],
                    cohort_share=percentage(everybody.get(value, 0), sum(everybody.values())),
                    answered_share=percentage(of_answered[value], len(answered)),
                )
            )
    return lines


def why_not_open(*, questions: int, size: int, welcome: str) -> str | None:
    """The sentence that says why a round cannot begin, or None."""
    if not questions:
        return "There is no question in it yet: write one first."
    if not welcome.strip():
        return "Write what is said to them first, before the questions."
    return None if size else "Say how many young people are to be asked."


def counts_in_order(values: Iterable[object], order: Sequence[object]) -> list[int]:
    """How often each of `order` is among the values."""
    found = Counter(values)
    return [found[each] for each in order]
