"""Somebody leaves: everything they hold is shown, handed over or a reason not to close the account; nothing stays."""

from __future__ import annotations

from datetime import timedelta
from html import unescape

import pytest
from django.urls import reverse

from careleavers.actions.allocations import (
    allocate,
    end_allocation,
    reassign_caseload,
)
from careleavers.actions.base import Refused
from careleavers.actions.people import record_death
from careleavers.actions.staff import disable_user, enable_user, end_role
from careleavers.models import Alert, Draft, FollowUp, RoleAssignment, YoungPerson
from careleavers.queries import held_work
from careleavers.queries.held_work import held_by
from pathways.models import PlanAction
from tests.careleavers.held_kinds import KINDS, REFUSED, STAYS
from tests.cast import TODAY, Cast, days_ago
from tests.factories import (
    AllocationFactory,
    DraftFactory,
    FollowUpFactory,
    PlanVersionFactory,
    RestrictedAccessFactory,
    RoleAssignmentFactory,
    YoungPersonFactory,
)

pytestmark = pytest.mark.usefixtures("_on_the_day")

SOON = TODAY + timedelta(days=12)


def codes(cast: Cast) -> set[str]:
    return {kind.code for kind in held_by(cast.wes, TODAY)}


@pytest.mark.parametrize("kind", KINDS)
def test_what_somebody_holds_is_shown_and_handed_over_or_keeps_the_account_open(
    cast: Cast, scene, sign_in, kind: str
) -> None:
    with scene():
        KINDS[kind](cast)
    held = held_by(cast.wes, TODAY)
    [found] = [each for each in held if each.code == kind]
    assert "role" in {each.code for each in held}
    page = unescape(sign_in(cast.sys).get(reverse("staff_close", args=[cast.wes.pk])).content.decode())
    assert found.label in page
    assert (found.stops or found.then) in page
    assert "Amira" not in page, "an administrator of accounts reads no names"
    assert ("Close the account</button>" in page) == (kind not in REFUSED)
    if kind in REFUSED:
        with pytest.raises(Refused, match=found.stops[:30]):
            disable_user(by=cast.sys, user=cast.wes, today=TODAY)
        cast.wes.refresh_from_db()
        assert cast.wes.is_active
        return
    disable_user(by=cast.sys, user=cast.wes, today=TODAY)
    assert kind not in codes(cast) or kind in STAYS


def test_every_kind_of_thing_has_its_row(cast: Cast) -> None:
    every = {kind.code for function in held_work._functions for kind in function(cast.wes, TODAY)}
    assert every == KINDS.keys()


def test_the_managers_page_shows_each_thing_and_counts_what_others_must_see_to(cast: Cast, scene, sign_in) -> None:
    with scene():
        FollowUpFactory.create(person=cast.amira, assigned_to=cast.pat, text="Ring the GP")
        FollowUpFactory.create(person=cast.ben, assigned_to=cast.pat, text="Ring the college")
    page = sign_in(cast.mo).get(reverse("held_work", args=[cast.pat.pk])).content.decode()
    assert "Ring the GP" in page
    assert "Ring the college" not in page
    assert "1 more about young people whom you may not see" in page
    assert reverse("reassign", args=[cast.pat.pk]) in page


# An account is closed


def test_whose_account_is_closed_leaves_a_task_for_today_and_nobody_unseen(cast: Cast, scene, sign_in) -> None:
    with scene():
        people = [cast.amira, *(YoungPersonFactory.create(team=cast.north, worker=cast.pat) for _ in range(2))]
        FollowUpFactory.create(person=cast.amira, assigned_to=cast.pat, text="Ring the GP")
    page = sign_in(cast.sys).get(reverse("staff_close", args=[cast.pat.pk])).content.decode()
    assert "ask Mo, who will find it" in page
    assert sign_in(cast.sys).post(reverse("staff_close", args=[cast.pat.pk])).status_code == 302
    alerts = Alert.objects.filter(code="case_left", closed_on=None)
    assert {alert.person_id for alert in alerts} == {person.pk for person in people}
    assert set(alerts.values_list("due_on", "recipients__user__name")) == {(TODAY, "Mo")}
    client = sign_in(cast.mo)
    today = client.get(reverse("home")).content.decode()
    assert "Nobody works with them since 23 November 2026, after Pat: allocate somebody" in today
    assert client.get(reverse("caseload") + "?whose=unallocated").context["page"].paginator.count == 3
    late = client.get(reverse("overdue_by_worker")).content.decode()
    assert 'Pat</a> <span class="quiet">account closed' in late
    record = client.get(reverse("person", args=[cast.amira.pk])).content.decode()
    assert "Pat until 23 November 2026, account closed" in record
    left = list(client.get(reverse("reassign", args=[cast.pat.pk])).context["allocations"])
    reassign_caseload(
        by=cast.mo,
        worker=cast.pat,
        receivers=dict.fromkeys(left, cast.wes),
        starts_on=TODAY,
        reason="Left",
        today=TODAY,
    )
    assert not Alert.objects.filter(code="case_left", closed_on=None).exists()
    assert FollowUp.objects.get().assigned_to == cast.wes


