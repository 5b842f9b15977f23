"""A reviewer's own rating of a plan."""

from __future__ import annotations

from datetime import date

from careleavers.actions.base import Refused, action, record_event
from careleavers.models import User, YoungPerson
from pathways.models import PathwayPlan, PlanRating

NO_PLAN = "There is no plan to rate yet."


@action
def choose_rating(*, by: User, person: YoungPerson, today: date, rag: str, reason: str) -> PlanRating:
    """Rate a plan otherwise than it is worked out, from today until it is reviewed or written again; an empty `rag`
    goes back to what is worked out. The same rating twice is one."""
    plan = PathwayPlan.objects.select_for_update().filter(person=person).first()
    if plan is None:
        raise Refused(NO_PLAN)
    last = plan.ratings.first()
    if last and (last.rag, last.reason, last.rated_on, last.recorded_by_id) == (rag, reason, today, by.pk):
        return last
    rating = PlanRating.objects.create(plan=plan, rated_on=today, rag=rag, reason=reason, recorded_by=by)
    record_event("plan_rated", by=by, person=person, on=rating, rag=rag)
    return rating
