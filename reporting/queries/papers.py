"""The committee paper of a frozen quarter: what is generated of each figure, its chart, what happened in the quarter,
and what was written to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from careleavers.rules import words
from careleavers.rules.dates import add_months
from careleavers.rules.team_scopes import AUTHORITY
from reporting.models import FrozenFigure, FrozenPeriod, PaperText
from reporting.queries.frozen_happenings import happenings_in
from reporting.queries.measures import MEASURES, Measure
from reporting.queries.published import COHORT, said_in
from reporting.queries.tiles import chart_of, point_of
from reporting.rules.board_pack import SUBJECTS, Subject
from reporting.rules.charts import Chart
from reporting.rules.paper import Earlier, PaperFigure, paragraph
from reporting.rules.paper_happenings import PaperHappening, sentences
from reporting.rules.periods import first_day, last_day, period_name

OPENING, HAPPENED, CLOSING = "opening", "happened", "closing"
HAPPENED_HEADING = "What happened in the quarter"
HEADCOUNT = ("EET", "18-25")  # counts every former relevant child of these ages
TOO_FEW = "This figure is not said: so few people are on one side of it that somebody could be known."
PEOPLE = {"19-21": "care leavers aged 19 to 21", "18-25": "people aged 18 to 25", "16-25": "people aged 16 to 25"}


@dataclass(frozen=True)
class PaperSection:
    """A part of the paper. `generated` are paragraphs from the frozen figures, `written` what somebody wrote to it."""

    key: str
    heading: str
    generated: tuple[str, ...]
    chart: Chart | None
    written: str

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """All of it, in the order of the paper; a blank line divides what was written."""
        return (*self.generated, *paragraphs_of(self.written))


def paragraphs_of(written: str) -> tuple[str, ...]:
    """What somebody wrote, by its blank lines."""
    parts = (" ".join(part.split()) for part in written.replace("\r", "").split("\n\n"))
    return tuple(part for part in parts if part)


def section_headings() -> dict[str, str]:
    """Every part of a paper, by key, in its order."""
    figures = {measure.code: measure.name for measure in MEASURES.values()}
    return {OPENING: "Care leavers", **figures, HAPPENED: HAPPENED_HEADING, CLOSING: "What we will do next"}


def sections_of(quarter: FrozenPeriod, *, to_publish: bool = False) -> list[PaperSection]:
    """The paper of a quarter. `to_publish`: it says of figures what `figures_to_publish` says, and no more; without
    charts, which are of other ages. What happened is said to all alike. Four queries, and five more to publish."""
    frozen = trends_of(quarter)
    compared = [quarter.ends_on, *_former(quarter.ends_on).values()]
    trends = said_to_everybody(frozen, FrozenPeriod.objects.filter(ends_on__in=compared)) if to_publish else frozen
    happened = tuple(_happened(quarter))
    written = dict(PaperText.objects.filter(quarter=quarter).values_list("section", "text"))
    return [
        PaperSection(
            key,
            heading,
            happened
            if key == HAPPENED
            else tuple(_generated(key, quarter.ends_on, trends)) or _left_out(key, quarter.ends_on, frozen),
            _chart(key, trends),
            written.get(key, ""),
        )
        for key, heading in section_headings().items()
    ]


def text_of(quarter: FrozenPeriod, section: str) -> PaperText | None:
    return PaperText.objects.filter(quarter=quarter, section=section).first()


Trends = dict[tuple[str, str], dict[date, FrozenFigure]]


def trends_of(quarter: FrozenPeriod) -> Trends:
    """The authority's figures up to the quarter, each in its last revision, by measure, cohort and day."""
    figures = FrozenFigure.objects.latest_revisions().of(AUTHORITY).of_quarters()
    trends: Trends = {}
    for figure in figures.filter(period__ends_on__lte=quarter.ends_on).select_related("period"):
        trends.setdefault((figure.measure, figure.cohort), {})[figure.period.ends_on] = figure
    return trends


