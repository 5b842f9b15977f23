"""Rounds in which every question is asked once, in random order, and what came of them."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from bench.pages import Question

SLOW, EVERY = 1.0, 6  # a question that took a second in the warm-up is asked in every sixth round only
WARM_UP = 3


@dataclass(frozen=True)
class Case:
    """A question to one contender about one size."""

    people: int
    question: Question

    @property
    def key(self) -> tuple[str, str, int]:
        return self.question.page, self.question.contender, self.people


@dataclass(frozen=True)
class Times:
    """Seconds, as they were measured, in order."""

    seconds: Sequence[float]

    def quantile(self, share: float) -> float:
        """The time that this share of them did not exceed, in milliseconds."""
        ranked = sorted(self.seconds)
        return 1000 * ranked[min(len(ranked) - 1, round(share * (len(ranked) - 1)))]

    @property
    def p50(self) -> float:
        return self.quantile(0.5)

    @property
    def p95(self) -> float:
        return self.quantile(0.95)


def measure(cases: Sequence[Case], rounds: int, seed: int) -> dict[tuple[str, str, int], Times]:
    rng, slow = Random(seed), set[tuple[str, str, int]]()
    for number in range(WARM_UP):
        for case in cases:
            if case.key not in slow and timed(case, number) > SLOW:
                slow.add(case.key)
    taken: dict[tuple[str, str, int], list[float]] = defaultdict(list)
    for number in range(rounds):
        asked = [case for case in cases if case.key not in slow or number % EVERY == 0]
        for case in rng.sample(asked, len(asked)):
            taken[case.key].append(timed(case, number))
        print(f"\rRound {number + 1} of {rounds}", end="", flush=True)
    print()
    return {case.key: Times(taken[case.key]) for case in cases}


def timed(case: Case, number: int) -> float:
    began = time.perf_counter()
    case.question.ask(number)
    return time.perf_counter() - began
