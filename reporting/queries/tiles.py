"""A figure as a tile shows it: n of d, how sure, against the target, and how it has gone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from careleavers.rules import words
from reporting.models import FrozenFigure
from reporting.queries.figures import FigureCount, Question
from reporting.queries.measures import MEASURES, Measure
from reporting.rules.charts import Chart, TrendPoint, control_chart
from reporting.rules.measure_states import MeasureState
from reporting.rules.periods import TREND_QUARTERS
from reporting.rules.statistics import FEWEST_FOR_PERCENT, Verdict, likely_range, percent, verdict_on_day, wilson

ENOUGH_FOR_TREND = 2

SURE_IN_WORDS = {
    "everybody": "",
    "beyond chance": "hardly by chance",
    "could be chance": "with this many people it could be chance",
}


@dataclass(frozen=True)
class Tile:
    """`percent` and what follows from it are empty where there are too few people."""

    measure: Measure
    terms: str
    n: int
    d: int
    target: int
    stretch: int | None
    percent: str
    likely: str
    verdict: str
    verdict_kind: str
    sure: str
    mended: str
    chart: Chart | None

    @property
    def not_met(self) -> int:
        return self.d - self.n


def tile(counted: FigureCount, question: Question, trend: Sequence[TrendPoint]) -> Tile:
    measure, n, d = counted.measure, counted.n, counted.d
    target = question.target(measure)
    enough = d >= FEWEST_FOR_PERCENT
    interval = wilson(n, d) if enough else None
    verdict = verdict_on_day(n, d, target, measure.better) if enough else None
    return Tile(
        measure=measure,
        terms=measure.in_words(measure.terms_on(question.policies)),
        n=n,
        d=d,
        target=target,
        stretch=question.stretch(measure),
        percent=percent(n, d) if enough else "",
        likely=likely_range(interval),
        verdict=f"{'Met' if verdict.met else 'Not met'} today: {n:,} of {d:,}" if verdict else "",
        verdict_kind=_kind(verdict) if verdict else "",
        sure=SURE_IN_WORDS[verdict.sure] if verdict else "",
        mended=_mended(counted, target) if enough else "",
        chart=chart_of(measure, trend),
    )


def _mended(counted: FigureCount, target: int) -> str:
    """What the figure could be at best once what is missing in the record is filled in, and whether that is enough.

    Nobody may be added to those who count: only people who count already and of whom nothing is known.
    """
    missing = sum(many for many, reason in counted.to_fix() if reason.state == MeasureState.NOT_MET)
    if not missing or counted.measure.better != "higher":
        return ""
    best = counted.n + missing
    reaches = best * 100 >= target * counted.d > counted.n * 100
    enough = ", which reaches the target" if reaches else ""
    records = "this 1 record" if missing == 1 else f"these {missing} records"
    return f"Mend {records} and it is up to {percent(best, counted.d)} %{enough}."


def _kind(verdict: Verdict) -> str:
    if verdict.met:
        return "go"
    return "quiet" if verdict.sure == "could be chance" else "warn"


def point_of(figure: FrozenFigure) -> TrendPoint:
    """A frozen figure as a trend shows it; the first definition of a measure goes without saying."""
    version = f"definition {figure.measure_version}" if figure.measure_version > 1 else ""
    meaning = ", ".join(part for part in (MEASURES[figure.measure].in_words(figure.terms), version) if part)
    return TrendPoint(words.day(figure.period.ends_on), figure.n, figure.d, figure.target, figure.stretch, meaning)


def chart_of(measure: Measure, trend: Sequence[TrendPoint]) -> Chart | None:
    """The trend over the last frozen quarters; None while too few of them count anybody."""
    if sum(bool(point.d) for point in trend) < ENOUGH_FOR_TREND:
        return None
    return control_chart(measure.name, trend[-TREND_QUARTERS:], measure.better, width=448, height=150)
