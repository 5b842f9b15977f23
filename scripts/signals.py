"""How often the charts of figures signal by chance, and how soon they see a real change, for docs/statistics.md:

    python -m scripts.signals [series]

Simulates so many series (10,000 unless said) of each kind with the product's own `laney`, always the same ones.
"""

from __future__ import annotations

import sys
from bisect import bisect
from collections.abc import Callable, Iterator
from math import exp, lgamma, log
from random import Random

from reporting.rules.statistics.proportion_chart import BASELINE, laney

SERIES = 10_000
PEOPLE = (5, 10, 19, 20, 25, 30, 40, 60, 100, 200, 500, 2000)
SHARES = (0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.97, 0.99, 0.995)
LENGTHS = (12, 16, 20, 40)
SHIFTS = [(share, by) for share in (0.5, 0.6, 0.7, 0.8, 0.9) for by in (0.1, -0.1)] + [(0.95, -0.1), (0.97, -0.1)]
STAYING = (0.0, 0.25, 0.5, 0.75, 0.9)  # of everybody, who are as they were a quarter before

Count = Callable[[], int]


def binomial(n: int, share: float, rng: Random) -> Count:
    """Draws how many of `n` have it, each with the chance `share`."""
    if share >= 1:
        return lambda: n
    below, total = [], 0.0
    for k in range(n + 1):
        ways = lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)
        total += exp(ways + k * log(share) + (n - k) * log(1 - share))
        below.append(total)
    below[-1] = 1.1  # the sum of so many roundings may be a little under 1
    return lambda: bisect(below, rng.random())


def flagged(series: list[list[tuple[int, int]]]) -> float:
    """The percentage of all points that are signals."""
    flags = [flag for counts in series for flag in laney(counts).flags]
    return 100 * sum(flag is not None for flag in flags) / len(flags)


def caught(share: float, by: float, many: int, n: int = 100, later: int = 8) -> float:
    """The percentage of series in which a change of the share after the baseline signals in one of `later` points."""
    rng = Random(f"{share} {by}")
    before, after = binomial(n, share, rng), binomial(n, share + by, rng)
    seen = 0
    for _ in range(many):
        counts = [(before(), n) for _ in range(BASELINE)] + [(after(), n) for _ in range(later)]
        seen += any(laney(counts).flags[BASELINE:])
    return 100 * seen / many


def same_people(n: int, share: float, staying: float, length: int, rng: Random) -> list[tuple[int, int]]:
    """Counts of the same people: each stays as they were with the chance `staying`, or is drawn anew."""
    people = [rng.random() < share for _ in range(n)]
    counts = []
    for _ in range(length):
        counts.append((sum(people), n))
        people = [was if rng.random() < staying else rng.random() < share for was in people]
    return counts


def stable(n: int, share: float, length: int, many: int) -> float:
    draw = binomial(n, share, Random(f"{n} {share} {length}"))
    return flagged([[(draw(), n) for _ in range(length)] for _ in range(many)])


def table(first: str, heads: list[str], rows: Iterator[tuple[str, list[float]]]) -> None:
    print(f"| {first} | {' | '.join(heads)} |")
    print(f"|---|{'---|' * len(heads)}")
    for name, numbers in rows:
        print(f"| {name} | {' | '.join(f'{number:.2f}' for number in numbers)} |", flush=True)


def main(many: int) -> None:
    shares = [f"{100 * share:g} %" for share in SHARES]
    print(f"Points flagged in stable series of 20 quarters, in percent ({many:,} series each)\n")
    table("People", shares, ((str(n), [stable(n, share, 20, many) for share in SHARES]) for n in PEOPLE))
    print("\nThe same for other lengths, 100 people\n")
    table("Quarters", shares, ((str(each), [stable(100, share, each, many) for share in SHARES]) for each in LENGTHS))
    print("\nA change seen within eight quarters, 100 people, after a baseline of 12, in percent of the series\n")
    rows = ((f"{100 * share:g} % to {100 * (share + by):g} %", [caught(share, by, many)]) for share, by in SHIFTS)
    table("Change", ["Seen"], rows)
    print("\nPoints flagged where the same 100 people are counted each quarter and 70 % have it, 20 quarters\n")
    rng, few = Random(4), max(1, many // 10)
    each = ((s, [flagged([same_people(100, 0.7, s, 20, rng) for _ in range(few)])]) for s in STAYING)
    table("As they were a quarter before", ["Flagged"], ((f"{100 * s:g} %", numbers) for s, numbers in each))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else SERIES)
