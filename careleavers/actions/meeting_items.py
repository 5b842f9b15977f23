"""What is brought to a meeting: written down, decided, and given to somebody to do."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from careleavers.actions.base import Refused, action, record_event
from careleavers.actions.bodies import claim_open
from careleavers.actions.facts_changed import facts_changed
from careleavers.actions.meetings import refuse_unless_on
from careleavers.actions.revisions import change, claim, claim_unchanged
from careleavers.models import (
    Body,
    BodyMember,
    FollowUp,
    Meeting,
    MeetingAction,
    MeetingItem,
    ServiceTask,
    User,
    YoungPerson,
)
from careleavers.queries.meetings import next_planned

OF_A_DEATH = "A meeting may speak of somebody who has died."
LONGEST_TASK = 200  # characters of FollowUp.text and ServiceTask.text


@action(open_after_death=OF_A_DEATH)
def bring_item(
    *,
    by: User,
    body: Body,
    person: YoungPerson | None,
    item_id: UUID,
    today: date,
    meeting: Meeting | None = None,
    **facts: Any,
) -> MeetingItem:
    """Bring something to a body: to this meeting, or to its next one; where none is planned, it waits for one.

    Sent twice with one `item_id`, it is one. Refused about somebody whom the body is to talk about already. `facts` are
    fields of MeetingItem.
    """
    if existing := MeetingItem.objects.filter(pk=item_id, recorded_by=by).first():
        return existing
    claim_open(body)
    if person and body.items.filter(person=person, outcome="").exists():
        raise Refused(f"{person.known_as} is on the list of {body.name} already: add to what is written there.")
    meeting = meeting or next_planned(body, today)
    item = MeetingItem(pk=item_id, body=body, meeting=meeting, person=person, recorded_by=by, **facts)
    item.save(force_insert=True)
    name = "referred_to_meeting" if person else "meeting_item_brought"
    record_event(name, by=by, person=person, on=item, body=body.pk)
    return item


@action(open_after_death=OF_A_DEATH)
def correct_item(*, by: User, item: MeetingItem, revision: int | None, **facts: Any) -> None:
    """Put right why it is brought. EditConflict as everywhere."""
    changed = change(item, revision, facts)
    record_event("meeting_item_corrected", by=by, person=item.person, on=item, fields=changed)


@action(open_after_death=OF_A_DEATH)
def take_item_back(*, by: User, item: MeetingItem, revision: int | None, why: str, today: date) -> None:
    """It is not to be talked about any more, for this reason."""
    current = claim_unchanged(item, revision)
    _refuse_if_closed(current)
    change(current, None, {"outcome": MeetingItem.TAKEN_BACK, "decision": why, "closed_on": today})
    record_event("meeting_item_taken_back", by=by, person=item.person, on=item)


@action(open_after_death=OF_A_DEATH)
def decide_item(
    *, by: User, item: MeetingItem, revision: int | None, outcome: str, said: str, decision: str, today: date
) -> None:
    """What was said and decided, from the day of the meeting on. What is put off is on the agenda of the next meeting.

    Written again, it is put right; nothing that was put off can be decided: what continues it can.
    """
    current = claim(item, revision, {"outcome": outcome, "said": said, "decision": decision})
    if current.meeting is None:
        raise Refused("It waits for a meeting: plan one first.")
    refuse_unless_on(current.meeting, today)
    if current.outcome == MeetingItem.TAKEN_BACK or (current.outcome == MeetingItem.PUT_OFF and outcome != "put_off"):
        raise Refused("This is closed: look at what continues it, or bring it again.")
    facts = {"said": said, "decision": decision, "outcome": outcome, "closed_on": current.closed_on or today}
    change(item, revision, facts)
    if outcome == MeetingItem.PUT_OFF and not MeetingItem.objects.filter(continues=item).exists():
        claim_open(item.body)
        _continue(item, by, today)
    record_event("meeting_item_decided", by=by, person=item.person, on=item, outcome=outcome)


def _continue(item: MeetingItem, by: User, today: date) -> None:
    meeting = item.body.meetings.filter(state=Meeting.PLANNED, planned_on__gt=today)
    later = meeting.exclude(items=item).order_by("planned_on").first()
    same = {name: getattr(item, name) for name in ("person", "about", "reason", "wanted", "person_told")}
    MeetingItem.objects.create(body=item.body, meeting=later, continues=item, recorded_by=by, **same)


@action
def give_action(
    *,
    by: User,
    item: MeetingItem,
    action_id: UUID,
    text: str,
    due_on: date,
    assigned_to: User,
    partner: BodyMember | None,
    today: date,
) -> MeetingAction:
    """Somebody is to do something about it by a day. Sent twice with one `action_id`, it is one.

    Where a `partner` does it, the colleague `assigned_to` sees that they do. It is a follow-up of the young person's
    record, or a task about the service. Refused before the meeting, and the latter for a body that is closed.
    """
    if existing := MeetingAction.objects.filter(pk=action_id, item=item).first():
        return existing
    if item.meeting is None:
        raise Refused("It waits for a meeting: what is to be done is written down there.")
    refuse_unless_on(item.meeting, today)
    text = f"{partner}: {text}" if partner and not partner.user else text
    if len(text) > LONGEST_TASK:
        raise Refused(f"Shorten it by {len(text) - LONGEST_TASK} characters.", field="text")
    task: dict[str, Any] = {"text": text, "due_on": due_on, "assigned_to": assigned_to, "recorded_by": by}
    row = MeetingAction(pk=action_id, item=item, partner=partner, recorded_by=by)
    if item.person:
        row.follow_up = FollowUp.objects.create(person=item.person, **task)
    else:
        claim_open(item.body)
        row.service_task = ServiceTask.objects.create(body=item.body, **task)
    row.save(force_insert=True)
    if item.person:
        facts_changed(people=[item.person.pk], today=today)
    record_event("meeting_action_given", by=by, person=item.person, on=row, to=str(assigned_to.pk))
    return row


@action
def correct_service_task(
    *,
    by: User,
    task: ServiceTask,
    revision: int | None,
    text: str,
    due_on: date,
    assigned_to: User,
    done_on: date | None,
    not_needed_because: str,
    today: date,
) -> None:
    """What is to be done about the service is put right, done, or not needed any more; without a day it is open."""
    if not_needed_because:
        done_on = done_on or today
    facts = {"text": text, "due_on": due_on, "assigned_to": assigned_to, "done_on": done_on}
    done_by = (task.done_by or by) if done_on else None
    changed = change(task, revision, facts | {"done_by": done_by, "not_needed_because": not_needed_because})
    record_event("service_task_corrected", by=by, on=task, fields=changed)


@action
def finish_service_task(*, by: User, task: ServiceTask, revision: int | None, today: date) -> None:
    """It was done today. Refused where it is done already."""
    current = claim_unchanged(task, revision)
    if current.done_on:
        raise Refused("This is done already.")
    change(current, None, {"done_on": today, "done_by": by})
    record_event("service_task_done", by=by, on=task)


def _refuse_if_closed(item: MeetingItem) -> None:
    if item.outcome:
        raise Refused("It is closed already.")
