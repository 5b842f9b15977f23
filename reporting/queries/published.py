"""What may leave the service of a frozen quarter: tables by team without names, small numbers hidden."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from careleavers.queries.teams import every_scope
from careleavers.rules.suppression import HIDDEN, suppress
from careleavers.rules.team_scopes import AUTHORITY, TeamScope
from reporting.models import FrozenFigure, FrozenPeriod
from reporting.queries.measures import MEASURES, Measure
from reporting.rules.statistics import percent_and_range
from reporting.rules.targets import targets_in_words

Counted = dict[tuple[str, str], FrozenFigure]  # by key of the scope and code of the measure
COHORT = "18-25"  # one table a question: those of other ages would share people with it
ELSEWHERE = "In no team below"
ALL = "The whole authority"


@dataclass(frozen=True)
class PublishedTable:
    """One measure: for each team met, not met and all; "c" where a number is hidden. The last row is everybody."""

    measure: Measure
    rows: Sequence[tuple[str, Sequence[int | str]]]


def published_tables(quarter: FrozenPeriod) -> list[PublishedTable]:
    """A table for each measure that was frozen for the whole authority, each figure in its last revision.

    The teams are those without teams below them, which share nobody; whoever is in none of them is in a row of their
    own, so that rows add up. Two queries.
    """
    return tables_of([quarter])[quarter.ends_on]


def tables_of(quarters: Sequence[FrozenPeriod]) -> dict[date, list[PublishedTable]]:
    """The `published_tables` of several quarters by their last days. One query, and one for each quarter."""
    counted: dict[UUID, Counted] = {quarter.pk: {} for quarter in quarters}
    for figure in FrozenFigure.objects.latest_revisions().filter(period__in=quarters, cohort=COHORT):
        counted[figure.period_id][figure.scope_key, figure.measure] = figure
    found = {}
    for quarter in quarters:
        leaves = [scope for scope in every_scope(quarter.ends_on) if len(scope.team_ids) == 1]
        figures = counted[quarter.pk]
        shown = [code for code in MEASURES if ("all", code) in figures and leaves]
        found[quarter.ends_on] = [_table(MEASURES[code], figures, leaves) for code in shown]
    return found


def said_in(quarters: Sequence[FrozenPeriod]) -> set[tuple[str, date]]:
    """Of which measures the whole authority's numbers may be said, by measure and last day of the quarter."""
    return {
        (table.measure.code, ends_on)
        for ends_on, tables in tables_of(quarters).items()
        for table in tables
        if HIDDEN not in table.rows[-1][1]
    }


def _table(measure: Measure, counted: Counted, leaves: Sequence[TeamScope]) -> PublishedTable:
    labels, rows = [], []
    for scope in leaves:
        figure = counted.get((scope.key, measure.code))
        labels.append(scope.label)
        rows.append([figure.n, figure.d - figure.n] if figure else [0, 0])
    everybody = counted["all", measure.code]
    whole = [everybody.n, everybody.d - everybody.n]
    labels.append(ELSEWHERE)
    rows.append([all_of - sum(row[column] for row in rows) for column, all_of in enumerate(whole)])
    return PublishedTable(measure, list(zip([*labels, ALL], suppress(rows), strict=True)))


@dataclass(frozen=True)
class FigureToPublish:
    """A measure of the whole authority as it may be said to everybody; "c" where a number is hidden.

    `percent` and `likely` are "" where either number is hidden, or too few people are counted to say one.
    """

    measure: Measure
    n: int | str
    d: int | str
    percent: str
    likely: str
    target: int
    stretch: int | None

    @property
    def targets(self) -> str:
        return targets_in_words(self.target, self.stretch)


def figures_to_publish(quarter: FrozenPeriod) -> list[FigureToPublish]:
    """The last row of each of `published_tables`, so that both pages hide the same. Three queries."""
    figures = FrozenFigure.objects.latest_revisions().of(AUTHORITY).filter(period=quarter, cohort=COHORT)
    goals = {figure.measure: (figure.target, figure.stretch) for figure in figures}
    return [_figure(table, *goals[table.measure.code]) for table in published_tables(quarter)]


def _figure(table: PublishedTable, target: int, stretch: int | None) -> FigureToPublish:
    _, (n, _, d) = table.rows[-1]
    is_shown = isinstance(n, int) and isinstance(d, int)
    share, likely = percent_and_range(int(n), int(d)) if is_shown else ("", "")
    return FigureToPublish(table.measure, n, d, share, likely, target, stretch)
