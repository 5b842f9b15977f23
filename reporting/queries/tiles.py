"""A figure as a tile shows it: n of d, how sure, against the target, and how it has gone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from reporting.queries.figures import FigureCount
from reporting.queries.measures import Measure
from reporting.rules.charts import Chart, TrendPoint, control_chart
from reporting.rules.quarters import TREND_QUARTERS
from reporting.rules.statistics import likely_range, percent, target_verdict, wilson

FEWEST_FOR_PERCENT = 20  # below it a percentage says more than it knows
ENOUGH_FOR_TREND = 2

TARGET_VERDICTS = {
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
    def not_met(self) -> int:
        return self.d - self.n


def tile(counted: FigureCount, target: int, trend: Sequence[TrendPoint]) -> Tile:
    measure, n, d = counted.measure, counted.n, counted.d
    enough = d >= FEWEST_FOR_PERCENT
    interval = wilson(n, d) if enough else None
    verdict, kind = TARGET_VERDICTS.get(target_verdict(interval, target / 100, measure.better), ("", ""))
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


def chart_of(measure: Measure, trend: Sequence[TrendPoint], target: int) -> Chart | None:
    """The trend over the last frozen quarters; None while there are too few to show one."""
    if len(trend) < ENOUGH_FOR_TREND:
        return None
    return control_chart(measure.name, trend[-TREND_QUARTERS:], measure.better, Fraction(target), width=448, height=150)
