"""Reviews of the pathway plan."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from django.db.models import Q

from careleavers.actions.alerts import close_alerts
from careleavers.actions.base import Refused, action, record_event
from careleavers.actions.drafts import end_draft
from careleavers.actions.facts_changed import facts_changed
from careleavers.models import Alert, User, YoungPerson
from careleavers.rules.alert_kinds import ClosedBy
from pathways.actions.review_requests import hold_for_requests
from pathways.models import PathwayPlan, PlanReview, PlanVersion, ReviewRequest
from pathways.rules.clocks.reviews import ON_REQUEST


@action
def record_review(
    *,
    by: User,
    person: YoungPerson,
    today: date,
    held_on: date,
    held_for: Iterable[ReviewRequest] = (),
    **facts: Any,
) -> PlanReview:
    """Record a review that was held and close the alerts about it. Recording the same one twice makes one row.

    `held_for` are the reviews asked for that this one was: of those that wait it closes these alone. `facts` are fields
    of PlanReview. Refused for a day to come, or without a plan to review.
    """
    if refusal := why_not_review(person, held_on, today):
        raise Refused(refusal)
    plan = PathwayPlan.objects.select_for_update().get(person=person)
    if same := plan.reviews.filter(held_on=held_on, recorded_by=by, **facts).first():
        return same
    end_draft(by=by, submission_id=plan.pk)
    review = PlanReview.objects.create(plan=plan, held_on=held_on, recorded_by=by, **facts)
    _close_alerts(person, hold_for_requests(review, held_for), today)
    facts_changed(people=[person.pk], today=today)
    record_event(
        "plan_reviewed",
        by=by,
        person=person,
        on=review,
        held_on=held_on,
        reason=review.reason,
        took_part=review.person_took_part,
    )
    return review


def _close_alerts(person: YoungPerson, held_for: Collection[date], today: date) -> None:
    """The alerts about reviews; of those that were asked for, the ones that were asked for on these days."""
    alerts = Alert.objects.filter(person=person, closed_by_kind=ClosedBy.PLAN_REVIEW, closed_on=None)
    of_others = Q(code=ON_REQUEST) & ~Q(cycle_started_on__in=held_for)
    close_alerts(alerts=list(alerts.exclude(of_others)), today=today, because="Review recorded")


def why_not_review(person: YoungPerson, held_on: date, today: date) -> str | None:
    """The sentence that says why no review can be recorded for this day, or None."""
    if held_on > today:
        return "A review cannot be in the future. Record it once it has been held."
    first = (
        PlanVersion.objects.authorised()
        .filter(plan__person=person)
        .order_by("authorised_on")
        .values_list("authorised_on", flat=True)
        .first()
    )
    if first is None:
        return "There is no authorised plan to review yet. Write the plan first."
    if held_on < first:
        return "That is before the first plan was authorised: check the day."
    return None
