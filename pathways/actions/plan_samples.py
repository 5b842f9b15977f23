"""Drawing a dip sample of plans, and writing down what a grader found."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

from careleavers.actions.base import Refused, action, record_event
from careleavers.actions.facts_changed import facts_changed
from careleavers.actions.next_steps import NextStep, set_next_step
from careleavers.models import Team, User
from pathways.models import PlanGrade, PlanSample, PlanVersion, SampledPlan
from pathways.rules.plan_samples import SEEDS, draw, why_not_grade


@action
def draw_sample(
    *,
    by: User,
    among: Collection[UUID],
    team: Team | None,
    wanted: int,
    questions: Sequence[str],
    today: date,
    seed: int | None = None,
) -> PlanSample:
    """Draw so many of the versions `among`, which `by` may all see; `seed` repeats a drawing. Refused without any."""
    if not among:
        raise Refused("There is no authorised plan to draw from.")
    if not questions:
        raise Refused("The standard asks nothing: write its questions on the Settings page first.")
    seed = secrets.randbelow(SEEDS) if seed is None else seed
    sample = PlanSample.objects.create(
        drawn_on=today, team=team, seed=seed, of=len(among), questions=list(questions), recorded_by=by
    )
    drawn = draw(among, wanted, seed)
    SampledPlan.objects.bulk_create(
        SampledPlan(sample=sample, version_id=version, place=place, recorded_by=by)
        for place, version in enumerate(drawn, start=1)
    )
    record_event("plans_sampled", by=by, on=sample, seed=seed, drawn=len(drawn), of=len(among))
    return sample


@action
def grade_plan(
    *,
    by: User,
    sampled: SampledPlan,
    today: date,
    grade: str,
    answers: Sequence[str],
    themes: Sequence[str],
    comment: str,
    they_say: str,
    next_step: NextStep | None,
) -> PlanGrade:
    """What this grader found; with `next_step`, whoever holds the case has it on Today. Two who grade at once take
    turns. Refused for who wrote in the plan, authorised or signed it, for a second grade of one's own, and for a third.
    """
    current = SampledPlan.objects.select_for_update(of=("self",), no_key=True).get(pk=sampled.pk)
    version = PlanVersion.objects.select_related("plan__person").get(pk=current.version_id)
    graders = list(current.grades.values_list("grader_id", flat=True))
    if refusal := why_not_grade(by.pk, version.authors, version.deciders, graders):
        raise Refused(refusal)
    given = PlanGrade.objects.create(
        sampled=current,
        grader=by,
        place=len(graders) + 1,
        grade=grade,
        answers=list(answers),
        themes=list(themes),
        comment=comment,
        recorded_by=by,
    )
    if they_say:
        current.they_say = "\n\n".join(filter(None, [current.they_say, they_say]))
        current.save(update_fields=["they_say"])
    person = version.plan.person
    if next_step:
        set_next_step(by=by, person=person, row=current, step=next_step)
        facts_changed(people=[person.pk], today=today)
    record_event("plan_graded", by=by, person=person, on=current, place=given.place)
    return given
