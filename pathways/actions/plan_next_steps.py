"""What is done once a plan is authorised: written down with the version, and made a follow-up once."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from careleavers.actions.base import action, record_event
from careleavers.actions.handover import promises_follow_the_case
from careleavers.actions.revisions import claim_unchanged
from careleavers.actions.unseen import pass_on_unseen
from careleavers.models import FollowUp, User
from pathways.actions.plans import lock_for_writing
from pathways.models import PlanNextStep, PlanVersion


@action
def add_next_step(*, by: User, version: PlanVersion, **facts: Any) -> PlanNextStep:
    """Something to be done once this version is authorised. `facts`: kind, text, owner and days. The same twice is
    one."""
    current = lock_for_writing(version, by)
    if same := current.next_steps.filter(**facts).first():
        return same
    step = PlanNextStep.objects.create(version=current, recorded_by=by, **facts)
    record_event("plan_next_step_added", by=by, person=current.plan.person, on=step, kind=step.kind)
    return step


@action
def remove_next_step(*, by: User, step: PlanNextStep, revision: int | None) -> None:
    """Take it out of a version that is being written."""
    current = lock_for_writing(step.version, by)
    claim_unchanged(step, revision)
    record_event("plan_next_step_removed", by=by, person=current.plan.person, on=step)
    step.delete()


def take_next_steps(version: PlanVersion, by: User, today: date) -> int:
    """Make each next step of a version a follow-up of its owner, and return how many. A part of the action that
    authorises it; one that is a follow-up already is left alone. Of an owner who has left meanwhile, or works with them
    no more, it is the case holder's."""
    steps = list(version.next_steps.select_for_update(of=("self",)).filter(follow_up=None).select_related("owner"))
    for step in steps:
        step.follow_up = FollowUp.objects.create(
            person=version.plan.person,
            text=step.words,
            due_on=today + timedelta(days=step.days),
            assigned_to=step.owner,
            recorded_by=by,
        )
        step.save(update_fields=["follow_up"])
    if steps:
        promises_follow_the_case(person=version.plan.person, on=today)
        pass_on_unseen(people=[version.plan.person_id], by=by, today=today)
    return len(steps)
