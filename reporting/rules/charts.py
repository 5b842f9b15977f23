"""The positions of a chart's marks and its summary in a sentence; a template draws it as SVG. Pure.

Every co-ordinate is in the units of the view box, y downwards, rounded to a tenth. Colour is left to classes in the
style sheet; a signal has a shape and words of its own, so that nothing rests on colour.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby, pairwise
from math import ceil, floor

from reporting.rules.statistics import (
    BASELINE,
    FEWEST,
    Better,
    ControlFlag,
    Meaning,
    ProportionChart,
    laney,
    likely_range,
    percentage,
    wilson,
)

STEPS = (1, 2, 5, 10, 20, 25)  # percentage points between gridlines
MOST_GRIDLINES = 6  # the Analysis Function asks for ten at most
MARK = 4.5  # half the width of a mark

# Of the marks that signal, in half-widths from the point
CORNERS: dict[str, Sequence[tuple[float, float]]] = {
    "improvement": ((0, -1.3), (1.2, 1), (-1.2, 1)),
    "concern": ((0, -1.4), (1.4, 0), (0, 1.4), (-1.4, 0)),
    "neutral": ((-1, -1), (1, -1), (1, 1), (-1, 1)),
}

SIGNALS = {
    "outside": "outside the usual range",
    "trend": "part of a run of seven or more all going one way",
    "two_in_three": "one of two in three near the edge of the usual range",
    "one_side": "part of a run of seven or more on one side of the average",
}


@dataclass(frozen=True)
class TrendPoint:
    """n of d on a day or in a period; `label` names it in words, such as "30 Sep 2019".

    `target` and `stretch` are those of the time, in percent. `meaning` says how it was counted; where it changes, what
    came before is not compared with what comes after.
    """

    label: str
    n: int
    d: int
    target: int | None = None
    stretch: int | None = None
    meaning: str = ""

    @property
    def share(self) -> Fraction | None:
        """In percent; None where there was nobody to count."""
        return Fraction(100 * self.n, self.d) if self.d else None


@dataclass(frozen=True)
class ChartLine:
    """A grid line across the chart."""

    y: float
    label: str


@dataclass(frozen=True)
class StepLine:
    """A line that steps from figure to figure: `points` of a polyline; `kind` is its class: mean, limit, target or
    stretch."""

    kind: str
    points: str


@dataclass(frozen=True)
class DefinitionChange:
    """A line from top to bottom, from which on figures were counted differently."""

    x: float
    words: str


@dataclass(frozen=True)
class Mark:
    """A figure's point: `path` draws its shape; `kind` is its class: usual, improvement, concern or neutral."""

    kind: str
    x: float
    y: float
    path: str
    words: str


@dataclass(frozen=True)
class Chart:
    """`paths` are the `points` of polylines, one for each unbroken stretch of figures; `labels` are under the first
    and the last figure; `summary` is the sentence that describes the chart to whoever cannot see it."""

    width: int
    height: int
    left: float
    right: float
    top: float
    bottom: float
    paths: tuple[str, ...]
    marks: tuple[Mark, ...]
    grid: tuple[ChartLine, ...]
    levels: tuple[StepLine, ...]
    changes: tuple[DefinitionChange, ...]
    labels: tuple[str, ...]
    summary: str


@dataclass(frozen=True)
class Stretch:
    """Figures that follow each other and were counted in the same way, from position `start`, and their control."""

    start: int
    figures: Sequence[TrendPoint]
    control: ProportionChart


def stretches(figures: Sequence[TrendPoint], better: Better) -> list[Stretch]:
    """The figures by how they were counted, each stretch with limits of its own."""
    found, start = [], 0
    for _, group in groupby(figures, key=lambda figure: figure.meaning):
        alike = list(group)
        found.append(Stretch(start, alike, laney([(figure.n, figure.d) for figure in alike], better)))
        start += len(alike)
    return found


def control_chart(
    name: str, figures: Sequence[TrendPoint], better: Better, width: int = 640, height: int = 260
) -> Chart:
    """The chart of figures in order of time, with the targets of each. A figure of nobody leaves a gap."""
    alike = stretches(figures, better)
    left, right, top, bottom = 48.0, width - 12.0, 12.0, height - 28.0
    lines = [(kind, start, values) for each in alike for kind, start, values in _levels(each)]
    lines += [
        (kind, 0, [None if goal is None else Fraction(goal) for goal in goals])
        for kind, goals in (
            ("target", [each.target for each in figures]),
            ("stretch", [each.stretch for each in figures]),
        )
    ]
    shares = [figure.share for figure in figures]
    ticks = _ticks(
        [each for values in (shares, *(values for _, _, values in lines)) for each in values if each is not None]
    )

    def y(share: Fraction) -> float:
        return round(bottom - float((share - ticks[0]) / (ticks[-1] - ticks[0])) * (bottom - top), 1)

    xs = spread(len(shares), left, right)
    places = [None if share is None else (x, y(share)) for x, share in zip(xs, shares, strict=True)]
    signals = [signal for each in alike for signal in zip(each.control.flags, each.control.meanings, strict=True)]
    edges = [left, *((before + after) / 2 for before, after in pairwise(xs)), right] if xs else []
    levels = [
        StepLine(kind, points)
        for kind, start, values in lines
        for points in stepped([None if value is None else y(value) for value in values], edges[start:])
    ]
    return Chart(
        width=width,
        height=height,
        left=left,
        right=right,
        top=top,
        bottom=bottom,
        paths=paths(places),
        marks=tuple(
            _mark(figure, place, *signal)
            for figure, place, signal in zip(figures, places, signals, strict=True)
            if place is not None
        ),
        grid=tuple(ChartLine(y(Fraction(tick)), f"{tick} %") for tick in ticks),
        levels=tuple(levels),
        changes=tuple(DefinitionChange(round(edges[each.start], 1), _change(each)) for each in alike[1:]),
        labels=tuple(figure.label for figure in (*figures[:1], *figures[1:][-1:])),
        summary=summary(name, alike),
    )


