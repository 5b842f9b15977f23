"""Laney p'-charts: is a change in a proportion a signal, or the usual ups and downs among so few people?

Limits are those of D. B. Laney, "Improved control charts for attributes", Quality Engineering 14 (2002): three standard
deviations of the sampling of each point, times `sigma_z`, by which neighbouring points really vary more than that. Run
rules are those of `control`. Three cautions are our own, measured in docs/statistics.md:

- sigma_z is never under 1: the same people are counted again each quarter, so neighbours lie closer than samples
  would, and limits as close as that make a signal of one person's job.
- The usual level is that of the first 12 points. With fewer the limits are on trial and nothing is a signal.
- No signal where the usual level lies within the point's own 95 % interval, or where the point counts fewer than 20.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import sqrt

from reporting.rules.statistics.control import ControlFlag, Meaning, assurance, flags_of, meaning_of, sign
from reporting.rules.statistics.proportions import Better, wilson

BASELINE = 12  # points that say what is usual
FEWEST = 20  # people a point must count before it can signal
LIMIT = 3.0  # standard deviations
NEAR_LIMIT = 2.0
MOVING_RANGE = 1.128  # the average step between two neighbours of a normal distribution, in standard deviations

Limits = tuple[float, float]


@dataclass(frozen=True)
class ProportionChart:
    """Fractions of 1. `limits`, `flags` and `meanings` are by position; None for a point that counts nobody.

    `limits` may lie beyond 0 and 1. `verdict` is about the last limits. Everything is None or empty without points.
    """

    mean: float | None
    sigma_z: float | None
    limits: tuple[Limits | None, ...]
    flags: tuple[ControlFlag | None, ...]
    meanings: tuple[Meaning | None, ...]
    verdict: str | None
    on_trial: bool


def laney(
    counts: Sequence[tuple[int, int]], better: Better = "neither", target: float | None = None
) -> ProportionChart:
    """Limits, signals and verdict of (n, d) in order of time; `target` is a fraction of 1.

    Raises ValueError unless 0 <= n <= d.
    """
    intervals = [wilson(n, d) for n, d in counts]
    points = [(n, d) for n, d in counts if d]
    baseline = points[:BASELINE]
    on_trial = len(points) < BASELINE
    if not baseline:
        nothing = (None,) * len(counts)
        return ProportionChart(None, None, nothing, nothing, nothing, None, on_trial)
    n, d = sum(n for n, _ in baseline), sum(d for _, d in baseline)
    mean = n / d
    # Two more that have it and two that do not (Agresti and Coull 1998): all of 396 leave some room for the 397th.
    share = (n + 2) / (d + 4)
    deviation = sqrt(share * (1 - share))
    away = [(n / d - mean) * sqrt(d) / deviation for n, d in points]
    sigma_z = _sigma_z(away[:BASELINE])
    found = iter(() if on_trial else _flags(points, away, sigma_z))
    flags = tuple(
        (flag if d >= FEWEST and not interval.lower <= mean <= interval.upper else None)
        if interval and (flag := next(found, None))
        else None
        for (_, d), interval in zip(counts, intervals, strict=True)
    )
    limits = tuple(_limits(mean, LIMIT * sigma_z * deviation / sqrt(d)) if d else None for _, d in counts)
    meanings = tuple(
        meaning_of(n / d > mean, better) if flag else None for (n, d), flag in zip(counts, flags, strict=True)
    )
    lower, upper = next(limit for limit in reversed(limits) if limit)
    return ProportionChart(mean, sigma_z, limits, flags, meanings, assurance(lower, upper, better, target), on_trial)


def _sigma_z(away: Sequence[float]) -> float:
    steps = [abs(later - earlier) for earlier, later in pairwise(away)]
    return max(1.0, sum(steps) / len(steps) / MOVING_RANGE) if steps else 1.0


def _limits(mean: float, reach: float) -> Limits:
    return mean - reach, mean + reach


def _flags(points: Sequence[tuple[int, int]], away: Sequence[float], sigma_z: float) -> tuple[ControlFlag | None, ...]:
    far = [abs(distance) for distance in away]
    outside = {i for i, distance in enumerate(far) if distance > LIMIT * sigma_z}
    near = {i for i, distance in enumerate(far) if distance > NEAR_LIMIT * sigma_z} - outside
    steps = [sign(n * before_d - before_n * d) for (before_n, before_d), (n, d) in pairwise(points)]
    return flags_of([sign(distance) for distance in away], steps, outside, near)
