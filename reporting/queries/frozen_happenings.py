"""What happened in quarters that were frozen, beside what the record says of them now, and as a trend."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from careleavers.queries.teams import every_scope
from careleavers.rules import words
from careleavers.rules.dates import add_months
from careleavers.rules.team_scopes import AUTHORITY, TeamScope
from reporting.models import FrozenHappening, FrozenHappeningRow
from reporting.queries.period_measures import PeriodAsked, lines_by_scope
from reporting.queries.tiles import ENOUGH_FOR_TREND
from reporting.rules.amount_charts import AmountPoint, amount_chart
from reporting.rules.charts import Chart, TrendPoint, control_chart
from reporting.rules.period_measures import (
    PERIOD_MEASURES,
    PeriodLine,
    PeriodMeasure,
    PeriodRow,
    quarter_that_ended,
)
from reporting.rules.periods import TREND_QUARTERS, last_day


@dataclass(frozen=True)
class HappeningChange:
    """A measure that is counted otherwise than it was kept, or (without `before`) that was never frozen.

    `was` are the rows as they were kept.
    """

    scope: TeamScope
    line: PeriodLine
    before: FrozenHappening | None
    was: Counter[PeriodRow]

    @property
    def people(self) -> set[UUID]:
        """Whom it is about: those with another row than before."""
        now = Counter(self.line.rows)
        return {row.person for row in (now - self.was) + (self.was - now)}


def changed_happenings(ends_on: date, today: date) -> list[HappeningChange]:
    """What freezing the quarter would write: of the authority every measure, of a team what there was or is."""
    asked = PeriodAsked.of(quarter_that_ended(ends_on), AUTHORITY, today)
    kept = {
        (each.scope_key, each.measure): each
        for each in FrozenHappening.objects.latest_revisions().filter(period__ends_on=ends_on)
    }
    rows, now = rows_kept(kept.values()), lines_by_scope(asked)
    known = {(scope.key, line.measure.code) for scope, line in now}
    scopes, measures = (
        {scope.key: scope for scope in every_scope(ends_on)},
        {each.code: each for each in asked.measures()},
    )
    gone = [
        (scopes[key], PeriodLine(measures[code]))
        for key, code in kept.keys() - known
        if key in scopes and code in measures
    ]
    changes = []
    for scope, line in [*now, *gone]:
        before = kept.get((scope.key, line.measure.code))
        was = rows[before.pk] if before else Counter[PeriodRow]()
        if before is None or before.measure_version != line.measure.version or was != Counter(line.rows):
            changes.append(HappeningChange(scope, line, before, was))
    return changes


def rows_kept(happenings: Collection[FrozenHappening]) -> dict[UUID, Counter[PeriodRow]]:
    """The rows behind each, by its id. One query."""
    found: dict[UUID, Counter[PeriodRow]] = defaultdict(Counter)
    rows = FrozenHappeningRow.objects.filter(happening__in=[each.pk for each in happenings])
    for pk, person, many, shows, counts in rows.values_list("happening_id", "person_id", "many", "words", "counts"):
        found[pk][PeriodRow(person, many, shows, counts)] += 1
    return found


def trends_of_happenings(scope: TeamScope, day: date) -> dict[str, list[FrozenHappening]]:
    """By code of the measure: the quarters that were frozen up to the day, the earliest first, in their last revision.

    A quarter of which the team had nothing is there with nothing, so that no quarter is missing from the line; what is
    counted of the whole authority alone is not.
    """
    kept = FrozenHappening.objects.latest_revisions().filter(period__ends_on__lte=day).select_related("period")
    of_authority, theirs = (
        {(each.measure, each.period.ends_on): each for each in kept.of(whose)} for whose in (AUTHORITY, scope)
    )
    found: dict[str, list[FrozenHappening]] = defaultdict(list)
    for code, ends_on in sorted(of_authority, key=lambda key: key[1]):
        if not (scope.is_authority or PERIOD_MEASURES[code].has_names):
            continue
        whole = of_authority[code, ends_on]
        same = {"period": whole.period, "measure": code, "measure_version": whole.measure_version}
        nothing = FrozenHappening(**same, people=0, amount=0, n=0, d=0)
        found[code].append(theirs.get((code, ends_on), nothing))
    return {code: trend[-TREND_QUARTERS:] for code, trend in found.items()}


def happenings_in(ends_on: date, scope: TeamScope) -> list[tuple[FrozenHappening, FrozenHappening | None]]:
    """What happened in a frozen quarter, in the order of the measures, each beside the quarter before, None where that
    was not frozen. Nothing for a quarter that was frozen before this was kept, and for a month. Two queries."""
    former, trends = last_day(add_months(ends_on, -3)), trends_of_happenings(scope, ends_on)
    found = []
    for code in PERIOD_MEASURES:
        by_day = {each.period.ends_on: each for each in trends.get(code, [])}
        if ends_on in by_day:
            found.append((by_day[ends_on], by_day.get(former)))
    return found


def chart_of_happenings(trend: Sequence[FrozenHappening]) -> Chart | None:
    """None while too few quarters were frozen, or nothing happened in any of them."""
    if len(trend) < ENOUGH_FOR_TREND or not any(each.d for each in trend):
        return None
    measure = PERIOD_MEASURES[trend[0].measure]
    if not measure.is_share:
        return amount_chart(measure.name, [_amount_point(measure, each) for each in trend])
    points = [
        TrendPoint(
            words.day(each.period.ends_on),
            each.n,
            each.d,
            each.target,
            each.stretch,
            f"definition {each.measure_version}" if each.measure_version and each.measure_version > 1 else "",
        )
        for each in trend
    ]
    return control_chart(measure.name, points, measure.better, width=448, height=150)


def _amount_point(measure: PeriodMeasure, each: FrozenHappening) -> AmountPoint:
    goal_words = "" if each.target is None else measure.goal_words(each.target)
    return AmountPoint(words.day(each.period.ends_on), each.amount, each.numbers.said, each.target, goal_words)
