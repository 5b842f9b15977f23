"""What somebody owes about a record that they may not see any more is on the day of somebody who may.

Seen to fail for each way: follow-ups, promises and comments stayed with whoever had them
and stood on no page at all.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.urls import reverse

from careleavers.actions.allocations import allocate, end_allocation
from careleavers.actions.people import record_death
from careleavers.actions.restricted import end_reader, restrict_record
from careleavers.actions.staff import end_role, give_role
from careleavers.models import (
    Alert,
    Appointment,
    ContactComment,
    DutyMessage,
    FollowUp,
    LegalHold,
    RecordRequest,
    RoleAssignment,
    User,
)
from careleavers.permissions import Role
from careleavers.tasks import start_planned_allocations
from pathways.models import PlanAction
from tests.cast import TODAY, Cast, days_ago
from tests.factories import (
    AppointmentFactory,
    ContactCommentFactory,
    ContactFactory,
    DutyMessageFactory,
    FollowUpFactory,
    PlanVersionFactory,
    PolicyValueFactory,
    RecordRequestFactory,
    RoleAssignmentFactory,
    ServiceTaskFactory,
)

pytestmark = pytest.mark.usefixtures("_on_the_day")


def owe_everything(cast: Cast, user: User) -> None:
    """What somebody may owe about Amira without working with her."""
    FollowUpFactory.create(person=cast.amira, assigned_to=user)
    AppointmentFactory.create(person=cast.amira, worker=user)
    contact = ContactFactory.create(person=cast.amira, worker=user)
    ContactCommentFactory.create(contact=contact, for_worker=user, recorded_by=cast.vera)
    DutyMessageFactory.create(person=cast.amira, team=cast.north, held_by=user)
    RecordRequestFactory.create(person=cast.amira, owner=user)
    PlanVersionFactory.create(
        person=cast.amira, written_by=user, authorised=True, authorised_by=cast.sue, promises=("A lesson",)
    )


def who_owes() -> list[User | None]:
    """Of the follow-up, the appointment, the comment and the promise; then of the message and of the request."""
    promised = [FollowUp.objects.get().assigned_to, Appointment.objects.get().worker]
    promised += [ContactComment.objects.get().for_worker, PlanAction.objects.get().owner_now]
    return [*promised, DutyMessage.objects.get().held_by, RecordRequest.objects.get().owner]


def another_team(cast: Cast) -> None:
    allocate(by=cast.vera, person=cast.amira, worker=cast.sam, role="case_holder", starts_on=TODAY, today=TODAY)


def restricted(cast: Cast) -> None:
    restrict_record(by=cast.vera, person=cast.amira, readers=[cast.pat], reason="A threat", today=TODAY)


def named_no_more(cast: Cast) -> None:
    restrict_record(by=cast.vera, person=cast.amira, readers=[cast.pat, cast.mo], reason="A threat", today=TODAY)
    end_reader(by=cast.vera, person=cast.amira, reader=cast.mo, today=TODAY)


def role_ended(cast: Cast) -> None:
    end_role(by=cast.sys, assignment=RoleAssignment.objects.get(user=cast.mo), today=TODAY)


def role_elsewhere(cast: Cast) -> None:
    give_role(by=cast.sys, user=cast.mo, role=Role.TEAM_MANAGER, team=cast.south, starts_on=TODAY, today=TODAY)
    end_role(by=cast.sys, assignment=RoleAssignment.objects.get(user=cast.mo, team=cast.north), today=TODAY)


WAYS: list[Callable[[Cast], None]] = [another_team, restricted, named_no_more, role_ended, role_elsewhere]


@pytest.mark.parametrize("lose_sight", WAYS)
def test_what_a_manager_owed_is_the_case_holders_once_the_record_is_out_of_their_sight(
    cast: Cast, scene, lose_sight: Callable[[Cast], None]
) -> None:
    with scene():
        owe_everything(cast, cast.mo)
    lose_sight(cast)
    holder = cast.sam if lose_sight is another_team else cast.pat
    assert who_owes() == [holder, holder, holder, holder, None, None]


@pytest.mark.parametrize("lose_sight", [another_team, restricted])
def test_whoever_still_sees_the_record_keeps_what_they_owe(cast: Cast, scene, lose_sight) -> None:
    with scene():
        owe_everything(cast, cast.vera)
    lose_sight(cast)
    assert who_owes() == [cast.vera] * 6


def test_a_role_whose_last_day_is_over_is_followed_in_the_early_hours(cast: Cast, scene) -> None:
    """And so is a choice that casework is narrowed to one's own: Wes never worked with Amira."""
    with scene():
        owe_everything(cast, cast.wes)
        RoleAssignment.objects.filter(user=cast.wes).update(ends_on=TODAY)
    for _ in range(2):
        start_planned_allocations()
    assert who_owes()[:5] == [cast.pat] * 4 + [None]