def said_to_everybody(trends: Trends, quarters: Iterable[FrozenPeriod]) -> Trends:
    """Of the one age group that is published: what is not hidden in these quarters, and nothing of others."""
    said = said_in(list(quarters))
    return {
        (measure, cohort): {then: figure for then, figure in figures.items() if (measure, then) in said}
        for (measure, cohort), figures in trends.items()
        if cohort == COHORT
    }


def paper_happenings(quarter: FrozenPeriod) -> dict[str, PaperHappening]:
    """What happened in the quarter to the whole authority's young people, by measure. Two queries."""
    return {
        now.measure: PaperHappening(
            now.numbers,
            now.target,
            now.stretch,
            before.numbers if before else None,
            before is None or before.measure_version == now.measure_version,
        )
        for now, before in happenings_in(quarter.ends_on, AUTHORITY)
    }


def sentences_of(subject: Subject, happenings: Mapping[str, PaperHappening]) -> list[str]:
    """What happened that belongs to a subject of the Board's pack, which a paper follows."""
    return sentences([happenings[code] for code in subject.happenings if code in happenings])


def _happened(quarter: FrozenPeriod) -> Iterator[str]:
    """A paragraph that says when, then one for each subject; nothing where it was not kept."""
    happenings, day = paper_happenings(quarter), quarter.ends_on
    paragraphs = [" ".join(sentences_of(subject, happenings)) for subject in SUBJECTS.values()]
    if happenings:
        yield f"From {words.day(first_day(day))} to {words.day(day)}, as was known when the quarter was frozen:"
    yield from filter(None, paragraphs)


def _left_out(key: str, day: date, frozen: Trends) -> tuple[str, ...]:
    """Of a figure that was frozen, and about which nothing is said."""
    return (TOO_FEW,) if day in frozen.get((key, COHORT), {}) else ()


def _former(day: date) -> dict[str, date]:
    """The quarters that one is compared to, in the words of a paper."""
    return {
        "a quarter before": last_day(add_months(day, -3)),
        "a year before": last_day(add_months(day, -12)),
    }


def main_cohort(measure: Measure) -> str:
    """The ages that DfE publishes, or, of what is owed from 16, all of them."""
    return "16-25" if measure.youngest < 18 else "19-21"


def _generated(key: str, day: date, trends: Trends) -> Iterator[str]:
    if key == OPENING:
        many = trends.get(HEADCOUNT, {}).get(day)
        if many:
            yield f"On {words.day(day)} there were {many.d:,} care leavers aged 18 to 25: former relevant children."
    elif key in MEASURES:
        cohorts = dict.fromkeys((main_cohort(MEASURES[key]), "18-25"))
        for cohort in cohorts:
            figures = trends.get((key, cohort), {})
            if day in figures:
                yield paragraph(paper_figure(MEASURES[key], cohort, day, figures))


def paper_figure(measure: Measure, cohort: str, day: date, figures: dict[date, FrozenFigure]) -> PaperFigure:
    """A figure of a day with those it is compared to, out of its trend."""
    now = figures[day]
    return PaperFigure(
        whose=PEOPLE[cohort],
        on=words.day(day),
        met_words=measure.met_words,
        terms=measure.in_words(now.terms),
        n=now.n,
        d=now.d,
        target=now.target,
        better=measure.better,
        stretch=now.stretch,
        earlier=tuple(
            Earlier(when, figures[then].n, figures[then].d, point_of(figures[then]).meaning == point_of(now).meaning)
            for when, then in _former(day).items()
            if then in figures
        ),
    )


def _chart(key: str, trends: Trends) -> Chart | None:
    if key not in MEASURES:
        return None
    figures = trends.get((key, main_cohort(MEASURES[key])), {})
    return chart_of(MEASURES[key], [point_of(figures[then]) for then in sorted(figures)])


def title_of(quarter: FrozenPeriod) -> str:
    """ "Care leavers: Quarter 2, 2026-27"."""
    return f"Care leavers: {period_name(quarter.ends_on)}"
