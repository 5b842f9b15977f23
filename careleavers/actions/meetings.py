"""Meetings of a body: planned, held or called off, and who came."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time
from uuid import UUID

from careleavers.actions.base import Refused, action, record_event
from careleavers.actions.bodies import claim_open
from careleavers.actions.revisions import change, claim, claim_unchanged
from careleavers.models import Attendance, Body, Meeting, MeetingItem, User

THAT_DAY = "It has a meeting on that day already: put that one right, or give another day."
CALLED_OFF = "This meeting was called off."
STILL_TO_COME = "This meeting is still to come: write it up on the day or after it."


@action(open_after_death="A meeting is planned for whatever is on its agenda.")
def plan_meeting(
    *,
    by: User,
    body: Body,
    meeting: Meeting | None,
    revision: int | None,
    today: date,
    planned_on: date,
    starts_at: time | None,
    place: str,
) -> Meeting:
    """A new meeting, or one that is moved. What waited for a meeting is on the agenda of the next one.

    Refused on a day on which the body meets already, for one that is closed, and where a meeting at which something
    was decided would be still to come.
    """
    claim_open(body)
    same_day = body.meetings.filter(planned_on=planned_on).exclude(state=Meeting.CALLED_OFF)
    if (same_day.exclude(pk=meeting.pk) if meeting else same_day).exists():
        raise Refused(THAT_DAY, field="planned_on")
    facts = {"planned_on": planned_on, "starts_at": starts_at, "place": place}
    if meeting is None:
        meeting = Meeting.objects.create(body=body, recorded_by=by, **facts)
        record_event("meeting_planned", by=by, on=meeting, body=body.pk)
    else:
        if meeting.state != Meeting.PLANNED:
            raise Refused("Only a meeting that is still to be held can be moved.")
        if planned_on > today:
            _refuse_if_decided(meeting)
        changed = change(meeting, revision, facts)
        record_event("meeting_moved", by=by, on=meeting, fields=changed)
    _put_on_agenda(body, today)
    return meeting


@action(open_after_death="A meeting is called off whatever is on its agenda.")
def call_off_meeting(*, by: User, meeting: Meeting, revision: int | None, why: str, today: date) -> None:
    """It is not held. What was on its agenda is on that of the next meeting, or waits for one. Refused where something
    was decided at it.
    """
    current = claim_unchanged(meeting, revision)
    if current.state != Meeting.PLANNED:
        raise Refused("Only a meeting that is still to be held can be called off.")
    _refuse_if_decided(current)
    change(current, None, {"state": Meeting.CALLED_OFF, "why_called_off": why})
    for item in current.items.filter(outcome="").order_by("pk"):
        change(item, None, {"meeting": None})
    record_event("meeting_called_off", by=by, on=meeting)
    _put_on_agenda(meeting.body, today)


@action(open_after_death="Who came to a meeting is written down whatever was on its agenda.")
def write_attendance(
    *,
    by: User,
    meeting: Meeting,
    revision: int | None,
    today: date,
    who: Mapping[UUID, str],
    also_there: str,
    notes: str,
) -> None:
    """It was held: who came (choices of Attendance, by id of the member), and what was said apart from the agenda.

    Refused before its day. Members of whom nothing is said lose what was written about them.
    """
    current = claim(meeting, revision, {"also_there": also_there, "notes": notes})
    refuse_unless_on(current, today)
    there = {row.member_id: row for row in current.attendance.all()}
    for member_id, came in who.items():
        row = there.pop(member_id, None)
        if row is None:
            Attendance.objects.create(meeting=current, member_id=member_id, came=came, recorded_by=by)
        elif row.came != came:
            row.came = came
            row.save(update_fields=["came"])
    for row in there.values():
        row.delete()
    change(meeting, revision, {"state": Meeting.HELD, "also_there": also_there, "notes": notes})
    record_event("meeting_held", by=by, on=meeting, body=meeting.body_id)


def refuse_unless_on(meeting: Meeting, today: date) -> None:
    """Refused for a meeting that is still to come, or was called off."""
    if meeting.state == Meeting.CALLED_OFF:
        raise Refused(CALLED_OFF)
    if meeting.planned_on > today:
        raise Refused(STILL_TO_COME)


def _refuse_if_decided(meeting: Meeting) -> None:
    if meeting.items.filter(outcome=MeetingItem.DECIDED).exists():
        raise Refused("Something was decided at it: write down who came, and put right what was decided.")


def _put_on_agenda(body: Body, today: date) -> None:
    """What waits is on the agenda of the next meeting that is planned; what one put off, of the next after that."""
    meetings = list(body.meetings.filter(state=Meeting.PLANNED, planned_on__gte=today).order_by("planned_on"))
    waiting = MeetingItem.objects.filter(body=body, meeting=None, outcome="").order_by("pk")
    for item in waiting.select_related("continues"):
        put_off_by = item.continues.meeting_id if item.continues else None
        if meeting := next((each for each in meetings if each.pk != put_off_by), None):
            change(item, None, {"meeting": meeting})
