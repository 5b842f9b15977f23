"""A manager leaves a milestone of somebody's road out, or has it asked for again."""

from __future__ import annotations

from datetime import date

from careleavers.actions.base import Refused, action, record_event
from careleavers.actions.facts_changed import facts_changed
from careleavers.actions.locks import lock_people
from careleavers.actions.revisions import CHANGED_MEANWHILE
from careleavers.models import PolicyValue, User, YoungPerson
from careleavers.rules.milestones import why_not_left_out
from pathways.models import MilestoneDecision
from pathways.queries.runway import last_decision, step_of


@action
def decide_milestone(
    *, by: User, person: YoungPerson, milestone: str, left_out: bool, reason: str, seen: int, today: date
) -> MilestoneDecision:
    """Leave it out from today on, or ask for it again. `seen`: the number of the last decision when the form was opened
    (0: there was none).

    The same decision sent twice is one. Refused for what the law asks for, for what is done or asks nothing of them,
    and where somebody else has decided meanwhile. Nobody is reminded of what is left out.
    """
    lock_people([person.pk])
    last = last_decision(person, milestone)
    number = last.number if last else 0
    if last and (last.left_out, last.reason, last.recorded_by_id, last.number) == (left_out, reason, by.pk, seen + 1):
        return last
    if number != seen:
        raise Refused(CHANGED_MEANWHILE)
    step = step_of(person, milestone, today, PolicyValue.objects.in_force(today))
    if step is None:
        raise Refused("There is no such milestone on their road.")
    if left_out and (why := why_not_left_out(step)):
        raise Refused(why)
    if left_out == bool(last and last.left_out):
        raise Refused("It is left out already." if left_out else "It is not left out.")
    decision = MilestoneDecision.objects.create(
        person=person,
        milestone=milestone,
        number=number + 1,
        left_out=left_out,
        reason=reason,
        decided_on=today,
        recorded_by=by,
    )
    name = "milestone_left_out" if left_out else "milestone_asked_again"
    record_event(name, by=by, person=person, on=decision, milestone=milestone)
    facts_changed(people=[person.pk], today=today)
    return decision
