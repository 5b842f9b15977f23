"""Dip samples of authorised plans: which are drawn, what two people found, and how far they agree. Pure."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Collection, Sequence
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from pathways.rules.matters import MATTERS

SEEDS = 1_000_000
MOST = 30  # plans at once: somebody reads each of them whole
QUESTIONS = (
    "Is it in the young person’s own words?\n"
    "Does it answer what they asked for?\n"
    "Does each action say who does it, and by when?\n"
    "Were the promises of the last plan kept, or is it said why?\n"
    "Is it clear what happens if things go wrong?\n"
    "Would it be good enough for your own child?"
)


class Grade(StrEnum):
    """How good a plan is, best first; the words are those of inspections."""

    OUTSTANDING = "outstanding"
    GOOD = "good"
    IMPROVE = "improve"
    INADEQUATE = "inadequate"


GRADE_WORDS = {
    Grade.OUTSTANDING: "Outstanding",
    Grade.GOOD: "Good",
    Grade.IMPROVE: "Requires improvement",
    Grade.INADEQUATE: "Inadequate",
}
GOOD_ENOUGH = (Grade.OUTSTANDING, Grade.GOOD)
# What graders may mark as a theme: the matters of the plan, and how it is written.
THEMES = {
    "voice": "Their voice",
    "who_when": "Who does what by when",
    "plain": "Plain words",
    "oversight": "Management oversight",
    **{code: matter.title for code, matter in MATTERS.items()},
}


def draw(plans: Collection[UUID], wanted: int, seed: int) -> list[UUID]:
    """So many of these plans at random, or all where there are fewer. The same plans and seed always draw the same, in
    whatever order they are given."""
    ordered = sorted(plans)
    return random.Random(seed).sample(ordered, min(wanted, len(ordered)))


class Agreed(NamedTuple):
    """How far two graders agree over `plans` that both graded: `same` have one grade from both.

    `kappa` is Cohen's (1960): what they agree beyond chance, from -1 to 1; None without plans, and where chance alone
    would have both say the same of every plan.
    """

    plans: int
    same: int
    kappa: float | None

    @property
    def percent(self) -> int | None:
        return round(100 * self.same / self.plans) if self.plans else None


def agreed(pairs: Sequence[tuple[str, str]]) -> Agreed:
    """Of the grades that the first and the second grader gave each plan."""
    number = len(pairs)
    same = sum(first == second for first, second in pairs)
    if not number:
        return Agreed(0, 0, None)
    firsts, seconds = Counter(first for first, _ in pairs), Counter(second for _, second in pairs)
    by_chance = sum(firsts[grade] * seconds[grade] for grade in firsts) / number**2
    kappa = None if by_chance == 1 else (same / number - by_chance) / (1 - by_chance)
    return Agreed(number, same, kappa)


def why_not_grade(
    by: UUID, authors: Collection[UUID | None], deciders: Collection[UUID | None], graders: Sequence[UUID]
) -> str | None:
    """The sentence that says why somebody may not grade a plan, or None. `authors` wrote in it, `deciders` authorised
    or signed it, `graders` are those who graded it."""
    if by in authors:
        return "You wrote in this plan, so somebody else grades it."
    if by in deciders:
        return "You authorised this plan, so somebody else grades it."
    if by in graders:
        return "You have graded this plan."
    if len(graders) >= 2:
        return "Two people have graded this plan."
    return None
