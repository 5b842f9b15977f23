"""What a committee paper says of a figure, in sentences. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from reporting.rules.statistics import FEWEST_FOR_PERCENT, Better, likely_range, percentage, verdict_on_day, wilson


@dataclass(frozen=True)
class Earlier:
    """The same figure on an earlier day; `when` follows "it was": "a quarter before", "a year before"."""

    when: str
    n: int
    d: int
    counted_alike: bool


@dataclass(frozen=True)
class PaperFigure:
    """n of d of a cohort ("people aged 19 to 21") on a day in words; `met_words` follow "94 people"."""

    whose: str
    on: str
    met_words: str
    terms: str
    n: int
    d: int
    target: int
    better: Better
    stretch: int | None = None
    earlier: tuple[Earlier, ...] = ()


def paragraph(figure: PaperFigure) -> str:
    """How many, how sure, against the target, and what has changed since."""
    return " ".join(_sentences(figure))


def _sentences(figure: PaperFigure) -> Iterator[str]:
    if not figure.d:
        yield f"On {figure.on} there was nobody to count among {figure.whose}."
        return
    yield f"On {figure.on}, {_share(figure.n, figure.d)} of {figure.whose} {_were(figure)}."
    if figure.d < FEWEST_FOR_PERCENT:
        yield "They are too few for a percentage to mean much."
        return
    yield f"The likely range is {likely_range(wilson(figure.n, figure.d))}."
    verdict = verdict_on_day(figure.n, figure.d, figure.target, figure.better)
    if verdict:
        met = "met" if verdict.met else "not met"
        by_chance = ", which with this many people could be chance" if verdict.sure == "could be chance" else ""
        yield f"The target of {figure.target} % was {met}{by_chance}."
    if figure.stretch is not None:
        beyond = verdict_on_day(figure.n, figure.d, figure.stretch, figure.better)
        yield f"The stretch target of {figure.stretch} % was {'met' if beyond and beyond.met else 'not met'}."
    for each in figure.earlier:
        if not each.counted_alike:
            yield f"{each.when.capitalize()} it was counted differently, and cannot be compared."
        elif each.d >= FEWEST_FOR_PERCENT:
            yield f"{each.when.capitalize()} it was {percentage(each.n, each.d)}."


def _share(n: int, d: int) -> str:
    return percentage(n, d) if d >= FEWEST_FOR_PERCENT else f"{n} of {d}"


def _were(figure: PaperFigure) -> str:
    """ "were in touch in the last 8 weeks"; "had a pathway plan in date" for "with a pathway plan in date"."""
    words = figure.met_words
    said = f"had {words.removeprefix('with ')}" if words.startswith("with ") else f"were {words}"
    return f"{said} {figure.terms}" if figure.terms else said
