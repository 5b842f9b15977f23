"""A figure as a tile tells it: n of d, how sure, against the target, and how it has gone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from reporting.queries.figures import Counted
from reporting.queries.measures import Measure
from reporting.rules.charts import Chart, Figure, control_chart
from reporting.rules.quarters import KEPT
from reporting.rules.statistics import likely_range, percent, standing, wilson

FEWEST_FOR_PERCENT = 20  # below it a percentage says more than it knows
ENOUGH_FOR_TREND = 2

VERDICTS = {
    "met": ("Target met", "go"),
    "not met": ("Below the target", "warn"),
    "too close to tell": ("Too close to the target to tell", "quiet"),
}


@dataclass(frozen=True)
class Tile:
    """`percent` and what follows from it are empty where there are too few people."""

    measure: Measure
    n: int
    d: int
    target: int
    percent: str
    likely: str
    verdict: str
    verdict_kind: str
    chart: Chart | None

    @property
    def not_so(self) -> int:
        return self.d - self.n


def tile(counted: Counted, target: int, trend: Sequence[Figure]) -> Tile:
    measure, n, d = counted.measure, counted.n, counted.d
    enough = d >= FEWEST_FOR_PERCENT
    interval = wilson(n, d) if enough else None
    verdict, kind = VERDICTS.get(standing(interval, target / 100, measure.better), ("", ""))
    return Tile(
        measure=measure,
        n=n,
        d=d,
        target=target,
        percent=percent(n, d) if enough else "",
        likely=likely_range(interval),
        verdict=verdict,
        verdict_kind=kind,
        chart=chart_of(measure, trend, target),
    )


def chart_of(measure: Measure, trend: Sequence[Figure], target: int) -> Chart | None:
    """The trend over the last frozen quarters; None while there are too few to show one."""
    if len(trend) < ENOUGH_FOR_TREND:
        return None
    return control_chart(measure.name, trend[-KEPT:], measure.better, Fraction(target), width=448, height=150)