def test_an_account_that_the_directory_closes_surfaces_its_caseload_whatever_stands_against_it(
    cast: Cast, scene
) -> None:
    with scene():
        KINDS["restricted"](cast)
        KINDS["case_holder"](cast)
    disable_user(by=None, user=cast.wes, today=TODAY)
    assert Alert.objects.filter(code="case_left", closed_on=None, recipients__user=cast.mo).count() == 1


def test_opened_again_the_account_has_its_roles_and_not_the_cases(cast: Cast) -> None:
    disable_user(by=cast.sys, user=cast.pat, today=TODAY)
    enable_user(by=cast.sys, user=cast.pat, today=TODAY)
    assert codes_of(cast.pat) == {"role", "case_left"}


def codes_of(user) -> set[str]:
    return {kind.code for kind in held_by(user, TODAY)}


def test_promises_about_other_peoples_cases_go_to_whoever_holds_them(cast: Cast, scene) -> None:
    """Mo rang for Pat: Mo never was allocated, keeps it while there is an account, and then Pat has it."""
    with scene():
        FollowUpFactory.create(person=cast.amira, assigned_to=cast.mo)
        PlanVersionFactory.create(
            person=cast.amira, written_by=cast.mo, authorised=True, authorised_by=cast.vera, promises=("A lesson",)
        )
    disable_user(by=cast.sys, user=cast.mo, today=TODAY)
    assert FollowUp.objects.get().assigned_to == cast.pat
    assert PlanAction.objects.get().owner_now == cast.pat


def test_promises_to_somebody_with_whom_nobody_works_are_a_task_too(cast: Cast, scene) -> None:
    """Wes never held the case: the manager hears of what he promised, and whoever is allocated then answers for it."""
    with scene():
        person = YoungPersonFactory.create(team=cast.north)
        FollowUpFactory.create(person=person, assigned_to=cast.wes)
    disable_user(by=cast.sys, user=cast.wes, today=TODAY)
    alert = Alert.objects.get(code="case_left", closed_on=None)
    assert (alert.person, [row.user for row in alert.recipients.all()]) == (person, [cast.mo])
    assert alert.text == "Wes left, who had promised them something: allocate somebody who keeps it"
    allocate(by=cast.mo, person=person, worker=cast.pat, role="case_holder", starts_on=TODAY, today=TODAY)
    assert FollowUp.objects.get().assigned_to == cast.pat
    assert not Alert.objects.filter(code="case_left", closed_on=None).exists()


def test_somebody_who_died_keeps_no_caseload_from_being_passed_on(cast: Cast, scene, sign_in) -> None:
    """Nobody can be allocated after a death: seen to fail while the list to pass on held them, and each count."""
    with scene():
        YoungPersonFactory.create(first_name="Zoe", team=cast.north, worker=cast.pat)
    record_death(by=cast.mo, person=cast.amira, died_on=days_ago(1), today=TODAY)
    client, where = sign_in(cast.mo), reverse("reassign", args=[cast.pat.pk])
    assert client.get(reverse("home")).context["workers"][0].people == 1
    assert len(next(kind.things for kind in held_by(cast.pat, TODAY) if kind.code == "case_holder")) == 1
    first = {"receivers": [cast.wes.pk], "starts_on": TODAY.isoformat(), "reason": "Pat leaves"}
    [going] = client.post(where, first).context["allocations"]
    client.post(where, first | {f"to_{going.pk}": str(cast.wes.pk), "confirm": "1"})
    assert [kind.code for kind in held_by(cast.pat, TODAY)] == ["role"]
    end_role(by=cast.sys, assignment=cast.pat.assignments.get(), today=TODAY)


# A part ends


@pytest.mark.parametrize("role", ["co_worker", "cover"])
@pytest.mark.parametrize("how", ["ended", "passed to another", "passed to the case holder", "account closed"])
def test_what_a_second_worker_promised_goes_with_their_part(cast: Cast, scene, role: str, how: str) -> None:
    with scene():
        allocation = AllocationFactory.create(
            person=cast.amira, worker=cast.wes, team=cast.north, role=role, starts_on=days_ago(9)
        )
        FollowUpFactory.create(person=cast.amira, assigned_to=cast.wes)
    receiver = cast.pat if how == "passed to the case holder" else cast.mo
    if how == "ended":
        end_allocation(by=cast.mo, allocation=allocation, ends_on=TODAY, reason="Done", today=TODAY)
    elif how == "account closed":
        disable_user(by=cast.sys, user=cast.wes, today=TODAY)
    else:
        with scene():
            RoleAssignmentFactory.create(user=cast.mo, role="social_worker", team=cast.north)
        receivers = {allocation: receiver}
        reassign_caseload(by=cast.mo, worker=cast.wes, receivers=receivers, starts_on=TODAY, reason="Done", today=TODAY)
    wanted = cast.mo if how == "passed to another" else cast.pat
    assert FollowUp.objects.get().assigned_to == wanted
    assert "follow_up" not in codes_of(cast.wes)


