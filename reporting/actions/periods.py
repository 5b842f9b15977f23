"""Freezing a quarter or a month: its figures, with the people behind each, kept as they were counted."""

from __future__ import annotations

import json
from datetime import date

from careleavers.actions.base import Refused, action, record_event
from careleavers.models import User
from reporting.actions.happenings import freeze_happenings
from reporting.models import FrozenFigure, FrozenPeriod
from reporting.queries.frozen import (
    PeriodEnd,
    changed_people,
    figures_to_freeze,
    frozen_figures,
    rows_of,
    sql_of_members,
)
from reporting.queries.measures import MEASURES
from reporting.rules import periods
from reporting.rules.periods import MONTH, QUARTER, PeriodKind


@action
def freeze_period(*, by: User | None, ends_on: date, today: date, reason: str = "") -> int:
    """Freeze the period's figures for every scope of its last day, and of a quarter what happened in it; returns how
    many figures are new or revised.

    A figure that was frozen and is found the same, people and reasons included, is left alone; one that changed gets
    a new revision, with the reason. Refused for a day that ends no month, and for a period that is not over.
    """
    if not periods.is_end(ends_on, MONTH):
        raise Refused("A quarter or a month ends on the last day of a month. Choose such a day.")
    if ends_on >= today:
        raise Refused(f"{periods.period_name(ends_on)} is not over yet. Freeze it once its last day has passed.")
    period, _ = FrozenPeriod.objects.get_or_create(ends_on=ends_on)
    # Two at once take turns: the second finds nothing to do.
    FrozenPeriod.objects.select_for_update().get(pk=period.pk)
    written = _write_what_changed(by, period, reason)
    if period.is_quarter:
        written += freeze_happenings(by=by, period=period, reason=reason, today=today)
    if written:
        kind = "quarter_frozen" if period.is_quarter else "month_frozen"
        record_event(kind, by=by, on=period, ends_on=ends_on, figures=written, reason=reason)
    return written


def due_periods(today: date) -> list[date]:
    """The last days of the periods that are over and have no frozen figures, the earliest first.

    Of quarters and of months each since the first that was ever frozen, else the last alone.
    """
    quarters = set(FrozenPeriod.objects.quarters().values_list("ends_on", flat=True))
    months = set(FrozenPeriod.objects.months().values_list("ends_on", flat=True))
    # The month that ends a quarter is that quarter.
    due = {*_due(QUARTER, quarters, today), *(day for day in _due(MONTH, months, today) if not periods.is_end(day))}
    return sorted(due)


def _due(kind: PeriodKind, frozen: set[date], today: date) -> list[date]:
    last = periods.last_ended(today, kind)
    return [day for day in periods.ends_between(min(frozen, default=last), last, kind) if day not in frozen]


@action
def freeze_past_periods(*, by: None = None, today: date, many: int, months: int = 0) -> None:
    """Freeze so many quarters and months that ended before today, as the record now shows them: a past for the demo."""
    for ends_on in sorted({*periods.last_ends(today, many), *periods.last_ends(today, months, MONTH)}):
        freeze_period(by=by, ends_on=ends_on, today=today)


def _write_what_changed(by: User | None, period: FrozenPeriod, reason: str) -> int:
    """Write the figures that are new or changed; one statement compares everybody, one writes them."""
    now = PeriodEnd.on(period.ends_on)
    kept = frozen_figures(now)
    with_other_people = {figure_id for figure_id, *_ in changed_people(now, kept.values())}
    fresh = [
        FrozenFigure(
            period=period,
            measure=counted.measure.code,
            measure_version=counted.measure.version,
            cohort=counted.cohort.code,
            team_id=now.scopes[scope].team_id,
            in_no_caseload=now.scopes[scope].in_no_caseload,
            n=counted.n,
            d=counted.d,
            target=now.question.target(counted.measure),
            stretch=now.question.stretch(counted.measure),
            terms=counted.measure.terms_on(now.question.policies),
            revision=before.revision + 1 if before else 1,
            frozen_by=by,
            reason=reason,
        )
        for (scope, _, _), counted, before in figures_to_freeze(now, kept, with_other_people)
    ]
    FrozenFigure.objects.bulk_create(fresh)
    _write_members(now, fresh)
    return len(fresh)


def _write_members(period_end: PeriodEnd, figures: list[FrozenFigure]) -> None:
    if figures:
        fresh, params = sql_of_members(period_end, figures)
        states = {
            f"{measure.code} {reason.code}": reason.state.value
            for measure in MEASURES.values()
            for reason in measure.reasons
        }
        rows_of(
            f"""
            INSERT INTO reporting_frozenmember (figure_id, person_id, state, reason)
            SELECT figure_id, person_id, %s::jsonb ->> (measure || ' ' || reason), reason FROM ({fresh}) AS fresh
            """,
            [json.dumps(states), *params],
        )
