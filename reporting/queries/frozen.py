"""Frozen figures beside the record as it now is: which of them would be counted differently, and whom that is about."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from careleavers.queries.teams import every_scope
from careleavers.rules.team_scopes import TeamScope
from reporting.models import FrozenFigure
from reporting.queries.figures import COHORT_COLUMNS, FigureCount, Question, count, everybody, more_work_memory
from reporting.queries.measures import MEASURES, Measure
from reporting.rules.cohorts import COHORTS


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


@dataclass(frozen=True)
class PersonChange:
    """Somebody who is counted otherwise: the codes of the reasons then and now, None where they were or are not in it.

    `where` are the labels of the scopes and ages it is about.
    """

    measure: Measure
    person_id: UUID
    was: str | None
    now: str | None
    where: tuple[str, ...]


@dataclass(frozen=True)
class FigureChange:
    """A figure that would be counted differently, or (without `before`) that was never frozen."""

    counted: FigureCount
    scope: TeamScope
    before: FrozenFigure | None

    @property
    def difference(self) -> tuple[int, int]:
        """How many more n and d."""
        before = (self.before.n, self.before.d) if self.before else (0, 0)
        return self.counted.n - before[0], self.counted.d - before[1]


@dataclass(frozen=True)
class Recount:
    """What counting a quarter again would change; `is_new`: none of its figures was ever frozen."""

    ends_on: date
    figures: list[FigureChange]
    people: list[PersonChange]
    is_new: bool


def recount(ends_on: date) -> Recount:
    """What counting the quarter again would change, without doing it. A few queries for each scope."""
    figures: list[FigureChange] = []
    where: dict[tuple[str, UUID, str | None, str | None], list[str]] = defaultdict(list)
    for scope in every_scope(ends_on):
        question, kept = Question.on(ends_on, scope), frozen_figures(ends_on, scope)
        by_id = {figure.pk: figure for figure in kept.values()}
        rows = _changed_people(question, list(kept.values()))
        moved = {figure_id for figure_id, *_ in rows}
        for figure_id, person_id, was, now in rows:
            figure = by_id[figure_id]
            label = f"{scope.label}, {COHORTS[figure.cohort].label.lower()}"
            where[figure.measure, person_id, was, now].append(label)
        for key, counted in count(question).items():
            before = kept.get(key)
            changed = before is None or before.pk in moved or not same_definition(before, counted.measure, question)
            if changed and (before or counted.by_reason):
                figures.append(FigureChange(counted, scope, before))
    people = [
        PersonChange(MEASURES[code], person_id, was, now, tuple(labels))
        for (code, person_id, was, now), labels in where.items()
    ]
    return Recount(ends_on, figures, people, not any(change.before for change in figures) and bool(figures))


def _changed_people(question: Question, figures: list[FrozenFigure]) -> list[tuple[UUID, UUID, str | None, str | None]]:
    """(figure, person, reason as frozen, reason now) of everybody who is new, gone or there for another reason."""
    if not figures:
        return []
    fresh, params = sql_of_members(question, figures)
    return rows_of(
        f"""
        SELECT coalesce(kept.figure_id, fresh.figure_id), coalesce(kept.person_id, fresh.person_id),
            kept.reason, fresh.reason
        FROM ({fresh}) AS fresh
        FULL JOIN (SELECT * FROM reporting_frozenmember WHERE figure_id = ANY(%s::uuid[])) AS kept
            ON kept.figure_id = fresh.figure_id AND kept.person_id = fresh.person_id
        WHERE kept.reason IS DISTINCT FROM fresh.reason
        """,
        [*params, [figure.pk for figure in figures]],
    )


def changed_since(figure: FrozenFigure, before: FrozenFigure) -> list[PersonChange]:
    """Whom a revision counts otherwise than the one before it. Two queries."""
    was, now = (dict(each.members.values_list("person_id", "reason")) for each in (before, figure))
    return [
        PersonChange(MEASURES[figure.measure], person_id, was.get(person_id), now.get(person_id), ())
        for person_id in {**was, **now}
        if was.get(person_id) != now.get(person_id)
    ]


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
