"""Reviews of the plan that are asked for before their date: written down, held, or ended without one."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from careleavers.actions.base import Refused, action, record_event
from careleavers.actions.facts_changed import facts_changed
from careleavers.actions.locks import lock_people
from careleavers.actions.revisions import change, claim, claim_unchanged
from careleavers.models import User, YoungPerson
from careleavers.models.base import on_day
from careleavers.permissions import Permission
from careleavers.rules.code_sets import Status
from careleavers.rules.words import day
from pathways.models import FormerPlan, PlanReview, PlanVersion, ReviewRequest
from pathways.rules.review_requests import AskedBy, ReviewReason, why_not_end

NO_PLAN = "There is no plan yet to review. Write the plan first."
NOT_OURS = (
    "On that day regulation 7 did not apply to them: it is for those who have left care. While they are looked after, "
    "tell their reviewing officer, who takes it up in the review of the care plan."
)
HELD_BEFORE = "That review was held before this one was asked for on {}."
OVER = "It was held or ended meanwhile."


@action
def ask_for_review(
    *,
    by: User | None,
    person: YoungPerson,
    today: date,
    asked_by: str,
    reason: str,
    asked_on: date,
    asked_by_name: str = "",
    words: str = "",
) -> ReviewRequest:
    """Write down that a review is asked for or found necessary. From now on it is due, until it is held or ends.

    The same sent twice is one. Refused without a plan, for a day to come, and where reg 7 does not apply on that day.
    """
    lock_people([person.pk])
    if refusal := why_not_ask(person, asked_on, today):
        raise Refused(refusal, field="asked_on")
    said = {"asked_by": asked_by, "asked_by_name": asked_by_name, "reason": reason, "words": words}
    if same := person.review_requests.waiting().filter(asked_on=asked_on, **said).first():
        return same
    request = ReviewRequest.objects.create(person=person, asked_on=asked_on, recorded_by=by, **said)
    facts_changed(people=[person.pk], today=today)
    record_event("plan_review_asked_for", by=by, person=person, on=request, asked_by=asked_by, reason=reason)
    return request


def why_not_ask(person: YoungPerson, asked_on: date, today: date) -> str | None:
    """The sentence that says why no review can be asked for on that day, or None."""
    if asked_on > today:
        return "That day is still to come."
    authorised = PlanVersion.objects.authorised().filter(plan__person=person, authorised_on__lte=asked_on)
    if not (authorised.exists() or FormerPlan.objects.filter(person=person, agreed_on__lte=asked_on).exists()):
        return NO_PLAN
    status = person.status_periods.filter(on_day(asked_on)).values_list("status", flat=True).first()
    return None if status in (Status.RELEVANT_CHILD, Status.FORMER_RELEVANT_CHILD) else NOT_OURS


@action
def ask_through_link(*, by: None = None, person: YoungPerson, words: str, today: date) -> ReviewRequest | None:
    """The young person asks for one themselves. None where reg 7 does not ask it of us: their worker has the message.

    While one that they asked for waits, asking again is no second one.
    """
    lock_people([person.pk])
    theirs = {"asked_by": AskedBy.YOUNG_PERSON, "reason": ReviewReason.WISH}
    if why_not_ask(person, today, today) or person.review_requests.waiting().filter(**theirs).exists():
        return None
    return ask_for_review(by=None, person=person, today=today, asked_on=today, words=words, **theirs)


@action
def end_request(
    *, by: User, request: ReviewRequest, revision: int | None, today: date, ended_how: str, ended_why: str
) -> None:
    """It ends without a review, and why. Refused where the law has us hold it: see `why_not_end`."""
    current = claim_unchanged(request, revision)
    if not current.is_waiting:
        raise Refused(OVER)
    decides = by.may(Permission.AUTHORISE_PLAN)
    if refusal := why_not_end(current.asked_by, ended_how, decides=decides):
        raise Refused(refusal, field="ended_how")
    change(request, None, {"ended_how": ended_how, "ended_why": ended_why, "ended_on": today, "ended_by": by})
    facts_changed(people=[request.person_id], today=today)
    record_event("plan_review_request_ended", by=by, person=request.person, on=request, how=ended_how)


@action
def take_up_in_review(
    *, by: User, request: ReviewRequest, revision: int | None, today: date, review: PlanReview
) -> None:
    """A review that is recorded already was held for it: it was forgotten there, or written down later."""
    claim_unchanged(request, revision)
    hold_for_requests(review, [request])
    facts_changed(people=[request.person_id], today=today)
    record_event("plan_review_request_taken_up", by=by, person=request.person, on=request, held_on=review.held_on)


def hold_for_requests(review: PlanReview, requests: Iterable[ReviewRequest]) -> set[date]:
    """Inside the action that records a review: it was held for these. Returns the days on which they were asked for."""
    days = set()
    for request in requests:
        current = claim(request, None, {})
        if not current.is_waiting:
            raise Refused(OVER)
        if review.held_on < current.asked_on:
            raise Refused(HELD_BEFORE.format(day(current.asked_on)), field="held_for")
        change(request, None, {"review": review})
        days.add(current.asked_on)
    return days
