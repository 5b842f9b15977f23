"""Dip samples: the plans that could be drawn, what a reader may know of their grades, and results over time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.db.models import QuerySet

from careleavers.models import User, YoungPerson
from careleavers.queries.caseloads import open_people
from careleavers.queries.teams import in_scope, scopes_of
from careleavers.rules.team_scopes import TeamScope
from pathways.models import PlanGrade, PlanSample, PlanVersion, SampledPlan
from pathways.rules.plan_samples import GOOD_ENOUGH, THEMES, Agreed, agreed, why_not_grade


def plans_to_draw(user: User, scope: TeamScope, today: date) -> list[UUID]:
    """The versions in force of those open to the service in the scope whom this user may see. One query."""
    people = in_scope(open_people(user, today).filter(died_on=None), scope, today)
    latest = PlanVersion.objects.authorised().filter(plan__person__in=people.values("pk"))
    newest = latest.order_by("plan", "-number").distinct("plan")
    return list(newest.values_list("pk", flat=True))


def samples_of(user: User, today: date) -> QuerySet[PlanSample]:
    """Those drawn from a scope that the user's roles reach, the latest first."""
    samples = PlanSample.objects.select_related("team", "recorded_by")
    if user.access.whole_authority:
        return samples
    return samples.filter(team__in=[scope.team_id for scope in scopes_of(user, today) if scope.team_id])


class SampleResult(NamedTuple):
    """What came of a sample: plans drawn and graded by anybody; of those that two graded (`agreed`), how many the first
    found good or better, and their themes: of a plan that waits for its second grader nothing is given away."""

    sample: PlanSample
    plans: int
    graded: int
    good: int
    agreed: Agreed
    themes: list[tuple[str, int]]


def results(samples: Iterable[PlanSample]) -> list[SampleResult]:
    """Counts without names, of every plan drawn. Two queries, however many samples."""
    found = list(samples)
    plans = Counter(SampledPlan.objects.filter(sample__in=found).values_list("sample_id", flat=True))
    grades: dict[UUID, dict[UUID, list[PlanGrade]]] = {}
    for grade in PlanGrade.objects.filter(sampled__sample__in=found).select_related("sampled"):
        grades.setdefault(grade.sampled.sample_id, {}).setdefault(grade.sampled_id, []).append(grade)
    return [_result(sample, plans[sample.pk], list(grades.get(sample.pk, {}).values())) for sample in found]


def _result(sample: PlanSample, plans: int, graded: list[list[PlanGrade]]) -> SampleResult:
    twice = [each for each in graded if len(each) == 2]
    themes = Counter(theme for each in twice for theme in {theme for grade in each for theme in grade.themes})
    return SampleResult(
        sample,
        plans,
        len(graded),
        sum(each[0].grade in set(GOOD_ENOUGH) for each in twice),
        agreed([(each[0].grade, each[1].grade) for each in twice]),
        [(THEMES.get(code, code), number) for code, number in themes.most_common(5)],
    )


class ShownPlan(NamedTuple):
    """A sampled plan as one reader may know it: `grades` are empty until they gave their own, or both are given.
    `why_not` says why the reader does not grade it; None where they may."""

    sampled: SampledPlan
    grades: list[PlanGrade]
    number: int
    why_not: str | None


def plans_shown(sample: PlanSample, user: User) -> list[ShownPlan]:
    """Those of the people whom this user may see, in the order in which they were drawn. Two queries."""
    seen = YoungPerson.objects.visible_to(user)
    rows = sample.plans.filter(version__plan__person__in=seen.values("pk"))
    return [shown(row, user) for row in with_people(rows).prefetch_related("grades__grader")]


def with_people(rows: QuerySet[SampledPlan]) -> QuerySet[SampledPlan]:
    return rows.select_related(
        "sample", "version__plan__person", "version__authorised_by", "version__signature", "next_step__assigned_to"
    )


def shown(row: SampledPlan, user: User) -> ShownPlan:
    """Blind: who has not graded it does not learn what somebody else found."""
    grades = list(row.grades.all())
    graders = [grade.grader_id for grade in grades]
    why_not = why_not_grade(user.pk, row.version.authors, row.version.deciders, graders)
    return ShownPlan(row, grades if user.pk in graders or len(grades) == 2 else [], len(grades), why_not)
