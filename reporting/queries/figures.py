"""The record as at a day, and every figure counted from it in one query."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from itertools import chain
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import (
    BooleanField,
    Count,
    Exists,
    Expression,
    ExpressionWrapper,
    F,
    FilteredRelation,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)
from django.db.models.lookups import IsNull

from careleavers.models import Contact, PolicyValue, YoungPerson
from careleavers.models.base import on_day
from careleavers.models.housing import suitable_on
from careleavers.models.people import case_holder_on
from careleavers.models.statements import Statement
from careleavers.queries.open_points import undecided_on
from careleavers.queries.teams import in_scope
from careleavers.rules.clocks.contact import in_time_from
from careleavers.rules.code_sets import Status
from careleavers.rules.dates import LeapDay
from careleavers.rules.team_scopes import TeamScope
from reporting.queries.measures import MEASURES, Measure, MeasureReason
from reporting.rules.cohorts import COHORTS, WIDEST, Births, Cohort
from reporting.rules.measure_states import MeasureState

# The people spoken with in eight weeks, of 100,000, fit into this; the default makes the database look each one up.
WORK_MEMORY = "64MB"
# The column that says whether somebody is of a cohort.
COHORT_COLUMNS = {code: f"aged_{code.replace('-', '_to_')}" for code in COHORTS}
DAYS_OF_A_QUESTION = [date] * (2 + 2 * len(COHORTS))


@dataclass(frozen=True)
class QuestionDays:
    """The days that a question turns on: the one asked about, the first on which a contact is still in time, and
    those of birth of each cohort by its code."""

    day: date
    in_time: date
    births: Mapping[str, Births]

    @property
    def each(self) -> list[date]:
        """As a statement takes them, of the kinds that DAYS_OF_A_QUESTION says."""
        return [self.day, self.in_time, *chain.from_iterable(self.births.values())]

    @classmethod
    def of(cls, each: Sequence[date]) -> QuestionDays:
        day, in_time, *births = each
        pairs = [Births(first, last) for first, last in zip(births[::2], births[1::2], strict=True)]
        return cls(day, in_time, dict(zip(COHORTS, pairs, strict=True)))


@dataclass(frozen=True)
class Question:
    """Which day, and of whom, under the authority's choices in force on that day."""

    day: date
    scope: TeamScope
    policies: Mapping[str, Any]

    @classmethod
    def on(cls, day: date, scope: TeamScope) -> Question:
        return cls(day, scope, PolicyValue.objects.in_force(day))

    @property
    def leap_day(self) -> LeapDay:
        leap_day: LeapDay = self.policies["leap_day"]
        return leap_day

    @property
    def days(self) -> QuestionDays:
        births = {code: cohort.births(self.day, self.leap_day) for code, cohort in COHORTS.items()}
        return QuestionDays(self.day, in_time_from(self.day, self.policies["keep_in_touch_weeks"]), births)

    def target(self, measure: Measure) -> int:
        """In percent."""
        percent: int = self.policies[measure.target.key]
        return percent

    def stretch(self, measure: Measure) -> int | None:
        """The stretch target in percent; None where the authority has none."""
        return self.policies[measure.stretch.key] or None


@dataclass
class FigureCount:
    """One measure of one cohort: how many people each reason decided."""

    measure: Measure
    cohort: Cohort
    by_reason: Counter[str] = field(default_factory=Counter)

    @property
    def n(self) -> int:
        return self.of(MeasureState.MET)

    @property
    def d(self) -> int:
        return self.of(MeasureState.MET) + self.of(MeasureState.NOT_MET)

    def of(self, state: MeasureState) -> int:
        return sum(self.by_reason[reason.code] for reason in self.measure.reasons if reason.state == state)

    def to_fix(self) -> list[tuple[int, MeasureReason]]:
        """What is missing in the record, and for how many."""
        return [
            (self.by_reason[reason.code], reason)
            for reason in self.measure.reasons
            if reason.to_fix and self.by_reason[reason.code]
        ]


def as_at(scope: TeamScope, days: QuestionDays, terms: Collection[str] | None = None) -> QuerySet[YoungPerson]:
    """Everybody in the scope, with what was so on the day: the terms in which measures are written.

    Joins: `status_period`, `home`, `occupation`, `opened`, `plan_status`, each at most one row. Aliases: `has_died`,
    `home_suits`, `spoke`, `ever_spoke`; only those among `terms`, where it is given: each may cost the database a join.
    Everybody counts, whoever is viewing.
    """
    day = days.day
    people = YoungPerson.objects.alias(
        status_period=FilteredRelation("status_periods", condition=on_day(day, "status_periods__")),
        home=FilteredRelation("homes", condition=on_day(day, "homes__")),
        occupation=FilteredRelation("occupations", condition=on_day(day, "occupations__")),
        opened=FilteredRelation("involvements", condition=on_day(day, "involvements__")),
        plan_status=FilteredRelation("plan_statuses", condition=on_day(day, "plan_statuses__")),
        **{name: event for name, event in _events(scope, days).items() if terms is None or name in terms},
    )
    return in_scope(people, scope, day)


