"""Many at once: the pages of a day asked by several browsers at the same time, as a mix, for some seconds."""

from __future__ import annotations

import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from random import Random

from bench.pages import OURS, Question
from bench.rounds import Times
from bench.web import Failed

AT_ONCE, SECONDS = 4, 20
# How often each page is asked for, of 20 requests.
MIX = {
    "Today": 3,
    "Caseload": 2,
    "Person": 5,
    "Search, misspelt name": 2,
    "Log contact, the form": 2,
    "Log contact, sent": 2,
    "Draft, saved": 4,
}


@dataclass(frozen=True)
class Together:
    """What the browsers waited for each page, how many pages failed, and in how many seconds all that was."""

    times: Times
    failed: int
    seconds: float

    @property
    def a_second(self) -> float:
        return len(self.times.seconds) / self.seconds


def ask_together(questions: Sequence[Question], seed: int, *, seconds: float = SECONDS) -> Together:
    ours = {question.page: question for question in questions if question.contender == OURS}
    pages = [ours[page] for page, often in MIX.items() for _ in range(often)]
    began = time.perf_counter()

    def browse(number: int) -> tuple[list[float], int]:
        rng, taken, failed = Random(seed + number), [], 0
        while time.perf_counter() < began + seconds:
            started = time.perf_counter()
            try:
                rng.choice(pages).ask(rng.randrange(1000))
            except Failed:
                failed += 1
            else:
                taken.append(time.perf_counter() - started)
        return taken, failed

    with ThreadPoolExecutor(AT_ONCE) as browsers:
        answers = list(browsers.map(browse, range(AT_ONCE)))
    taken = [each for times, _ in answers for each in times]
    return Together(Times(taken), sum(failed for _, failed in answers), time.perf_counter() - began)