def test_a_case_holder_who_becomes_a_co_worker_leaves_a_task(cast: Cast) -> None:
    allocate(by=cast.mo, person=cast.amira, worker=cast.pat, role="co_worker", starts_on=TODAY, today=TODAY)
    assert Alert.objects.get(code="case_left").closed_on is None


def test_an_allocation_that_ends_without_anybody_following_is_a_task_until_somebody_does(cast: Cast) -> None:
    allocation = cast.amira.allocations.get()
    end_allocation(by=cast.mo, allocation=allocation, ends_on=days_ago(3), reason="Left", today=TODAY)
    alert = Alert.objects.get(code="case_left")
    assert (alert.due_on, [row.user for row in alert.recipients.all()]) == (TODAY, [cast.mo])
    allocate(by=cast.mo, person=cast.amira, worker=cast.wes, role="case_holder", starts_on=TODAY, today=TODAY)
    alert.refresh_from_db()
    assert alert.closed_because == "Wes works with them"


def test_drafts_stay_their_writers_own(cast: Cast, scene) -> None:
    with scene():
        draft = DraftFactory.create(person=cast.amira, user=cast.pat)
    allocate(by=cast.mo, person=cast.amira, worker=cast.wes, role="case_holder", starts_on=TODAY, today=TODAY)
    assert Draft.objects.get() == draft
    assert draft.user == cast.pat
    assert "draft" in codes_of(cast.pat)


def test_what_was_typed_can_be_read_by_its_writer_after_the_record_has_passed_out_of_reach(
    cast: Cast, scene, sign_in
) -> None:
    with scene():
        draft = DraftFactory.create(person=cast.amira, user=cast.pat, data={"note": ["She was glad of the visit."]})
    allocate(by=cast.vera, person=cast.amira, worker=cast.sam, role="case_holder", starts_on=TODAY, today=TODAY)
    client = sign_in(cast.pat)
    today = client.get(reverse("home")).content.decode()
    where = reverse("draft_discard", args=[draft.pk])
    assert where in today
    assert "Amira" not in today
    page = client.get(where).content.decode()
    assert "She was glad of the visit." in page
    assert "You do not see this record any more." in page


# Roles


def test_the_role_of_somebody_who_carries_cases_ends_once_they_are_passed_on(cast: Cast) -> None:
    role = RoleAssignment.objects.get(user=cast.pat)
    with pytest.raises(Refused, match="Pat works with 1 young person in North: a manager must"):
        end_role(by=cast.sys, assignment=role, today=TODAY)
    allocate(by=cast.mo, person=cast.amira, worker=cast.wes, role="case_holder", starts_on=SOON, today=TODAY)
    with pytest.raises(Refused, match="must pass them on by then"):
        end_role(by=cast.sys, assignment=role, ends_on=SOON - timedelta(days=1), today=TODAY)
    end_role(by=cast.sys, assignment=role, ends_on=SOON, today=TODAY)
    assert RoleAssignment.objects.get(user=cast.pat).ends_on == SOON


def test_nobody_is_left_without_a_manager_when_a_role_ends(cast: Cast) -> None:
    with pytest.raises(Refused, match="Nobody else manages"):
        end_role(by=cast.sys, assignment=RoleAssignment.objects.get(user=cast.vera), today=TODAY)
    end_role(by=cast.sys, assignment=RoleAssignment.objects.get(user=cast.mo), today=TODAY)


def test_a_role_that_never_began_leaves_no_row_of_no_days(cast: Cast, scene) -> None:
    with scene():
        role = RoleAssignmentFactory.create(user=cast.wes, role="team_manager", team=cast.north, starts_on=SOON)
    end_role(by=cast.sys, assignment=role, today=TODAY)
    assert not RoleAssignment.objects.filter(role="team_manager", user=cast.wes).exists()


# Restricted records


def test_a_restricted_record_passes_only_to_somebody_who_is_named(cast: Cast, scene) -> None:
    with scene():
        YoungPerson.objects.filter(pk=cast.amira.pk).update(is_restricted=True)
        cast.amira.refresh_from_db()
    with pytest.raises(Refused, match="name Wes as somebody who may see it first"):
        allocate(by=cast.mo, person=cast.amira, worker=cast.wes, role="case_holder", starts_on=TODAY, today=TODAY)
    with scene():
        RestrictedAccessFactory.create(person=cast.amira, user=cast.wes, kind="named")
    allocate(by=cast.mo, person=cast.amira, worker=cast.wes, role="case_holder", starts_on=TODAY, today=TODAY)