def _events(scope: TeamScope, days: QuestionDays) -> dict[str, Any]:
    day = days.day
    spoke = Contact.objects.live().with_young_person().filter(person=OuterRef("pk"))
    any_of = Exists if scope.is_authority else _looked_up

    return {
        "home_suits": suitable_on(day, "home__"),
        "has_died": _condition(Q(status_period__status=Status.DECEASED) | Q(died_on__lte=day)),
        "spoke": any_of(spoke.filter(happened_on__range=(days.in_time, day))),
        # Asked only of those not spoken with lately.
        "ever_spoke": _looked_up(spoke.filter(happened_on__lte=day)),
    }


def _looked_up(rows: QuerySet[Any]) -> Expression:
    """Whether there is such a row, asked by an index for one person after the other.

    For everybody the database does better with EXISTS, which it finds in one table of all such rows.
    """
    return ~IsNull(Subquery(rows.order_by().values("pk")[:1]), True)


def _condition(holds: Q) -> Expression:
    return ExpressionWrapper(holds, BooleanField())


def born_in_cohort(cohort: Cohort, days: QuestionDays) -> Q:
    return Q(date_of_birth__range=days.births[cohort.code])


def count(question: Question) -> dict[tuple[str, str], FigureCount]:
    """Every figure that is asked, by (measure code, cohort code), in one query.

    The database groups people by age group and by the reason that decides each measure; adding up the few groups
    gives n, d and how many each reason decided.
    """
    with more_work_memory():
        return _add_up(_groups(question.scope).dicts(*question.days.each))


@lru_cache(maxsize=256)
def _groups(scope: TeamScope, *divided_by: str) -> Statement:
    def build(*each: date) -> Any:
        days = QuestionDays.of(each)
        people = everybody(scope, days).alias(holder=case_holder_on(days.day)).order_by()
        return people.values(*divided_by, *COHORT_COLUMNS.values(), *MEASURES).annotate(people=Count("*"))

    return Statement(build, *DAYS_OF_A_QUESTION)


@lru_cache(maxsize=256)
def members_of_cohorts(scope: TeamScope) -> Statement:
    """Everybody of any cohort: their id, the team of their case holder on the day, whether they are of each cohort, and
    what decides each measure. Asked with the days of a question."""

    def build(*each: date) -> Any:
        days = QuestionDays.of(each)
        people = everybody(scope, days).alias(holder=case_holder_on(days.day)).order_by()
        return people.annotate(holder_team=F("holder__team_id")).values_list(
            "id", "holder_team", *COHORT_COLUMNS.values(), *MEASURES
        )

    return Statement(build, *DAYS_OF_A_QUESTION)


def count_by_team(question: Question) -> dict[UUID | None, dict[tuple[str, str], FigureCount]]:
    """The same by the team of the case holder on the day, None for those in no team's caseload. One query."""
    by_team: dict[UUID | None, list[dict[str, Any]]] = defaultdict(list)
    with more_work_memory():
        for group in _groups(question.scope, "holder__team_id").dicts(*question.days.each):
            by_team[group["holder__team_id"]].append(group)
    return {team: _add_up(found) for team, found in by_team.items()}


def _add_up(groups: Iterable[Mapping[str, Any]]) -> dict[tuple[str, str], FigureCount]:
    counted = {(measure.code, cohort.code): FigureCount(measure, cohort) for measure, cohort in measures_by_cohort()}
    for group in groups:
        for figure in counted.values():
            if group[COHORT_COLUMNS[figure.cohort.code]]:
                figure.by_reason[group[figure.measure.code]] += group["people"]
    return counted


def everybody(scope: TeamScope, days: QuestionDays) -> QuerySet[YoungPerson]:
    """Everybody of any cohort in the scope, with whether they are of each cohort and what decides each measure."""
    ages = {COHORT_COLUMNS[code]: _condition(born_in_cohort(cohort, days)) for code, cohort in COHORTS.items()}
    reasons = {measure.code: measure.why() for measure in MEASURES.values()}
    return as_at(scope, days).filter(born_in_cohort(WIDEST, days)).annotate(**ages, **reasons)


def measures_by_cohort() -> list[tuple[Measure, Cohort]]:
    """Which figures there are: pathway plans are owed from 16, the other figures begin at 18."""
    return [
        (measure, cohort)
        for measure in MEASURES.values()
        for cohort in COHORTS.values()
        if cohort.youngest >= measure.youngest
    ]


def people_of(question: Question, measure: Measure, cohort: Cohort) -> QuerySet[YoungPerson]:
    """Everybody of the cohort in the scope, each with the code of the reason that decides, as `why`."""
    days = question.days
    people = as_at(question.scope, days, measure.asks_of_the_day)
    return people.filter(born_in_cohort(cohort, days)).annotate(why=measure.why())


def people_in(question: Question, cohort: Cohort) -> QuerySet[YoungPerson]:
    """Those of `people_of`, whatever is asked about them."""
    return in_scope(YoungPerson.objects.filter(born_in_cohort(cohort, question.days)), question.scope, question.day)


def hang_on_open_points(question: Question, cohort: Cohort) -> int:
    """How many of the cohort in the scope have a legal status that hangs on an undecided point of law."""
    people = people_in(question, cohort)
    return people.filter(pk__in=undecided_on(question.day).values("person")).count()


@contextmanager
def more_work_memory() -> Iterator[None]:
    """Memory for the one large question, given back after it."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('work_mem', %s, true)", [WORK_MEMORY])
        yield
