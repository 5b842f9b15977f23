"""Minutes: a version is made, and the next meeting agrees it."""

from __future__ import annotations

from careleavers.actions.base import Refused, action, record_event
from careleavers.models import Meeting, Minutes, User
from careleavers.queries.minutes import content_of

OF_EVERYBODY = "Minutes are of a meeting, whoever it talked about."


@action(open_after_death=OF_EVERYBODY)
def make_minutes(*, by: User, meeting: Meeting) -> Minutes:
    """The next version of the minutes, with what is written down now. Refused before it was held, and where nothing
    has changed since the last version.
    """
    current = Meeting.objects.select_for_update().get(pk=meeting.pk)
    if current.state != Meeting.HELD:
        raise Refused("Write down who came first.")
    content, last = content_of(current), current.minutes.first()
    if last and last.content == content:
        raise Refused(f"Nothing has changed since version {last.number}.")
    number = last.number + 1 if last else 1
    made = Minutes.objects.create(meeting=current, number=number, content=content, recorded_by=by)
    record_event("minutes_made", by=by, on=made, meeting=meeting.pk, number=number)
    return made


@action(open_after_death=OF_EVERYBODY)
def agree_minutes(*, by: User, minutes: Minutes, at: Meeting) -> None:
    """A later meeting of the body agreed this version. Refused for one that is not the last, or is agreed already."""
    meeting = Meeting.objects.select_for_update().get(pk=minutes.meeting_id)  # whoever makes or agrees one takes turns
    current = Minutes.objects.get(pk=minutes.pk)
    last = meeting.minutes.first()
    if last is None or last.pk != current.pk:
        raise Refused("There is a later version: that one is to be agreed.")
    if meeting.minutes.filter(agreed_at__isnull=False).exists():
        raise Refused("Minutes of this meeting were agreed already.")
    if at.body_id != meeting.body_id or at.planned_on <= meeting.planned_on or at.state != Meeting.HELD:
        raise Refused("Only a later meeting of the same body that was held can agree them.")
    current.agreed_at = at
    current.save(update_fields=["agreed_at"])
    record_event("minutes_agreed", by=by, on=current, at=at.pk)
