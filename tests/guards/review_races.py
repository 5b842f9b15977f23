"""The races of reviews of the plan, and of those that are asked for."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from careleavers.models import StatusPeriod, YoungPerson
from careleavers.rules.code_sets import Status
from pathways.actions import review_requests, reviews
from pathways.models import PlanReview, ReviewRequest
from tests.cast import TODAY, Cast
from tests.factories import PlanVersionFactory
from tests.guards.racing import Race, second_is_refused

HELD = {"held_on": TODAY, "chaired_by": "Jo Ellis", "person_took_part": True, "summary": "All is well."}


def record_review(cast: Cast) -> Race:
    PlanVersionFactory.create(person=cast.amira, written_by=cast.pat, authorised=True, authorised_by=cast.mo)
    review = partial(reviews.record_review, by=cast.pat, person=cast.amira, today=TODAY, **HELD)

    def holds(first: Any, second: Any) -> bool:
        return PlanReview.objects.get() == second

    return Race(review, review, holds)


def may_be_asked_for(cast: Cast) -> YoungPerson:
    """Somebody who has left care, with a plan."""
    PlanVersionFactory.create(person=cast.amira, written_by=cast.pat, authorised=True, authorised_by=cast.mo)
    former = {"starts_on": TODAY, "ends_on": None, "status": Status.FORMER_RELEVANT_CHILD}
    StatusPeriod.objects.update_or_create(person=cast.amira, defaults=former)
    return cast.amira


def asking(cast: Cast) -> Callable[[], ReviewRequest]:
    return partial(
        review_requests.ask_for_review,
        by=cast.pat,
        person=may_be_asked_for(cast),
        today=TODAY,
        asked_by="other",
        reason="wish",
        asked_on=TODAY,
        words="They would like to move",
    )


def one_waits(first: Any, second: Any) -> bool:
    return ReviewRequest.objects.count() == 1 and not isinstance(second, Exception)


def asked_for_twice(cast: Cast) -> Race:
    ask = asking(cast)
    return Race(ask, ask, one_waits)


def asked_for_through_the_link(cast: Cast) -> Race:
    """In two windows, in other words."""
    ask = partial(review_requests.ask_through_link, by=None, person=may_be_asked_for(cast), today=TODAY)
    return Race(partial(ask, words="My flat is damp"), partial(ask, words="The flat is damp"), one_waits)


def held_and_ended(cast: Cast) -> Race:
    request = asking(cast)()
    hold = partial(reviews.record_review, by=cast.pat, person=cast.amira, today=TODAY, held_for=[request], **HELD)
    end = partial(
        review_requests.end_request,
        by=cast.mo,
        request=request,
        revision=request.revision,
        today=TODAY,
        ended_how="withdrawn",
        ended_why="It is well again",
    )
    return Race(hold, end, second_is_refused)


REVIEW_FURTHER = {
    "a review asked for twice": asked_for_twice,
    "a review asked for in two windows of a link": asked_for_through_the_link,
    "a review that was asked for held, and ended without one": held_and_ended,
}
