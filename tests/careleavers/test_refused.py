"""What days, contact details, complaints, messages and roles refuse, in which words; nothing is another afterwards."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from django.utils import timezone

from careleavers.actions import complaints, details, duty_desk, homes, periods, staff, touch
from careleavers.models import (
    AuditEvent,
    Complaint,
    ComplaintStep,
    ContactDetail,
    CorrespondenceAddress,
    DutyMessage,
    Home,
    RoleAssignment,
    TouchStatus,
    YoungPerson,
)
from tests.cast import TODAY, Cast, days_ago
from tests.factories import (
    ComplaintFactory,
    ContactDetailFactory,
    CorrespondenceAddressFactory,
    DutyMessageFactory,
    HomeFactory,
    TeamFactory,
    TouchStatusFactory,
    YoungPersonFactory,
)
from tests.refusals import refused

pytestmark = pytest.mark.usefixtures("_on_the_day")
BEFORE_BIRTH = date(1999, 1, 1)
FIRST, SECOND, THIRD = days_ago(300), days_ago(200), days_ago(100)


# Homes, one after another


def move(cast: Cast, row: Home, on: date) -> None:
    homes.move_home(by=cast.pat, person=row.person, today=TODAY, kind="U", is_suitable=True, starts_on=on)


def correct(cast: Cast, row: Home, starts_on: date, ends_on: date | None = None) -> None:
    periods.correct_period(by=cast.pat, period=row, today=TODAY, starts_on=starts_on, ends_on=ends_on)


@pytest.mark.parametrize(
    ("does", "says"),
    [
        (lambda cast, row: move(cast, row, days_ago(150)), "The home before it lasted until"),
        (lambda cast, row: correct(cast, row, BEFORE_BIRTH), "before Amira was born"),
        (lambda cast, row: correct(cast, row, THIRD, THIRD), "The last day must come after the first."),
        (lambda cast, row: correct(cast, row, FIRST), "Another home is recorded from"),
        (lambda cast, row: correct(cast, row, days_ago(250), TODAY), "Another home is recorded from"),
    ],
    ids=["into-another", "before-birth", "no-days", "over-another", "into-the-one-before"],
)
def test_a_home(cast: Cast, scene: Callable, does: Callable, says: str) -> None:
    with scene():
        HomeFactory.create(person=cast.amira, starts_on=FIRST, ends_on=SECOND)
        row = HomeFactory.create(person=cast.amira, starts_on=SECOND, ends_on=THIRD)
    with refused(says, Home):
        does(cast, row)


def test_what_was_confirmed_later_stays_so(cast: Cast, scene: Callable) -> None:
    with scene():
        row = HomeFactory.create(person=cast.amira, last_confirmed_on=days_ago(2))
    for on in (days_ago(9), days_ago(2)):
        periods.confirm_period(by=cast.pat, period=row, on=on)
        assert Home.objects.get().last_confirmed_on == days_ago(2)
    periods.confirm_period(by=cast.pat, period=row, on=TODAY)
    assert Home.objects.get().last_confirmed_on == TODAY


# No contact wanted


def begin(cast: Cast, row: TouchStatus, on: date) -> None:
    touch.begin_touch_status(by=cast.pat, person=row.person, kind="REFU", starts_on=on, reason="Said so", today=TODAY)


def correct_touch(cast: Cast, row: TouchStatus, on: date, until: date | None = None) -> None:
    given = {"kind": "REFU", "starts_on": on, "ends_on": until, "reason": "Said so"}
    touch.correct_touch_status(by=cast.pat, status=row, today=TODAY, **given)


@pytest.mark.parametrize(
    ("does", "says"),
    [
        (lambda cast, row: begin(cast, row, BEFORE_BIRTH), "before Amira was born"),
        (lambda cast, row: begin(cast, row, days_ago(150)), "” lasted until"),
        (lambda cast, row: correct_touch(cast, row, days_ago(250)), "change that one first"),
        (lambda cast, row: correct_touch(cast, row, days_ago(250), TODAY), "change that one first"),
    ],
)
def test_that_somebody_wants_no_contact(cast: Cast, scene: Callable, does: Callable, says: str) -> None:
    with scene():
        TouchStatusFactory.create(person=cast.amira, starts_on=FIRST, ends_on=SECOND)
        row = TouchStatusFactory.create(person=cast.amira, starts_on=SECOND, ends_on=THIRD)
    with refused(says, TouchStatus):
        does(cast, row)


# How to reach them


def test_how_to_reach_them(cast: Cast, scene: Callable) -> None:
    """A day before it began ends nothing; and of several, they prefer the one that was said last."""
    with scene():
        preferred = ContactDetailFactory.create(person=cast.amira, is_preferred=True, starts_on=FIRST)
        other = ContactDetailFactory.create(person=cast.amira, value="07700 900555", starts_on=FIRST)
        CorrespondenceAddressFactory.create(person=cast.amira, starts_on=SECOND)
    with refused("give that day or a later one", ContactDetail):
        details.end_contact_detail(by=cast.pat, detail=other, ends_on=FIRST - timedelta(days=1), today=TODAY)
    with refused("give a day on which we did", CorrespondenceAddress):
        details.end_correspondence_address(by=cast.pat, person=cast.amira, ends_on=FIRST, today=TODAY)
    said = {"safe_to_use": True, "how_to_use": "", "is_preferred": True}
    details.change_contact_detail(by=cast.pat, detail=other, today=TODAY, **said)
    assert ContactDetail.objects.get(is_preferred=True) == other
    assert ContactDetail.objects.get(pk=preferred.pk).ends_on is None, "it still reaches them"


# Complaints


def made(cast: Cast, row: Complaint, on: date) -> None:
    given = {"kind": "complaint", "about": "contact", "text": row.text, "intended_on": None, "made_on": on}
    complaints.write_complaint(by=cast.mo, person=row.person, complaint=row, today=TODAY, **given)


def stage(cast: Cast, row: Complaint) -> None:
    given = {"stage": "investigation", "starts_on": TODAY, "answered_on": None}
    complaints.write_stage(by=cast.mo, complaint=row, today=TODAY, **given)


@pytest.mark.parametrize(
    ("how", "does", "says"),
    [
        ({}, lambda cast, row: made(cast, row, BEFORE_BIRTH), "before Amira was born"),
        ({}, lambda cast, row: made(cast, row, TODAY), "It was answered on 19 November 2026: give an earlier day."),
        ({"closed_on": days_ago(1), "outcome": "upheld"}, stage, "It is closed: take back the outcome first."),
    ],
)
def test_a_complaint(cast: Cast, scene: Callable, how: dict[str, Any], does: Callable, says: str) -> None:
    with scene():
        row = ComplaintFactory.create(person=cast.amira, **how)
        row.stages.update(answered_on=days_ago(4))
    with refused(says, Complaint, ComplaintStep):
        does(cast, row)


def test_the_informal_stage_follows_the_day_on_which_it_was_made(cast: Cast, scene: Callable) -> None:
    with scene():
        row = ComplaintFactory.create(person=cast.amira)
    made(cast, row, days_ago(5))
    assert ComplaintStep.objects.get().starts_on == days_ago(5)


# The duty desk


def reached(cast: Cast, row: DutyMessage, at: datetime, **facts: Any) -> None:
    given = {"reached_at": at, "caller": row.caller} | facts
    duty_desk.correct_message(by=cast.mo, message=row, revision=None, now=timezone.now(), working_days=2, **given)


def test_a_message(cast: Cast, scene: Callable) -> None:
    """Nobody calls before they are born or after they died; a colleague of theirs may."""
    with scene():
        row = DutyMessageFactory.create(person=cast.amira, team=cast.north)
        YoungPerson.objects.filter(pk=cast.amira.pk).update(died_on=days_ago(3))
    row.refresh_from_db()
    now = timezone.now()
    with refused("before Amira was born", DutyMessage):
        reached(cast, row, now.replace(year=1999))
    with refused("say who called", DutyMessage):
        reached(cast, row, now)
    reached(cast, row, now, caller="relative")
    assert DutyMessage.objects.get().caller == "relative"


def test_a_message_of_somebody_unknown_goes_to_the_team_that_is_chosen(cast: Cast, scene: Callable) -> None:
    with scene():
        unknown = DutyMessageFactory.create(person=None, team=cast.north)
        known = DutyMessageFactory.create(person=cast.amira, team=cast.north)
    for row in (unknown, known):
        reached(cast, row, row.reached_at, team=cast.south)
    assert DutyMessage.objects.get(pk=unknown.pk).team == cast.south
    assert DutyMessage.objects.get(pk=known.pk).team == cast.north, "where the team of the person works"


# Colleagues and teams


def test_a_role_does_not_end_in_the_past(cast: Cast) -> None:
    role = RoleAssignment.objects.get(user=cast.bus)
    with refused("A role ends today or on a day to come.", RoleAssignment):
        staff.end_role(by=cast.sys, assignment=role, ends_on=days_ago(1), today=TODAY)


def test_what_somebody_chooses_for_themself_is_noted_once(cast: Cast) -> None:
    choose = partial(staff.choose_own, by=cast.pat, shortcuts_on=not cast.pat.shortcuts_on, phone=cast.pat.phone)
    for _ in range(2):
        choose(today=TODAY)
    assert [event.name for event in AuditEvent.objects.all()] == ["shortcuts_chosen"]


def test_a_team_that_stands_under_none_is_closed_with_its_past(cast: Cast, scene: Callable) -> None:
    """There is no team to which those go who were closed long ago: they stay in it."""
    with scene():
        team = TeamFactory.create(name="West")
        person = YoungPersonFactory.create(team=team, involvement=None)
    staff.close_team(by=cast.sys, team=team, today=TODAY)
    person.refresh_from_db()
    team.refresh_from_db()
    assert (person.team, team.closed_on) == (team, TODAY)
