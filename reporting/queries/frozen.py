"""Frozen figures beside the record as it now is: which of them would be counted differently, and whom that is about."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from careleavers.rules.team_scopes import TeamScope
from reporting.models import FrozenFigure
from reporting.queries.figures import COHORT_COLUMNS, Question, everybody, more_work_memory
from reporting.queries.measures import MEASURES, Measure


def frozen_figures(ends_on: date, scope: TeamScope) -> dict[tuple[str, str], FrozenFigure]:
    """The last revision of each figure of a quarter and scope, by (measure code, cohort code)."""
    figures = FrozenFigure.objects.latest_revisions().of(scope).filter(quarter__ends_on=ends_on)
    return {(figure.measure, figure.cohort): figure for figure in figures}


def same_definition(figure: FrozenFigure, measure: Measure, question: Question) -> bool:
    """Whether the figure was counted as the measure is now, under the same choices of the authority."""
    return figure.measure_version == measure.version and figure.terms == measure.terms_on(question.policies)


def figures_with_other_people(question: Question, figures: list[FrozenFigure]) -> set[UUID]:
    """Of these figures the ids of those in which anybody is new, gone, or there for another reason."""
    if not figures:
        return set()
    fresh, params = sql_of_members(question, figures)
    rows = rows_of(
        f"""
        SELECT DISTINCT coalesce(kept.figure_id, fresh.figure_id) FROM ({fresh}) AS fresh
        FULL JOIN (SELECT * FROM reporting_frozenmember WHERE figure_id = ANY(%s::uuid[])) AS kept
            ON kept.figure_id = fresh.figure_id AND kept.person_id = fresh.person_id
        WHERE kept.reason IS DISTINCT FROM fresh.reason
        """,
        [*params, [figure.pk for figure in figures]],
    )
    return {figure_id for (figure_id,) in rows}


def sql_of_members(question: Question, figures: list[FrozenFigure]) -> tuple[str, list[Any]]:
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


def rows_of(sql: str, params: list[Any]) -> list[tuple[Any, ...]]:
    with more_work_memory(), connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall() if cursor.description else []
