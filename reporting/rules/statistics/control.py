"""XmR control charts as NHS England's Making Data Count draws them: is a change a signal, or the usual ups and downs?

The rules are those of its published R package, NHSRplotthedots; a trend is read the same way up and down.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Literal

from reporting.rules.statistics.proportions import Better

LIMIT = Fraction("2.66")  # times the average moving range, either side of the mean
NEAR_LIMIT = LIMIT * 2 / 3
OUTLIER = Fraction("3.267")  # a moving range this many times the average is left out of it, once
RUN = 7  # points in a trend, or on one side of the mean
ENOUGH_POINTS = 13  # with fewer, limits are on trial

FLAGS = ("outside", "trend", "two_in_three", "one_side")  # the first that holds is the one given
VERDICTS = ("consistently pass", "consistently fail", "inconsistent")

Value = int | float | Fraction
ControlFlag = Literal["outside", "trend", "two_in_three", "one_side"]
Meaning = Literal["improvement", "concern", "neutral"]


@dataclass(frozen=True)
class Xmr:
    """Limits in the unit of the values; None for what too few values leave open: none the mean, one the limits.

    `flags` and `meanings` are by position, None where a value is within the usual ups and downs.
    """

    mean: Fraction | None
    average_moving_range: Fraction | None
    lower: Fraction | None
    upper: Fraction | None
    flags: tuple[ControlFlag | None, ...]
    meanings: tuple[Meaning | None, ...]
    verdict: str | None
    on_trial: bool


def xmr(values: Sequence[Value], better: Better = "neither", target: Value | None = None) -> Xmr:
    """Limits, signals and verdict for values in order of time. A float is read as the decimal it is written as.

    Raises ValueError for NaN and infinities.
    """
    points = [_exact(value) for value in values]
    mean = sum(points, Fraction(0)) / len(points) if points else None
    moving_range = _average_moving_range(points)
    on_trial = len(points) < ENOUGH_POINTS
    if mean is None or moving_range is None:
        nothing = (None,) * len(points)
        return Xmr(mean, None, None, None, nothing, nothing, None, on_trial)
    lower, upper = mean - LIMIT * moving_range, mean + LIMIT * moving_range
    flags = _flags(points, mean, moving_range)
    meanings = tuple(
        meaning_of(point > mean, better) if flag else None for point, flag in zip(points, flags, strict=True)
    )
    verdict = assurance(lower, upper, better, target)
    return Xmr(mean, moving_range, lower, upper, flags, meanings, verdict, on_trial)


def assurance(lower: Value, upper: Value, better: Better, target: Value | None) -> str | None:
    """Whether the process can be relied on to reach its target; None without one or where neither way is better.

    A target on a limit is within reach, so the verdict is then "inconsistent".
    """
    if target is None or better == "neither":
        return None
    goal = _exact(target)
    lowest, highest = _exact(lower), _exact(upper)
    if lowest <= goal <= highest:
        return "inconsistent"
    above = goal > highest
    return "consistently fail" if above == (better == "higher") else "consistently pass"


def _average_moving_range(points: Sequence[Fraction]) -> Fraction | None:
    ranges = [abs(later - earlier) for earlier, later in pairwise(points)]
    if not ranges:
        return None
    average = sum(ranges, Fraction(0)) / len(ranges)
    kept = [moved for moved in ranges if moved < OUTLIER * average] or ranges  # all are 0 when nothing moves
    return sum(kept, Fraction(0)) / len(kept)


def _flags(points: Sequence[Fraction], mean: Fraction, moving_range: Fraction) -> tuple[ControlFlag | None, ...]:
    far = [abs(point - mean) for point in points]
    outside = {i for i, distance in enumerate(far) if distance > LIMIT * moving_range}
    near = {i for i, distance in enumerate(far) if distance > NEAR_LIMIT * moving_range} - outside
    steps = [sign(later - earlier) for earlier, later in pairwise(points)]
    return flags_of([sign(point - mean) for point in points], steps, outside, near)


def flags_of(
    sides: Sequence[int], steps: Sequence[int], outside: set[int], near: set[int]
) -> tuple[ControlFlag | None, ...]:
    """The first rule that holds for each point, or None.

    `sides` is by point, above (1), below (-1) or on the mean (0); `steps` likewise says how it moved to the next.
    `outside` are the positions of points outside the limits, `near` of those in the outer third within them.
    """

    def two_in_three(start: int) -> bool:
        return _all_alike(sides[start : start + 3]) and len(near & set(range(start, start + 3))) >= 2

    holds: dict[ControlFlag, set[int]] = {
        "outside": outside,
        "trend": _covered(len(sides), RUN, lambda start: _all_alike(steps[start : start + RUN - 1])),
        "two_in_three": _covered(len(sides), 3, two_in_three) & near,
        "one_side": _covered(len(sides), RUN, lambda start: _all_alike(sides[start : start + RUN])),
    }
    return tuple(next((flag for flag, where in holds.items() if i in where), None) for i in range(len(sides)))


def _covered(length: int, window: int, holds: Callable[[int], bool]) -> set[int]:
    """The positions inside any window of that many points for whose start the rule holds."""
    return {i for start in range(length - window + 1) if holds(start) for i in range(start, start + window)}


def _all_alike(signs: Sequence[int]) -> bool:
    """All up or all down: a point on the mean, or one that did not move, ends a run."""
    return abs(sum(signs)) == len(signs)


def meaning_of(above: bool, better: Better) -> Meaning:
    if better == "neither":
        return "neutral"
    return "improvement" if above == (better == "higher") else "concern"


def sign(value: float | Fraction) -> int:
    return (value > 0) - (value < 0)


def _exact(value: Value) -> Fraction:
    """The decimal that was written, so that 0.1 + 0.2 is 0.3 and a value on a limit is on it."""
    return Fraction(str(value)) if isinstance(value, float) else Fraction(value)
