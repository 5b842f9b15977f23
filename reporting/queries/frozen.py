"""Frozen figures beside the record as it now is: which of them would be counted differently, and whom that is about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from careleavers.queries.teams import every_scope
from careleavers.rules.team_scopes import AUTHORITY, TeamScope
from reporting.models import FrozenFigure
from reporting.queries.figures import (
    COHORT_COLUMNS,
    FigureCount,
    Question,
    count_by_team,
    measures_by_cohort,
    members_of_cohorts,
    more_work_memory,
)
from reporting.queries.frozen_happenings import HappeningChange, changed_happenings
from reporting.queries.measures import MEASURES, Measure
from reporting.rules.cohorts import COHORTS
from reporting.rules.periods import is_end

FigureKey = tuple[str, str, str]  # of the scope, the measure and the cohort


@dataclass(frozen=True)
class PeriodEnd:
    """The last day of a period as the record now shows it: every figure of every scope, from one query.

    `scopes` are those of the day, by key; `scopes_of_team` the keys of those that hold the people of a team.
    """

    question: Question
    scopes: dict[str, TeamScope]
    scopes_of_team: dict[UUID | None, list[str]]
    counted: dict[FigureKey, FigureCount]

    @classmethod
    def on(cls, ends_on: date) -> PeriodEnd:
        question = Question.on(ends_on, AUTHORITY)
        scopes = {scope.key: scope for scope in every_scope(ends_on)}
        counted: dict[FigureKey, FigureCount] = {}
        scopes_of_team = {}
        for key in scopes:
            for measure, cohort in measures_by_cohort():
                counted[key, measure.code, cohort.code] = FigureCount(measure, cohort)
        for team, figures in count_by_team(question).items():
            scopes_of_team[team] = [key for key, scope in scopes.items() if scope.holds(team)]
            for key in scopes_of_team[team]:
                for (measure_code, cohort_code), figure in figures.items():
                    counted[key, measure_code, cohort_code].by_reason.update(figure.by_reason)
        return cls(question, scopes, scopes_of_team, counted)


def figure_key(figure: FrozenFigure) -> FigureKey:
    return figure.scope_key, figure.measure, figure.cohort


def frozen_figures(period_end: PeriodEnd) -> dict[FigureKey, FrozenFigure]:
    """The last revision of each figure of a period, of the scopes of its last day."""
    figures = FrozenFigure.objects.latest_revisions().filter(period__ends_on=period_end.question.day)
    return {figure_key(figure): figure for figure in figures if figure_key(figure) in period_end.counted}


def same_definition(figure: FrozenFigure, measure: Measure, question: Question) -> bool:
    """Whether the figure was counted as the measure is now, under the same choices of the authority."""
    return figure.measure_version == measure.version and figure.terms == measure.terms_on(question.policies)


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
    """What counting a period again would change; `is_new`: none of its figures was ever frozen."""

    ends_on: date
    figures: list[FigureChange]
    people: list[PersonChange]
    is_new: bool
    happenings: list[HappeningChange]

    @property
    def everybody(self) -> set[UUID]:
        """Whom it is about; of what is newly frozen nobody is named."""
        named = (change for change in self.happenings if change.before and change.line.measure.has_names)
        return {change.person_id for change in self.people}.union(*(change.people for change in named))


def recount(ends_on: date, today: date) -> Recount:
    """What counting the period again would change, without doing it. A constant number of queries."""
    period_end = PeriodEnd.on(ends_on)
    kept = frozen_figures(period_end)
    by_id = {figure.pk: figure for figure in kept.values()}
    where: dict[tuple[str, UUID, str | None, str | None], list[str]] = defaultdict(list)
    rows = changed_people(period_end, kept.values())
    for figure_id, person_id, was, now in rows:
        figure = by_id[figure_id]
        label = f"{period_end.scopes[figure.scope_key].label}, {COHORTS[figure.cohort].label.lower()}"
        where[figure.measure, person_id, was, now].append(label)
    figures = [
        FigureChange(counted, period_end.scopes[key[0]], before)
        for key, counted, before in figures_to_freeze(period_end, kept, {figure_id for figure_id, *_ in rows})
    ]
    people = [
        PersonChange(MEASURES[code], person_id, was, now, tuple(labels))
        for (code, person_id, was, now), labels in where.items()
    ]
    is_new = not any(change.before for change in figures) and bool(figures)
    return Recount(ends_on, figures, people, is_new, changed_happenings(ends_on, today) if is_end(ends_on) else [])


def figures_to_freeze(
    period_end: PeriodEnd, kept: Mapping[FigureKey, FrozenFigure], with_other_people: Collection[UUID]
) -> Iterator[tuple[FigureKey, FigureCount, FrozenFigure | None]]:
    """The figures that are new or counted otherwise than they were kept, each with its last revision."""
    for key, counted in period_end.counted.items():
        before = kept.get(key)
        if before is None:
            changed = bool(counted.by_reason)
        else:
            alike = same_definition(before, counted.measure, period_end.question)
            changed = before.pk in with_other_people or not alike
        if changed:
            yield key, counted, before


def changed_people(
    period_end: PeriodEnd, figures: Collection[FrozenFigure]
) -> list[tuple[UUID, UUID, str | None, str | None]]:
    """(figure, person, reason as frozen, reason now) of everybody who is new, gone or there for another reason."""
    if not figures:
        return []
    fresh, params = sql_of_members(period_end, figures)
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


def sql_of_members(period_end: PeriodEnd, figures: Collection[FrozenFigure]) -> tuple[str, list[Any]]:
    """Everybody of each figure: figure_id, measure, person_id, reason. Everybody is asked about once."""
    quote = connection.ops.quote_name
    question = period_end.question
    people, days = members_of_cohorts(question.scope).text_for(tuple(question.days.each))
    asked = measures_by_cohort()
    each = ", ".join(
        f"(%s, %s, people.{quote(COHORT_COLUMNS[cohort.code])}, people.{quote(measure.code)})"
        for measure, cohort in asked
    )
    named = [code for measure, cohort in asked for code in (measure.code, cohort.code)]
    in_scopes = [(str(team or ""), key) for team, keys in period_end.scopes_of_team.items() for key in keys]
    wanted = [(figure.pk, *figure_key(figure)) for figure in figures]
    return (
        f"""
        SELECT wanted.figure_id, wanted.measure, people.id AS person_id, each.reason
        FROM ({people.text} OFFSET 0) AS people
        CROSS JOIN LATERAL (VALUES {each}) AS each (measure, cohort, is_of_cohort, reason)
        JOIN unnest(%s::text[], %s::text[]) AS in_scope (team_id, scope)
            ON in_scope.team_id = coalesce(people.holder_team::text, '')
        JOIN unnest(%s::uuid[], %s::text[], %s::text[], %s::text[]) AS wanted (figure_id, scope, measure, cohort)
            ON wanted.scope = in_scope.scope AND wanted.measure = each.measure AND wanted.cohort = each.cohort
        WHERE each.is_of_cohort
        """,
        [*people.parameters_with(days), *named, *_columns(in_scopes, 2), *_columns(wanted, 4)],
    )


def _columns(rows: Sequence[tuple[Any, ...]], many: int) -> list[list[Any]]:
    return [[row[place] for row in rows] for place in range(many)]


def rows_of(sql: str, params: list[Any]) -> list[tuple[Any, ...]]:
    with more_work_memory(), connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall() if cursor.description else []
