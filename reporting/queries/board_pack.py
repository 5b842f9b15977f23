"""The pack for the Corporate Parenting Board: a frozen quarter, one page a subject, as it may be said to everybody.

Every number is one that is published elsewhere, hidden in the same places: figures by team, duties of the quarter's
final count, what happened in it, the count of health, briefings, and the improvement plan, which names no young person.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils.text import Truncator

from careleavers.rules import words
from careleavers.rules.health import WELLBEING
from careleavers.rules.suppression import HIDDEN, suppress
from careleavers.rules.team_scopes import AUTHORITY
from offers.queries.briefings import published as published_briefings
from offers.rules.briefings import BriefingText, TextPoint
from reporting.models import DutyCount, FrozenPeriod, PaperText, Recommendation
from reporting.models.improvement import UNFINISHED
from reporting.queries.counted_duties import DutyLine, duty_lines
from reporting.queries.health_needs import health_count_of, health_tables
from reporting.queries.improvement import plan, tally
from reporting.queries.measures import MEASURES
from reporting.queries.papers import (
    HEADCOUNT,
    TOO_FEW,
    Trends,
    paper_figure,
    paper_happenings,
    paragraphs_of,
    said_to_everybody,
    sentences_of,
    trends_of,
)
from reporting.queries.published import COHORT, PublishedTable, figures_to_publish, published_tables
from reporting.queries.tiles import chart_of, point_of
from reporting.rules.board_pack import BETTER, GLANCE, HEALTH, SUBJECTS, VOICE, PackTable, Subject
from reporting.rules.charts import Chart
from reporting.rules.duty_measures import DutyResult
from reporting.rules.health_needs import EVERYBODY, KINDS, TOO_YOUNG, HealthTable
from reporting.rules.improvement import Progress
from reporting.rules.paper import paragraph
from reporting.rules.paper_happenings import PaperHappening
from reporting.rules.periods import period_name
from reporting.rules.statistics import percent_and_range

TREND = 12  # quarters
MOST_TEAMS = 12  # with more the page would be a list of teams
MOST_RECOMMENDATIONS = 10
MOST_POINTS = 5
LONGEST_RECOMMENDATION = 140
# Where more is better; how anxious they felt is asked the other way round, and is with the needs for health.
ON_WELLBEING = {each.code: each.short for each in WELLBEING if each.code != "anxious"}
WORST_FIRST = (Progress.RED, Progress.AMBER, Progress.NOT_STARTED, Progress.GREEN)


@dataclass(frozen=True)
class PackPage:
    """One subject on its page. `generated` are sentences; `points` and `happened` have a mark before each."""

    subject: Subject
    generated: tuple[str, ...] = ()
    chart: Chart | None = None
    tables: Sequence[PackTable] = ()
    points: Sequence[str] = ()
    happened: Sequence[str] = ()
    written: str = ""

    @property
    def written_paragraphs(self) -> tuple[str, ...]:
        return paragraphs_of(self.written)


@dataclass
class PackFacts:
    """What the pages are made of, read once."""

    quarter: FrozenPeriod
    today: date
    trends: Trends
    tables: Mapping[str, PublishedTable]
    duties: Mapping[str, DutyLine]
    happenings: Mapping[str, PaperHappening]
    written: Mapping[str, str] = field(default_factory=dict)


def pack_title(quarter: FrozenPeriod) -> str:
    """ "Pack for the Corporate Parenting Board: Quarter 2, 2026-27"."""
    return f"Pack for the Corporate Parenting Board: {period_name(quarter.ends_on)}"


def pack_of(quarter: FrozenPeriod, today: date) -> list[PackPage]:
    """Every page, in its order. A number of queries that depends on the quarters of the trend alone."""
    until = FrozenPeriod.objects.quarters().filter(ends_on__lte=quarter.ends_on)[:TREND]
    count = DutyCount.objects.filter(ends_on=quarter.ends_on, is_final=True).first()
    facts = PackFacts(
        quarter,
        today,
        said_to_everybody(trends_of(quarter), until),
        {table.measure.code: table for table in published_tables(quarter)},
        {line.measure.code: line for line in duty_lines(count, AUTHORITY)} if count else {},
        paper_happenings(quarter),
        dict(PaperText.objects.filter(quarter=quarter).values_list("section", "text")),
    )
    return [_page(subject, facts) for subject in SUBJECTS.values()]


def _page(subject: Subject, facts: PackFacts) -> PackPage:
    sentences, tables, points = SPECIAL[subject.key](facts) if subject.key in SPECIAL else ([], [], [])
    figures = facts.trends.get((subject.measure, COHORT), {})
    if subject.measure in facts.tables:
        sentences = [*_said(subject.measure, facts), *sentences]
        tables = [*_by_team(facts.tables[subject.measure]), *tables]
    return PackPage(
        subject,
        generated=(*sentences, *_without_duties(subject, facts)),
        chart=chart_of(MEASURES[subject.measure], [point_of(figures[then]) for then in sorted(figures)])
        if figures
        else None,
        tables=[*tables, *_duties(subject, facts.duties)],
        points=points,
        happened=sentences_of(subject, facts.happenings),
        written=facts.written.get(subject.key, ""),
    )


def _said(measure: str, facts: PackFacts) -> Iterator[str]:
    figures = facts.trends.get((measure, COHORT), {})
    day = facts.quarter.ends_on
    yield paragraph(paper_figure(MEASURES[measure], COHORT, day, figures)) if day in figures else TOO_FEW


def _by_team(table: PublishedTable) -> Iterator[PackTable]:
    if len(table.rows) <= MOST_TEAMS:
        rows = [(label, [str(cell) for cell in cells]) for label, cells in table.rows]
        yield PackTable(f"{table.measure.name}, by team", ("Team", "Met", "Not met", "All"), rows, has_total=True)


def _duties(subject: Subject, duties: Mapping[str, DutyLine]) -> Iterator[PackTable]:
    """Small numbers hidden in each line by itself: no line is a part of another."""
    lines = [duties[code] for code in subject.duties if code in duties and duties[code].d]
    if lines:
        head = ("Due in the quarter", "In time", "Late", "Not done", "All", "% in time")
        yield PackTable("What was due in the quarter", head, [_duty_row(line) for line in lines])


def _duty_row(line: DutyLine) -> tuple[str, list[str]]:
    results = (DutyResult.IN_TIME, DutyResult.LATE, DutyResult.NOT_DONE)
    cells = suppress([[line.by_result[result] for result in results]])[0]
    share = percent_and_range(line.n, line.d)[0] if HIDDEN not in (cells[0], cells[-1]) else ""
    return line.measure.name, [*(str(cell) for cell in cells), share or "–"]


def _without_duties(subject: Subject, facts: PackFacts) -> Iterator[str]:
    if subject.duties and not facts.duties:
        yield "What was due in this quarter has not been counted for the last time."


Parts = tuple[list[str], list[PackTable], list[str]]


def _glance(facts: PackFacts) -> Parts:
    counted = facts.trends.get(HEADCOUNT, {}).get(facts.quarter.ends_on)
    day = words.day(facts.quarter.ends_on)
    many = [f"On {day} there were {counted.d:,} former relevant children aged 18 to 25."] if counted else []
    rows = [
        (each.measure.name, [str(each.n), str(each.d), each.percent or "–", each.likely or "–", each.targets])
        for each in figures_to_publish(facts.quarter)
    ]
    head = ("Figure", "Met", "All", "%", "Likely range", "Target")
    return many, [PackTable("Figures of the quarter", head, rows)] if rows else [], []


def _health(facts: PackFacts) -> Parts:
    count = health_count_of(facts.quarter)
    if count is None:
        return ["Health was not counted in this quarter."], [], []
    tables = {table.question.code: table for table in health_tables(count)}
    everybody = tables["gp"].of_all_ages.get(EVERYBODY, HIDDEN)
    whose = f"{everybody} young people aged 16 to 25 are open to the service"
    day = words.day(count.counted_on)
    said = [f"As the record said on {day}, {whose}. No diagnosis is kept, and nobody is named."]
    kinds = [_health_row(tables[kind]) for kind in KINDS if tables[kind].rows]
    answers = [(short, _health_row(tables[code])[1]) for code, short in ON_WELLBEING.items() if tables[code].rows]
    found = [
        PackTable("What their health needs", ("", *tables["gp"].question.answers.values()), kinds),
        PackTable("How they say they are, of 0 to 10", ("", *tables["happy"].question.answers.values()), answers),
    ]
    return said, [table for table in found if table.rows], []


def _health_row(table: HealthTable) -> tuple[str, list[str]]:
    """Without those who are too young to be asked, who are in one of the questions alone."""
    said, question = table.of_all_ages, table.question
    return question.words, [str(said[words]) for code, words in question.answers.items() if code != TOO_YOUNG]


def _voice(facts: PackFacts) -> Parts:
    briefing = published_briefings().filter(published_on__lte=facts.today).first()
    if briefing is None or briefing.published_on is None:
        return ["No briefing for young people (“You said, we did”) has been published yet."], [], []
    text = BriefingText.read(briefing.contents)
    said = f"From “{text.title}”, published on {words.day(briefing.published_on)}. {text.asked}"
    return [said], [], [said_and_did(point) for point in text.points[:MOST_POINTS]]


def said_and_did(point: TextPoint) -> str:
    """One point of a briefing in a sentence each; what is done is the words or the actions."""
    did = " ".join(each for each in (point.did, *point.actions) if each)
    return f"“{point.said}” What we did: {did or 'nothing yet'}"


def _better(facts: PackFacts) -> Parts:
    said = f"On {words.day(facts.today)}, of what inspections, panels and audits recommended: {tally()}."
    order = {progress.value: place for place, progress in enumerate(WORST_FIRST)}
    unfinished = sorted(plan("open", facts.today), key=lambda each: order[each.progress])
    rows = [_recommended(each) for each in unfinished[:MOST_RECOMMENDATIONS]]
    more = Recommendation.objects.filter(UNFINISHED).count() - len(rows)
    after = f"Listed are the {len(rows)} that are furthest from it; {words.amount(more, 'more is', 'more are')} open."
    return (
        [said, *([after] if more else [])],
        [PackTable("Not finished yet", ("Recommendation", "How far"), rows)] if rows else [],
        [],
    )


def _recommended(each: Recommendation) -> tuple[str, list[str]]:
    return Truncator(each.text).chars(LONGEST_RECOMMENDATION), [Progress(each.progress).words]


SPECIAL = {GLANCE: _glance, HEALTH: _health, VOICE: _voice, BETTER: _better}
