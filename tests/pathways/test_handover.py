"""Nothing of a plan stays behind with somebody who no longer works with the young person."""

from __future__ import annotations

from datetime import timedelta

import pytest

from careleavers.actions.allocations import allocate, end_allocation, reassign_caseload
from careleavers.models import Allocation, FollowUp, User
from pathways.actions.plans import record_outcome, start_version
from pathways.models import PlanAction
from pathways.queries.commitments import commitments_of
from tests.cast import TODAY, Cast, days_ago
from tests.factories import PlanVersionFactory

ALLOCATED, PASSED_ON, LATER = "allocated", "passed on", "allocated after nobody held the case"


@pytest.fixture
def promised(cast: Cast, scene) -> PlanAction:
    """Amira's plan, in which Pat promised a driving lesson; and a follow-up of Pat's."""
    with scene():
        version = PlanVersionFactory.create(
            authorised=True,
            person=cast.amira,
            written_by=cast.pat,
            authorised_by=cast.mo,
            authorised_on=days_ago(30),
            promises=("Driving lesson",),
        )
        FollowUp.objects.create(person=cast.amira, text="Ring the GP", due_on=TODAY, assigned_to=cast.pat)
    return version.actions.get()


def hand_over(cast: Cast, how: str) -> None:
    allocation = Allocation.objects.get(person=cast.amira)
    if how == PASSED_ON:
        reassign_caseload(
            by=cast.mo, worker=cast.pat, receivers={allocation: cast.wes}, starts_on=TODAY, reason="Left", today=TODAY
        )
        return
    if how == LATER:
        end_allocation(by=cast.mo, allocation=allocation, ends_on=days_ago(3), reason="Left", today=TODAY)
    allocate(by=cast.mo, person=cast.amira, worker=cast.wes, role="case_holder", starts_on=TODAY, today=TODAY)


def said_by(user: User) -> set[str]:
    tasks = (task for item in commitments_of(user, TODAY, timedelta(days=14)) for task in item.tasks)
    return {task.what.removeprefix("You said you would: ") for task in tasks}


@pytest.mark.parametrize("how", [ALLOCATED, PASSED_ON, LATER])
def test_promises_go_with_the_case(cast: Cast, promised: PlanAction, how: str) -> None:
    """Seen to fail when only follow-ups went, and when nobody held the case in between."""
    assert said_by(cast.pat) == {"Driving lesson", "Ring the GP"}
    hand_over(cast, how)
    assert said_by(cast.pat) == set()
    assert said_by(cast.wes) == {"Driving lesson", "Ring the GP"}
    promised.refresh_from_db()
    assert (promised.owner, promised.owner_now) == (cast.pat, cast.wes), "the words of the plan stay as they were"
    assert start_version(by=cast.wes, person=cast.amira, today=TODAY).actions.get().owner == cast.wes


def test_what_was_kept_stays_with_whoever_kept_it(cast: Cast, promised: PlanAction) -> None:
    """Seen to fail when all actions of the plans went, and not the open ones alone."""
    record_outcome(by=cast.pat, promised=promised, status=PlanAction.DONE, done_on=days_ago(2), outcome="", today=TODAY)
    hand_over(cast, ALLOCATED)
    promised.refresh_from_db()
    assert (promised.owner_now, promised.passed_to) == (cast.pat, None)


def test_who_still_works_with_them_keeps_what_they_promised(cast: Cast, promised: PlanAction) -> None:
    hand_over(cast, ALLOCATED)
    allocate(by=cast.mo, person=cast.amira, worker=cast.pat, role="co_worker", starts_on=TODAY, today=TODAY)
    allocate(by=cast.mo, person=cast.amira, worker=cast.mo, role="case_holder", starts_on=TODAY, today=TODAY)
    assert said_by(cast.mo) == {"Driving lesson", "Ring the GP"}
