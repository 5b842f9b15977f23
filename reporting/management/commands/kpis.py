"""`manage.py kpis`: the figures of a day, or of a quarter or month as frozen, and what happened in the quarter, for a
report or another program."""

from __future__ import annotations

import json
from argparse import ArgumentTypeError
from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from careleavers.management.jsonlines import until_nobody_reads
from careleavers.management.manual import CommandWithManual
from careleavers.queries.teams import every_scope
from careleavers.rules import words
from careleavers.rules.team_scopes import TeamScope
from reporting.forms.figures import NOT_KNOWN, is_known
from reporting.models import FrozenFigure
from reporting.queries.figures import FigureCount, Question, count
from reporting.queries.frozen_happenings import happenings_in
from reporting.queries.measures import MEASURES, Measure
from reporting.queries.period_measures import PeriodAsked, period_line
from reporting.rules.cohorts import COHORTS
from reporting.rules.measure_states import MeasureState
from reporting.rules.period_measures import PeriodNumbers, ReportPeriod
from reporting.rules.periods import (
    first_day,
    is_end,
    last_day,
    month_name,
    month_of_name,
    period_name,
    quarter_of_name,
)
from reporting.rules.statistics import likely_range, percentage, verdict_on_day, wilson
from reporting.rules.targets import targets_in_words

MANUAL = """\
  manage.py kpis
  manage.py kpis --on 2026-09-30 --cohort 19-21 --json
  manage.py kpis --quarter 2026-27Q2 --team "North Wendmere" --json
  manage.py kpis --month 2026-10 --json

--json prints one object:
  on       the day that the figures are of
  quarter  its name, such as "Quarter 2, 2026-27", where the frozen figures are of one; else null
  month    its name, such as "October 2026", with --month; else null
  team     whose: "The whole authority", "In no team's caseload", or the team with those below it
  figures  a list of
           {"measure", "name", "version", "cohort", "n", "d", "percent", "lower", "upper", "target", "stretch", "met",
            "terms", "revision", "reasons"}
           percent, lower, upper  100 n / d and its 95 % Wilson interval, with one decimal; null where d is 0
           stretch   the stretch target of that day in percent; null where there is none
           met       whether n of d reaches the target of that day; null where d is 0
           terms     the authority's choices by which it was counted, such as weeks between contacts
           revision  of a frozen figure, counted from 1; null for a day
           reasons   a list of {"reason", "state", "people"}: how many each reason decided; state is met, not_met
                     or excluded
  happened_from  the first day of the quarter of which "happened" is; "on" is its last. null where there is none
  happened  what happened in the quarter: with --quarter as frozen, with --on (or neither) from the first day of
           its quarter up to the day, as the record knows it now. Empty with --month and with --cohort, and for a
           quarter that was frozen before this was kept. A list of
           {"measure", "name", "version", "people", "unit", "amount", "n", "d", "percent", "target", "stretch", "met",
            "revision"}
           unit, amount  what is counted beside the people, such as "nights", and how many; null for a share
           n, d, percent of a share: how many rows count, of how many; null for what is no share
           target    in percent of a share, else in the unit (of the whole authority alone); null where there is none
           met       whether it reaches the target, up to the day; null without one, and for a share of nobody

Nobody is named. The exit status is 1 where there is no such day, quarter, month, team or age group.
"""
DECIMALS = 1


