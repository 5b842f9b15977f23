"""What meetings refuse, in which words; and what is written again, which is put right and never doubled."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse

from careleavers.actions import bodies, meeting_items, meetings
from careleavers.actions.base import Refused
from careleavers.models import Attendance, Body, Meeting, MeetingAction, MeetingItem, ServiceTask
from tests.cast import TODAY, Cast
from tests.factories import (
    BodyFactory,
    BodyMemberFactory,
    MeetingFactory,
    MeetingItemFactory,
    ServiceTaskFactory,
)
from tests.refusals import refused, unchanged

pytestmark = pytest.mark.usefixtures("_on_the_day")


def decide(cast: Cast, item: MeetingItem, outcome: str = "decided") -> None:
    facts = {"outcome": outcome, "said": "Talked about", "decision": "We ask housing"}
    meeting_items.decide_item(by=cast.mo, item=item, revision=None, today=TODAY, **facts)


def give(cast: Cast, item: MeetingItem, text: str = "Ask housing", action_id: Any = None) -> MeetingAction:
    return meeting_items.give_action(
        by=cast.mo,
        item=item,
        action_id=action_id or uuid4(),
        text=text,
        due_on=TODAY,
        assigned_to=cast.pat,
        partner=None,
        today=TODAY,
    )


def take_back(cast: Cast, item: MeetingItem) -> None:
    meeting_items.take_item_back(by=cast.mo, item=item, revision=None, why="Settled", today=TODAY)


TAKEN_BACK = {"outcome": "taken_back", "decision": "Settled", "closed_on": TODAY}
PUT_OFF = {"outcome": "put_off", "decision": "Next time", "closed_on": TODAY}
CLOSED = "This is closed: look at what continues it, or bring it again."


@pytest.mark.parametrize(
    ("how", "does", "says"),
    [
        ({"meeting": None}, decide, "It waits for a meeting: plan one first."),
        (TAKEN_BACK, decide, CLOSED),
        (PUT_OFF, decide, CLOSED),
        ({"meeting": None}, give, "It waits for a meeting: what is to be done is written down there."),
        ({}, lambda cast, item: give(cast, item, "x" * 1000), "Shorten it by 800 characters."),
        (TAKEN_BACK, take_back, "It is closed already."),
    ],
)
def test_an_item(cast: Cast, scene: Callable, how: dict[str, Any], does: Callable, says: str) -> None:
    with scene():
        body = BodyFactory.create()
        item = MeetingItemFactory.create(**{"meeting": MeetingFactory.create(body=body), "body": body} | how)
    with refused(says, MeetingItem):
        does(cast, item)
    assert not MeetingAction.objects.exists()


def test_an_action_that_is_sent_twice_is_one(cast: Cast, scene: Callable) -> None:
    with scene():
        item = MeetingItemFactory.create()
    once = uuid4()
    assert give(cast, item, action_id=once) == give(cast, item, action_id=once)
    assert ServiceTask.objects.count() == 1


def test_a_task_about_the_service_is_done_once_or_not_needed(cast: Cast, scene: Callable) -> None:
    with scene():
        task = ServiceTaskFactory.create(assigned_to=cast.pat)
    right = partial(
        meeting_items.correct_service_task,
        by=cast.mo,
        task=task,
        revision=None,
        text=task.text,
        due_on=task.due_on,
        assigned_to=cast.pat,
        today=TODAY,
    )
    right(done_on=None, not_needed_because="Housing has named one")
    task.refresh_from_db()
    assert (task.done_on, task.done_by) == (TODAY, cast.mo)
    with pytest.raises(Refused, match="This is done already"):
        meeting_items.finish_service_task(by=cast.pat, task=task, revision=None, today=TODAY)
    right(done_on=None, not_needed_because="")
    task.refresh_from_db()
    assert (task.done_on, task.done_by) == (None, None), "open again"


def move(cast: Cast, meeting: Meeting) -> None:
    meetings.plan_meeting(
        by=cast.mo,
        body=meeting.body,
        meeting=meeting,
        revision=None,
        planned_on=TODAY,
        starts_at=None,
        place="The Hub",
        today=TODAY,
    )


def call_off(cast: Cast, meeting: Meeting) -> None:
    meetings.call_off_meeting(by=cast.mo, meeting=meeting, revision=None, why="Snow", today=TODAY)


def attended(cast: Cast, meeting: Meeting, who: dict[Any, str]) -> None:
    meetings.write_attendance(
        by=cast.mo, meeting=meeting, revision=None, today=TODAY, who=who, also_there="", notes="Short"
    )


@pytest.mark.parametrize(
    ("how", "does", "says"),
    [
        ({"state": "held"}, move, "Only a meeting that is still to be held can be moved."),
        ({"state": "held"}, call_off, "Only a meeting that is still to be held can be called off."),
        ({"state": "called_off", "why_called_off": "Snow"}, lambda cast, row: attended(cast, row, {}), "called off"),
    ],
)
def test_a_meeting(cast: Cast, scene: Callable, how: dict[str, Any], does: Callable, says: str) -> None:
    with scene():
        meeting = MeetingFactory.create(**how)
    with refused(says, Meeting):
        does(cast, meeting)


def test_who_came_is_written_again(cast: Cast, scene: Callable) -> None:
    """What changed is put right, what is the same stays, and of whom nothing is said nothing is written."""
    with scene():
        meeting = MeetingFactory.create()
        first, second, third = (BodyMemberFactory.create(body=meeting.body, name=name) for name in ("Ann", "Bo", "Cy"))
    attended(cast, meeting, {first.pk: "came", second.pk: "came", third.pk: "came"})
    kept = Attendance.objects.get(member=second).pk
    attended(cast, meeting, {first.pk: "apologies", second.pk: "came"})
    assert set(Attendance.objects.values_list("member__name", "came")) == {("Ann", "apologies"), ("Bo", "came")}
    assert Attendance.objects.get(member=second).pk == kept


def test_a_body_meets_on_while_something_of_it_waits(cast: Cast, scene: Callable) -> None:
    """An item without a meeting and a task hold it; once both are over it is closed, once."""
    with scene():
        item = MeetingItemFactory.create(meeting=MeetingFactory.create(state=Meeting.HELD))
        body = item.body
        task = ServiceTaskFactory.create(body=body)

    def close() -> None:
        bodies.close_body(by=cast.vera, body=body, revision=None, today=TODAY)

    def open_again() -> None:
        bodies.open_body_again(by=cast.vera, body=body, revision=None, today=TODAY)

    with refused("Something still waits for its next meeting", Body):
        close()
    take_back(cast, item)
    with refused("It gave somebody something to do that is not done yet", Body):
        close()
    with refused("It is open already.", Body):
        open_again()
    meeting_items.finish_service_task(by=cast.mo, task=task, revision=None, today=TODAY)
    close()
    with refused("It is closed already.", Body):
        close()
    open_again()
    assert Body.objects.get().closed_on is None


def test_a_body_or_a_meeting_that_is_not_there_is_not_found(cast: Cast, scene: Callable, sign_in: Callable) -> None:
    with scene():
        meeting = MeetingFactory.create()
    lead = sign_in(cast.vera)
    assert lead.get(reverse("meeting", args=[meeting.pk])).status_code == 200
    for name, key in (("body_add", "no_such_kind"), ("body", uuid4()), ("meeting", uuid4())):
        assert lead.get(reverse(name, args=[key])).status_code == 404, name


def test_a_meeting_is_called_off_with_a_reason(cast: Cast, scene: Callable, sign_in: Callable) -> None:
    """What was on its agenda waits for the next one."""
    with scene():
        item = MeetingItemFactory.create()
        BodyMemberFactory.create(body=item.body, user=cast.mo, role="chair")
    page, manager, revision = (
        reverse("meeting_call_off", args=[item.meeting.pk]),
        sign_in(cast.mo),
        item.meeting.revision,
    )
    with unchanged(Meeting, MeetingItem):
        assert manager.post(page, {"revision": revision}).status_code == 200, "asked again: it gives no reason"
    said = manager.post(page, {"revision": revision, "why": "Snow"}, follow=True).content.decode()
    assert "It is called off. What was on its agenda goes to the next meeting." in said
    assert Meeting.objects.values_list("state", "why_called_off").get() == (Meeting.CALLED_OFF, "Snow")
    assert MeetingItem.objects.get().meeting is None
