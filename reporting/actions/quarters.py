"""Freezing a quarter: its figures, with the people behind each, kept as they were counted."""

from __future__ import annotations

import json
from datetime import date

from careleavers.actions.base import Refused, action, record_event
from careleavers.models import User
from reporting.models import FrozenFigure, FrozenQuarter
from reporting.queries.frozen import (
    QuarterEnd,
    changed_people,
    figures_to_freeze,
    frozen_figures,
    rows_of,
    sql_of_members,
)
from reporting.queries.measures import MEASURES
from reporting.rules import quarters


@action
def freeze_quarter(*, by: User | None, quarter_end: date, today: date, reason: str = "") -> int:
    """Freeze the quarter's figures for every scope of its last day; returns how many figures are new or revised.

    A figure that was frozen and is found the same, people and reasons included, is left alone; one that changed gets
    a new revision, with the reason. Refused for a day that ends no quarter, and for a quarter that is not over.
    """
    if not quarters.is_quarter_end(quarter_end):
        raise Refused("A quarter ends on 31 March, 30 June, 30 September or 31 December. Choose one of these days.")
    if quarter_end >= today:
        raise Refused("This quarter is not over yet. Freeze it once its last day has passed.")
    quarter, _ = FrozenQuarter.objects.get_or_create(ends_on=quarter_end)
    # Two at once take turns: the second finds nothing to do.
    FrozenQuarter.objects.select_for_update().get(pk=quarter.pk)
    written = _write_what_changed(by, quarter, reason)
    if written:
        record_event("quarter_frozen", by=by, on=quarter, ends_on=quarter_end, figures=written, reason=reason)
    return written


def due_quarters(today: date) -> list[date]:
    """The quarters that ended and have no frozen figures: since the first that was ever frozen, else the last alone."""
    frozen = set(FrozenQuarter.objects.values_list("ends_on", flat=True))
    last = quarters.last_ended(today)
    return [day for day in quarters.quarter_ends_between(min(frozen, default=last), last) if day not in frozen]


@action
def freeze_past_quarters(*, by: None = None, today: date, many: int) -> None:
    """Freeze so many quarters that ended before today, as the record now shows them: a past for the demo's trends."""
    for ends_on in quarters.last_quarter_ends(today, many):
        freeze_quarter(by=by, quarter_end=ends_on, today=today)


def _write_what_changed(by: User | None, quarter: FrozenQuarter, reason: str) -> int:
    """Write the figures that are new or changed; one statement compares everybody, one writes them."""
    now = QuarterEnd.on(quarter.ends_on)
    kept = frozen_figures(now)
    with_other_people = {figure_id for figure_id, *_ in changed_people(now, kept.values())}
    fresh = [
        FrozenFigure(
            quarter=quarter,
            measure=counted.measure.code,
            measure_version=counted.measure.version,
            cohort=counted.cohort.code,
            team_id=now.scopes[scope].team_id,
            in_no_caseload=now.scopes[scope].in_no_caseload,
            n=counted.n,
            d=counted.d,
            target=now.question.target(counted.measure),
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


def _write_members(quarter_end: QuarterEnd, figures: list[FrozenFigure]) -> None:
    if figures:
        fresh, params = sql_of_members(quarter_end, figures)
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