class Command(CommandWithManual):
    help = "Print the figures of a day, or of a frozen quarter or month, and what happened in the quarter."
    manual = MANUAL

    def add_arguments(self, parser: CommandParser) -> None:
        when = parser.add_mutually_exclusive_group()
        when.add_argument(
            "--on",
            type=_day,
            metavar="DAY",
            help="As at this day, such as 2026-09-30 (today); what happened: in its quarter, up to the day.",
        )
        when.add_argument(
            "--quarter", type=_quarter, metavar="QUARTER", help="As frozen, such as 2026-27Q2 (July to September 2026)."
        )
        when.add_argument("--month", type=_month, metavar="MONTH", help="As frozen, such as 2026-10; figures alone.")
        parser.add_argument("--cohort", choices=COHORTS, help="Figures of these ages only.")
        parser.add_argument("--team", default="", help="Of this team, by its name; none: in no team's caseload.")
        parser.add_argument("--json", action="store_true", help="Print one JSON object instead of lines.")

    def handle(self, *args: Any, **options: Any) -> None:
        ends_on: date | None = options["quarter"] or options["month"]
        day = ends_on or options["on"] or timezone.localdate()
        if not is_known(day, timezone.localdate()):
            raise CommandError(f"{NOT_KNOWN}.")
        scope = _scope(options["team"], day)
        figures = _frozen(ends_on, scope) if ends_on else _counted(day, scope)
        shown = [figure for figure in figures if options["cohort"] in (None, figure["cohort"])]
        happened = [] if options["month"] or options["cohort"] else _happened(day, scope, options["quarter"])
        with until_nobody_reads():
            if options["json"]:
                quarter = period_name(ends_on) if ends_on and is_end(ends_on) else None
                month = month_name(ends_on) if options["month"] and ends_on else None
                found = {"on": day.isoformat(), "quarter": quarter, "month": month}
                found |= {"team": scope.label, "figures": shown}
                found |= {"happened_from": first_day(day).isoformat() if happened else None}
                found |= {"happened": [each.as_json for each in happened]}
                self.stdout.write(json.dumps(found, ensure_ascii=False))
            else:
                self.stdout.writelines(f"{line}\n" for line in _lines(day, scope, shown, happened))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"{text!r} is no day: write it as 2026-09-30.") from None


def _quarter(text: str) -> date:
    ends_on = quarter_of_name(text)
    if ends_on is None:
        raise ArgumentTypeError(f"{text!r} is no quarter: write it as 2026-27Q2 (July to September 2026).")
    return ends_on


def _month(text: str) -> date:
    ends_on = month_of_name(text)
    if ends_on is None:
        raise ArgumentTypeError(f"{text!r} is no month: write it as 2026-10 (October 2026).")
    return ends_on


def _scope(team: str, day: date) -> TeamScope:
    scopes = every_scope(day)
    if not team:
        return scopes[0]
    found = [scope for scope in scopes if team in (scope.label, scope.key)]
    if not found:
        names = ", ".join(f'"{scope.label}"' for scope in scopes[2:])
        raise CommandError(f'There was no team "{team}" on {words.day(day)}. There were {names or "no teams"}.')
    return found[0]


def _counted(day: date, scope: TeamScope) -> Iterator[dict[str, Any]]:
    question = Question.on(day, scope)
    for figure in count(question).values():
        measure = figure.measure
        by_reason = {reason.code: figure.by_reason[reason.code] for reason in measure.reasons}
        terms = measure.terms_on(question.policies)
        yield _figure(
            measure,
            measure.version,
            figure,
            (question.target(measure), question.stretch(measure)),
            terms,
            by_reason,
            None,
        )


def _frozen(ends_on: date, scope: TeamScope) -> Iterator[dict[str, Any]]:
    frozen = FrozenFigure.objects.latest_revisions().of(scope).filter(period__ends_on=ends_on)
    by_key = {(figure.measure, figure.cohort): figure for figure in frozen}
    if not by_key:
        raise CommandError(f"{period_name(ends_on)} has no frozen figures of {scope.label}.")
    for code in MEASURES:
        for cohort in COHORTS:
            figure = by_key.get((code, cohort))
            if figure:
                by_reason: dict[str, int] = {}
                for reason in figure.members.values_list("reason", flat=True):
                    by_reason[reason] = by_reason.get(reason, 0) + 1
                yield _figure(
                    MEASURES[code],
                    figure.measure_version,
                    figure,
                    (figure.target, figure.stretch),
                    figure.terms,
                    by_reason,
                    figure.revision,
                )


