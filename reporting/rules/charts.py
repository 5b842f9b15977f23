"""The positions of a chart's marks and its summary in a sentence; a template draws it as SVG. Pure.

Every co-ordinate is in the units of the view box, y downwards, rounded to a tenth. Colour is left to classes in the
style sheet; a signal has a shape and words of its own, so that nothing rests on colour.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

from reporting.rules.statistics import Better, ControlFlag, Meaning, Xmr, likely_range, percentage, wilson, xmr

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
    """n of d on a day or in a period; `label` names it in words, such as "30 Sep 2019"."""

    label: str
    n: int
    d: int

    @property
    def share(self) -> Fraction | None:
        """In percent; None where there was nobody to count."""
        return Fraction(100 * self.n, self.d) if self.d else None


@dataclass(frozen=True)
class ChartLine:
    """A level across the chart; `kind` is its class: grid, mean, limit or target."""

    kind: str
    y: float
    label: str


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
    bottom: float
    paths: tuple[str, ...]
    marks: tuple[Mark, ...]
    lines: tuple[ChartLine, ...]
    labels: tuple[str, ...]
    summary: str


def control_chart(
    name: str,
    figures: Sequence[TrendPoint],
    better: Better,
    target: float | Fraction | None = None,
    width: int = 640,
    height: int = 260,
) -> Chart:
    """The XmR chart of figures in order of time; `target` in percent. A figure of nobody leaves a gap."""
    control = control_of(figures, better, target)
    levels: list[tuple[str, str, float | Fraction | None]] = [
        ("mean", "average", control.mean),
        ("limit", "lower limit", control.lower),
        ("limit", "upper limit", control.upper),
        ("target", "target", target),
    ]
    known = [(kind, words, _clipped(level)) for kind, words, level in levels if level is not None]
    shares = [figure.share for figure in figures]
    ticks = _ticks([level for _, _, level in known] + [share for share in shares if share is not None])
    left, right, top, bottom = 48.0, width - 12.0, 12.0, height - 28.0

    def y(share: Fraction) -> float:
        return round(bottom - float((share - ticks[0]) / (ticks[-1] - ticks[0])) * (bottom - top), 1)

    places = [
        None if share is None else (x, y(share))
        for x, share in zip(_spread(len(shares), left, right), shares, strict=True)
    ]
    signals = iter(zip(control.flags, control.meanings, strict=True))
    marks = [
        _mark(figure, place, *next(signals)) for figure, place in zip(figures, places, strict=True) if place is not None
    ]
    lines = [ChartLine("grid", y(Fraction(tick)), f"{tick} %") for tick in ticks]
    lines += [ChartLine(kind, y(level), f"{words} {float(level):.1f} %") for kind, words, level in known]
    return Chart(
        width=width,
        height=height,
        left=left,
        right=right,
        bottom=bottom,
        paths=_paths(places),
        marks=tuple(marks),
        lines=tuple(lines),
        labels=tuple(figure.label for figure in (*figures[:1], *figures[1:][-1:])),
        summary=summary(name, figures, control),
    )


def control_of(figures: Sequence[TrendPoint], better: Better, target: float | Fraction | None = None) -> Xmr:
    """The limits and signals of the figures that count somebody; flags are by position among those."""
    return xmr([figure.share for figure in figures if figure.share is not None], better, target)


def summary(name: str, figures: Sequence[TrendPoint], control: Xmr) -> str:
    """One sentence: the latest figure, its likely range, and whether anything stands out.

    "Suitable accommodation was 90.4 % (94 of 104) on 30 Sep 2019; likely range 83–95 %; no unusual change in 12
    figures".
    """
    counted = [figure for figure in figures if figure.d]
    if not counted:
        return f"{name}: nobody to count yet"
    last = counted[-1]
    said = (
        f"{name} was {percentage(last.n, last.d)} on {last.label}; likely range {likely_range(wilson(last.n, last.d))}"
    )
    signals = [(figure, flag) for figure, flag in zip(counted, control.flags, strict=True) if flag]
    if not signals:
        return f"{said}; no unusual change in {len(counted)} {'figure' if len(counted) == 1 else 'figures'}"
    latest, flag = signals[-1]
    return f"{said}; {len(signals)} of {len(counted)} figures stand out, the latest on {latest.label}, {SIGNALS[flag]}"


def _mark(figure: TrendPoint, place: tuple[float, float], flag: ControlFlag | None, meaning: Meaning | None) -> Mark:
    x, y = place
    words = f"{figure.label}: {percentage(figure.n, figure.d)}"
    kind = meaning or "usual"
    return Mark(kind, x, y, _shape(kind, x, y), f"{words}, {SIGNALS[flag]}: {kind}" if flag else words)


def _shape(kind: str, x: float, y: float) -> str:
    """A disc; a triangle for an improvement, a diamond for a concern, a square for a signal that is neither."""
    if kind == "usual":
        return f"M{x - MARK:g} {y:g}a{MARK} {MARK} 0 1 0 {2 * MARK:g} 0a{MARK} {MARK} 0 1 0 {-2 * MARK:g} 0z"
    moves = " L".join(f"{x + dx * MARK:.1f} {y + dy * MARK:.1f}" for dx, dy in CORNERS[kind])
    return f"M{moves}z"


def _paths(places: Sequence[tuple[float, float] | None]) -> tuple[str, ...]:
    stretches: list[list[str]] = [[]]
    for place in places:
        if place is None:
            stretches.append([])
        else:
            stretches[-1].append(f"{place[0]:g},{place[1]:g}")
    return tuple(" ".join(stretch) for stretch in stretches if stretch)


def _spread(count: int, left: float, right: float) -> list[float]:
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
