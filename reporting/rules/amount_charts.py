"""The chart of a number that is no share of anything, such as nights in a quarter; drawn as other charts are. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from reporting.rules.charts import MOST_GRIDLINES, Chart, ChartLine, Mark, StepLine, paths, shape, spread, stepped

STEPS = (1, 2, 5)  # times a power of ten, between gridlines


class AmountPoint(NamedTuple):
    """A number of a period; `label` names the period, `words` say the number ("31 nights"), `goal_words` the goal."""

    label: str
    many: int
    words: str
    goal: int | None = None
    goal_words: str = ""


def amount_chart(name: str, points: Sequence[AmountPoint], width: int = 448, height: int = 150) -> Chart:
    """The chart of numbers in order of time, with the target of each. No usual range is said of so few numbers."""
    left, right, top, bottom = 48.0, width - 12.0, 12.0, height - 28.0
    goals = [point.goal for point in points]
    ticks = _ticks(max([point.many for point in points] + [goal for goal in goals if goal is not None]))

    def y(many: int) -> float:
        return round(bottom - many / ticks[-1] * (bottom - top), 1)

    xs = spread(len(points), left, right)
    edges = [left, *((before + after) / 2 for before, after in pairwise(xs)), right]
    heights = [None if goal is None else y(goal) for goal in goals]
    return Chart(
        width=width,
        height=height,
        left=left,
        right=right,
        top=top,
        bottom=bottom,
        paths=paths([(x, y(point.many)) for x, point in zip(xs, points, strict=True)]),
        marks=tuple(
            Mark("usual", x, y(point.many), shape("usual", x, y(point.many)), _words(point))
            for x, point in zip(xs, points, strict=True)
        ),
        grid=tuple(ChartLine(y(tick), f"{tick:,}") for tick in ticks),
        levels=tuple(StepLine("target", line) for line in stepped(heights, edges)),
        changes=(),
        labels=tuple(point.label for point in (*points[:1], *points[1:][-1:])),
        summary=f"{name}: {_words(points[-1])}" + (f"; {_words(points[-2])}" if len(points) > 1 else ""),
    )


def _words(point: AmountPoint) -> str:
    return f"{point.label}: {point.words}" + (f", target {point.goal_words}" if point.goal_words else "")


def _ticks(most: int) -> range:
    """From nothing to the first gridline above the most, at most `MOST_GRIDLINES`."""
    step = next(
        each * 10**power for power in range(9) for each in STEPS if most < each * 10**power * (MOST_GRIDLINES - 1)
    )
    return range(0, (most // step + 1) * step + 1, step)