def test_casework_narrowed_to_ones_own_is_followed_too(cast: Cast, scene) -> None:
    with scene():
        FollowUpFactory.create(person=cast.amira, assigned_to=cast.wes)
        PolicyValueFactory.create(key="casework_scope", value="own")
    start_planned_allocations()
    assert FollowUp.objects.get().assigned_to == cast.pat


def test_on_a_record_that_its_case_holder_may_not_see_somebody_named_has_it(cast: Cast, scene) -> None:
    with scene():
        FollowUpFactory.create(person=cast.amira, assigned_to=cast.pat)
    restrict_record(by=cast.mo, person=cast.amira, readers=[], reason="A threat", today=TODAY)
    assert FollowUp.objects.get().assigned_to == cast.mo


def test_where_nobody_works_with_them_the_manager_is_asked_to_allocate(cast: Cast, scene) -> None:
    allocation = cast.amira.allocations.get()
    end_allocation(by=cast.mo, allocation=allocation, ends_on=TODAY, reason="Left", today=TODAY)
    with scene():
        Alert.objects.update(closed_on=TODAY)
        FollowUpFactory.create(person=cast.amira, assigned_to=cast.wes)
        RoleAssignment.objects.filter(user=cast.wes).update(ends_on=TODAY)
    start_planned_allocations()
    alert = Alert.objects.get(code="case_left", closed_on=None)
    assert [row.user for row in alert.recipients.filter(ended_on=None)] == [cast.mo]
    allocate(by=cast.mo, person=cast.amira, worker=cast.pat, role="case_holder", starts_on=TODAY, today=TODAY)
    assert FollowUp.objects.get().assigned_to == cast.pat


def test_why_a_record_is_held_is_asked_of_a_manager_and_of_no_case_holder(cast: Cast, scene) -> None:
    with scene():
        step = FollowUpFactory.create(person=cast.amira, assigned_to=cast.mo)
        LegalHold.objects.create(
            person=cast.amira, reason="An inquiry", review_on=TODAY, next_step=step, recorded_by=cast.mo
        )
    record_death(by=cast.mo, person=cast.amira, died_on=days_ago(1), today=TODAY)
    role_elsewhere(cast)
    assert FollowUp.objects.get().assigned_to == cast.vera


def test_what_a_body_gave_to_somebody_who_does_it_no_more_is_with_those_who_run_it(cast: Cast, scene, sign_in) -> None:
    """So it is where the chair's own role has ended: then managers have it, as of a body that nobody runs."""
    with scene():
        task = ServiceTaskFactory.create(assigned_to=cast.wes, text="Ask the college", due_on=TODAY)
        task.body.members.create(user=cast.dana, role="chair", starts_on=days_ago(9), recorded_by=cast.vera)
        RoleAssignmentFactory.create(user=cast.dana, role="social_worker", team=cast.north, starts_on=days_ago(9))
    end_role(by=cast.sys, assignment=RoleAssignment.objects.get(user=cast.wes), today=TODAY)
    task.refresh_from_db()
    assert task.assigned_to == cast.dana
    with scene():
        RoleAssignment.objects.filter(user=cast.dana).update(ends_on=TODAY)
    start_planned_allocations()
    page = sign_in(cast.mo).get(reverse("home")).content.decode()
    assert re.search("Ask the college.{0,80}nobody has it", page)