def _figure(
    measure: Measure,
    version: int,
    counted: FigureCount | FrozenFigure,
    targets: tuple[int, int | None],
    terms: dict[str, Any],
    by_reason: dict[str, int],
    revision: int | None,
) -> dict[str, Any]:
    n, d = counted.n, counted.d
    target, stretch = targets
    interval, verdict = wilson(n, d), verdict_on_day(n, d, target, measure.better)
    states = {reason.code: reason.state for reason in measure.reasons}
    return {
        "measure": measure.code,
        "name": measure.name,
        "version": version,
        "cohort": counted.cohort if isinstance(counted, FrozenFigure) else counted.cohort.code,
        "n": n,
        "d": d,
        "percent": round(100 * n / d, DECIMALS) if d else None,
        "lower": round(100 * interval.lower, DECIMALS) if interval else None,
        "upper": round(100 * interval.upper, DECIMALS) if interval else None,
        "target": target,
        "stretch": stretch,
        "met": verdict.met if verdict else None,
        "terms": terms,
        "revision": revision,
        "reasons": [
            {"reason": code, "state": states.get(code, MeasureState.EXCLUDED), "people": people}
            for code, people in by_reason.items()
            if people
        ],
    }


class Happened(NamedTuple):
    """One measure of what happened, with its targets; `revision` of a frozen one."""

    numbers: PeriodNumbers
    version: int
    target: int | None
    stretch: int | None
    revision: int | None = None

    @property
    def is_met(self) -> bool | None:
        return None if self.target is None else self.numbers.reaches(self.target)

    @property
    def as_json(self) -> dict[str, Any]:
        measure, people, many, n, d = self.numbers
        is_share = measure.is_share
        return {
            "measure": measure.code,
            "name": measure.name,
            "version": self.version,
            "people": people,
            "unit": measure.unit[1] if measure.unit else None,
            "amount": None if is_share else many,
            "n": n if is_share else None,
            "d": d if is_share else None,
            "percent": round(100 * n / d, DECIMALS) if is_share and d else None,
            "target": self.target,
            "stretch": self.stretch,
            "met": self.is_met,
            "revision": self.revision,
        }

    @property
    def line(self) -> str:
        measure, people, *_ = self.numbers
        goal = f"; target {measure.goal_words(self.target)}" if self.target is not None else ""
        met = {True: ": met", False: ": not met", None: ""}[self.is_met]
        return f"{measure.name:<46} {self.numbers.said}, {words.amount(people, 'person', 'people')}{goal}{met}"


def _happened(day: date, scope: TeamScope, quarter: date | None) -> list[Happened]:
    """As frozen of a quarter; else from the first day of the quarter of the day up to it."""
    if quarter:
        kept = [each for each, _ in happenings_in(quarter, scope)]
        return [Happened(each.numbers, each.measure_version, each.target, each.stretch, each.revision) for each in kept]
    asked = PeriodAsked.of(ReportPeriod(first_day(day), day, period_name(last_day(day))), scope, timezone.localdate())
    return [
        Happened(
            period_line(measure, asked).numbers,
            measure.version,
            measure.target_in(asked.policies, is_whole=scope.is_authority),
            measure.stretch_in(asked.policies),
        )
        for measure in asked.measures()
    ]


def _lines(day: date, scope: TeamScope, figures: list[dict[str, Any]], happened: list[Happened]) -> Iterator[str]:
    yield f"{scope.label}, {words.day(day)}"
    for figure in figures:
        n, d = figure["n"], figure["d"]
        said = f"{percentage(n, d)}, likely {likely_range(wilson(n, d))}" if d else "nobody to count"
        targets = targets_in_words(figure["target"], figure["stretch"])
        yield f"{figure['name']:<20} {COHORTS[figure['cohort']].label:<15} {said}; target {targets}"
    if happened:
        yield f"What happened from {words.day(first_day(day))} to {words.day(day)}"
    yield from (each.line for each in happened)