def _levels(stretch: Stretch) -> Iterator[tuple[str, int, list[Fraction | None]]]:
    """The average, and once there is enough to say what is usual, the limits: kind, first position, percentages."""
    control, start = stretch.control, stretch.start
    if control.mean is None:
        return
    yield "mean", start, [Fraction(control.mean) * 100] * len(stretch.figures)
    if not control.on_trial:
        for side in (0, 1):
            yield "limit", start, [None if each is None else _clipped(100 * each[side]) for each in control.limits]


def stepped(heights: Sequence[float | None], edges: Sequence[float]) -> Iterator[str]:
    """The `points` of a line that keeps each height from one edge to the next, broken where there is none."""
    points: list[str] = []
    for height, (start, end) in zip(heights, pairwise(edges), strict=False):
        if height is not None:
            points += [f"{start:g},{height:g}", f"{end:g},{height:g}"]
        elif points:
            yield " ".join(points)
            points = []
    if points:
        yield " ".join(points)


def _change(stretch: Stretch) -> str:
    first = stretch.figures[0]
    return f"counted differently from {first.label}{f': {first.meaning}' if first.meaning else ''}"


def summary(name: str, alike: Sequence[Stretch]) -> str:
    """One sentence: the latest figure, its likely range, and whether anything stands out.

    "Suitable accommodation was 90.4 % (94 of 104) on 30 Sep 2019; likely range 83–95 %; no unusual change in 12
    figures". With fewer than 12 counted in the same way it says that the usual range is on trial.
    """
    counted = [figure for each in alike for figure in each.figures if figure.d]
    if not counted:
        return f"{name}: nobody to count yet"
    last = counted[-1]
    said = (
        f"{name} was {percentage(last.n, last.d)} on {last.label}; likely range {likely_range(wilson(last.n, last.d))}"
    )
    parts = [said, _signals_in_words(alike)]
    if len(alike) > 1:
        parts.append(_change(alike[-1]))
    return "; ".join(parts)


def _signals_in_words(alike: Sequence[Stretch]) -> str:
    flagged = [
        (figure, flag) for each in alike for figure, flag in zip(each.figures, each.control.flags, strict=True) if flag
    ]
    many = sum(bool(figure.d) for each in alike for figure in each.figures)
    if flagged:
        latest, flag = flagged[-1]
        stand = "stands" if len(flagged) == 1 else "stand"
        return f"{len(flagged)} of {many} figures {stand} out, the latest on {latest.label}, {SIGNALS[flag]}"
    latest_many = sum(bool(figure.d) for figure in alike[-1].figures)
    if latest_many < BASELINE:
        return f"on trial: {latest_many} of the {BASELINE} figures needed to say what is usual"
    if all(figure.d < FEWEST for figure in alike[-1].figures):
        return f"fewer than {FEWEST} people: too few to tell a change from chance"
    return f"no unusual change in {many} figures"


def _mark(figure: TrendPoint, place: tuple[float, float], flag: ControlFlag | None, meaning: Meaning | None) -> Mark:
    x, y = place
    words = f"{figure.label}: {percentage(figure.n, figure.d)}"
    if figure.target is not None:
        words += f", target {figure.target} %"
    if figure.stretch is not None:
        words += f", stretch target {figure.stretch} %"
    kind = meaning or "usual"
    return Mark(kind, x, y, shape(kind, x, y), f"{words}, {SIGNALS[flag]}: {kind}" if flag else words)


def shape(kind: str, x: float, y: float) -> str:
    """A disc; a triangle for an improvement, a diamond for a concern, a square for a signal that is neither."""
    if kind == "usual":
        return f"M{x - MARK:g} {y:g}a{MARK} {MARK} 0 1 0 {2 * MARK:g} 0a{MARK} {MARK} 0 1 0 {-2 * MARK:g} 0z"
    moves = " L".join(f"{x + dx * MARK:.1f} {y + dy * MARK:.1f}" for dx, dy in CORNERS[kind])
    return f"M{moves}z"


def paths(places: Sequence[tuple[float, float] | None]) -> tuple[str, ...]:
    stretches: list[list[str]] = [[]]
    for place in places:
        if place is None:
            stretches.append([])
        else:
            stretches[-1].append(f"{place[0]:g},{place[1]:g}")
    return tuple(" ".join(stretch) for stretch in stretches if stretch)


def spread(count: int, left: float, right: float) -> list[float]:
    """Even places from edge to edge; one alone is in the middle."""
    if count == 1:
        return [(left + right) / 2]
    return [round(left + (right - left) * i / (count - 1), 1) for i in range(count)]


def _ticks(shares: Sequence[Fraction]) -> range:
    """Whole percentages for gridlines: they enclose all shares, at most `MOST_GRIDLINES`, within 0 to 100."""
    low, high = floor(min(shares, default=Fraction(0))), ceil(max(shares, default=Fraction(100)))
    if low == high:
        low, high = max(0, low - 1), min(100, high + 1)
    fits = (range(low // step * step, -(-high // step) * step + 1, step) for step in STEPS)
    return next(ticks for ticks in fits if len(ticks) <= MOST_GRIDLINES)


def _clipped(level: float | Fraction) -> Fraction:
    """A limit may lie beyond what a percentage can be; it is drawn at the edge."""
    return min(max(Fraction(level), Fraction(0)), Fraction(100))
