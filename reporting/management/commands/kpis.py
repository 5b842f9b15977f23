"""`manage.py kpis`: the figures of a day, or of a quarter as it was frozen, for a report or another program."""

from __future__ import annotations

import json
from argparse import ArgumentTypeError
from collections.abc import Iterator
from datetime import date
from typing import Any

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
from reporting.queries.measures import MEASURES, Measure
from reporting.rules.cohorts import COHORTS
from reporting.rules.measure_states import MeasureState
from reporting.rules.quarters import quarter_name, quarter_of_name
from reporting.rules.statistics import likely_range, percentage, verdict_on_day, wilson

MANUAL = """\
  manage.py kpis
  manage.py kpis --on 2026-09-30 --cohort 19-21 --json
  manage.py kpis --quarter 2026-27Q2 --team "North Wendmere" --json

--json prints one object:
  on       the day that the figures are of
  quarter  its name, such as "Quarter 2, 2026-27", with --quarter; else null
  team     whose: "The whole authority", "In no team's caseload", or the team with those below it
  figures  a list of
           {"measure", "name", "version", "cohort", "n", "d", "percent", "lower", "upper", "target", "met", "terms",
            "revision", "reasons"}
           percent, lower, upper  100 n / d and its 95 % Wilson interval, with one decimal; null where d is 0
           met       whether n of d reaches the target of that day; null where d is 0
           terms     the authority's choices by which it was counted, such as weeks between contacts
           revision  of a frozen figure, counted from 1; null for a day
           reasons   a list of {"reason", "state", "people"}: how many each reason decided; state is met, not_met
                     or excluded

Nobody is named. The exit status is 1 where there is no such day, quarter, team or age group.
"""
DECIMALS = 1


class Command(CommandWithManual):
    help = "Print the figures of a day, or of a frozen quarter."
    manual = MANUAL

    def add_arguments(self, parser: CommandParser) -> None:
        when = parser.add_mutually_exclusive_group()
        when.add_argument("--on", type=_day, metavar="DAY", help="As at this day, such as 2026-09-30 (today).")
        when.add_argument(
            "--quarter", type=_quarter, metavar="QUARTER", help="As frozen, such as 2026-27Q2 (July to September 2026)."
        )
        parser.add_argument("--cohort", choices=COHORTS, help="Of these ages only.")
        parser.add_argument("--team", default="", help="Of this team, by its name; none: in no team's caseload.")
        parser.add_argument("--json", action="store_true", help="Print one JSON object instead of lines.")

    def handle(self, *args: Any, **options: Any) -> None:
        quarter_end: date | None = options["quarter"]
        day = quarter_end or options["on"] or timezone.localdate()
        if not is_known(day, timezone.localdate()):
            raise CommandError(f"{NOT_KNOWN}.")
        scope = _scope(options["team"], day)
        figures = _frozen(quarter_end, scope) if quarter_end else _counted(day, scope)
        shown = [figure for figure in figures if options["cohort"] in (None, figure["cohort"])]
        with until_nobody_reads():
            if options["json"]:
                quarter = None if quarter_end is None else quarter_name(quarter_end)
                found = {"on": day.isoformat(), "quarter": quarter, "team": scope.label, "figures": shown}
                self.stdout.write(json.dumps(found, ensure_ascii=False))
            else:
                self.stdout.writelines(f"{line}\n" for line in _lines(day, scope, shown))


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
        yield _figure(measure, measure.version, figure, question.target(measure), terms, by_reason, None)


def _frozen(ends_on: date, scope: TeamScope) -> Iterator[dict[str, Any]]:
    frozen = FrozenFigure.objects.latest_revisions().of(scope).filter(quarter__ends_on=ends_on)
    by_key = {(figure.measure, figure.cohort): figure for figure in frozen}
    if not by_key:
        raise CommandError(f"{quarter_name(ends_on)} has no frozen figures of {scope.label}.")
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
                    figure.target,
                    figure.terms,
                    by_reason,
                    figure.revision,
                )


def _figure(
    measure: Measure,
    version: int,
    counted: FigureCount | FrozenFigure,
    target: int,
    terms: dict[str, Any],
    by_reason: dict[str, int],
    revision: int | None,
) -> dict[str, Any]:
    n, d = counted.n, counted.d
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
        "met": verdict.met if verdict else None,
        "terms": terms,
        "revision": revision,
        "reasons": [
            {"reason": code, "state": states.get(code, MeasureState.EXCLUDED), "people": people}
            for code, people in by_reason.items()
            if people
        ],
    }


def _lines(day: date, scope: TeamScope, figures: list[dict[str, Any]]) -> Iterator[str]:
    yield f"{scope.label}, {words.day(day)}"
    for figure in figures:
        n, d = figure["n"], figure["d"]
        said = f"{percentage(n, d)}, likely {likely_range(wilson(n, d))}" if d else "nobody to count"
        yield f"{figure['name']:<20} {COHORTS[figure['cohort']].label:<15} {said}; target {figure['target']} %"
