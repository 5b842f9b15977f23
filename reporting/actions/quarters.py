"""Freezing a quarter: its figures, with the people behind each, kept as they were counted."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from careleavers.actions.base import Refused, action, record_event
from careleavers.models import Team, User, YoungPerson
from careleavers.models.staff import TeamTree
from reporting.models import FrozenFigure, FrozenQuarter
from reporting.queries.figures import COHORT_COLUMNS, FigureCount, Question, count, everybody, more_work_memory
from reporting.queries.measures import MEASURES
from reporting.rules import quarters
from reporting.rules.cohorts import AUTHORITY, FigureScope

QUICK_UP_TO = 5_000  # people of a demo council: beyond, its past would take minutes


@action
def freeze_quarter(*, by: User | None, quarter_end: date, today: date) -> int:
    """Freeze the quarter's figures for the authority and each team; returns how many figures are new or revised.

    A figure that was frozen and is found the same, people and reasons included, is left alone; one that changed gets
    a new revision. Refused for a day that ends no quarter, and for a quarter that is not over.
    """
    if not quarters.is_quarter_end(quarter_end):
        raise Refused("A quarter ends on 31 March, 30 June, 30 September or 31 December. Choose one of these days.")
    if quarter_end >= today:
        raise Refused("This quarter is not over yet. Freeze it once its last day has passed.")
    quarter, _ = FrozenQuarter.objects.get_or_create(ends_on=quarter_end)
    # Two at once take turns: the second finds nothing to do.
    FrozenQuarter.objects.select_for_update().get(pk=quarter.pk)
    written = sum(_freeze_scope(by, quarter, Question.on(quarter_end, scope)) for scope in scopes(quarter_end))
    if written:
        record_event("quarter_frozen", by=by, on=quarter, ends_on=quarter_end, figures=written)
    return written


def due_quarters(today: date) -> list[date]:
    """The quarters that ended and have no frozen figures: since the first that was ever frozen, else the last alone."""
    frozen = set(FrozenQuarter.objects.values_list("ends_on", flat=True))
    last = quarters.last_ended(today)
    return [day for day in quarters.quarter_ends_between(min(frozen, default=last), last) if day not in frozen]


@action
def freeze_past_quarters(*, by: None = None, today: date, many: int = 8) -> None:
    """Freeze so many quarters that ended before today, as the record now shows them: a past for the demo's trends."""
    if YoungPerson.objects.count() <= QUICK_UP_TO:
        for ends_on in quarters.last_quarter_ends(today, many):
            freeze_quarter(by=by, quarter_end=ends_on, today=today)


def scopes(day: date) -> Iterator[FigureScope]:
    """The whole authority, and each team that was not closed by the day with the teams below it."""
    yield AUTHORITY
    teams = list(Team.objects.all())
    tree = TeamTree((team.pk, team.parent_id) for team in teams)
    for team in teams:
        if team.closed_on is None or team.closed_on > day:
            yield FigureScope(team.name, team.pk, tree.below([team.pk]))


def _freeze_scope(by: User | None, quarter: FrozenQuarter, question: Question) -> int:
    """Write what is new or changed in one scope; one statement compares everybody, one writes them."""
    team = question.scope.team_id
    kept = {
        (figure.measure, figure.cohort): figure
        for figure in FrozenFigure.objects.latest_revisions().filter(quarter=quarter, team=team)
    }
    moved = _with_other_people(question, list(kept.values()))
    fresh = []
    for key, counted in count(question).items():
        before = kept.get(key)
        if before and before.pk not in moved and before.measure_version == counted.measure.version:
            continue
        if before or counted.by_reason:
            fresh.append(_figure(by, quarter, question, counted, revision=before.revision + 1 if before else 1))
    FrozenFigure.objects.bulk_create(fresh)
    _write_members(question, fresh)
    return len(fresh)


def _figure(
    by: User | None, quarter: FrozenQuarter, question: Question, counted: FigureCount, revision: int
) -> FrozenFigure:
    return FrozenFigure(
        quarter=quarter,
        measure=counted.measure.code,
        measure_version=counted.measure.version,
        cohort=counted.cohort.code,
        team_id=question.scope.team_id,
        n=counted.n,
        d=counted.d,
        target=question.target(counted.measure),
        revision=revision,
        frozen_by=by,
    )


def _with_other_people(question: Question, figures: list[FrozenFigure]) -> set[UUID]:
    """Of these figures the ids of those in which anybody is new, gone, or there for another reason."""
    if not figures:
        return set()
    fresh, params = _sql_of_members(question, figures)
    rows = _rows(
        f"""
        SELECT DISTINCT coalesce(kept.figure_id, fresh.figure_id) FROM ({fresh}) AS fresh
        FULL JOIN (SELECT * FROM reporting_frozenmember WHERE figure_id = ANY(%s::uuid[])) AS kept
            ON kept.figure_id = fresh.figure_id AND kept.person_id = fresh.person_id
        WHERE kept.reason IS DISTINCT FROM fresh.reason
        """,
        [*params, [figure.pk for figure in figures]],
    )
    return {figure_id for (figure_id,) in rows}


def _write_members(question: Question, figures: list[FrozenFigure]) -> None:
    if figures:
        fresh, params = _sql_of_members(question, figures)
        states = {
            f"{measure.code} {reason.code}": reason.state.value
            for measure in MEASURES.values()
            for reason in measure.reasons
        }
        _rows(
            f"""
            INSERT INTO reporting_frozenmember (figure_id, person_id, state, reason)
            SELECT figure_id, person_id, %s::jsonb ->> (measure || ' ' || reason), reason FROM ({fresh}) AS fresh
            """,
            [json.dumps(states), *params],
        )


def _sql_of_members(question: Question, figures: list[FrozenFigure]) -> tuple[str, list[Any]]:
    """Everybody of each figure: figure_id, measure, person_id, reason. Everybody is asked about once."""
    quote = connection.ops.quote_name
    people, params = (
        everybody(question).order_by().values_list("id", *COHORT_COLUMNS.values(), *MEASURES).query.sql_with_params()
    )
    each = ", ".join(
        f"(%s::uuid, %s, people.{quote(COHORT_COLUMNS[figure.cohort])}, people.{quote(figure.measure)})"
        for figure in figures
    )
    named = [value for figure in figures for value in (figure.pk, figure.measure)]
    return (
        f"""
        SELECT each.figure_id, each.measure, people.id AS person_id, each.reason
        FROM ({people} OFFSET 0) AS people
        CROSS JOIN LATERAL (VALUES {each}) AS each (figure_id, measure, is_of_cohort, reason)
        WHERE each.is_of_cohort
        """,
        [*params, *named],
    )


def _rows(sql: str, params: list[Any]) -> list[tuple[Any, ...]]:
    with more_work_memory(), connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall() if cursor.description else []
