"""Pledges of the council: written down, tagged with what is done about them, and looked at again by their owners."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Max

from careleavers.actions.base import Refused, action, record_event
from careleavers.actions.revisions import change, claim
from careleavers.models import User
from offers.models import Pledge, PledgeNote


@action
def save_pledge(*, by: User, pledge: Pledge | None, revision: int | None, details: dict[str, Any]) -> Pledge:
    """A new pledge, the last in the list, or a change of one."""
    if pledge is None:
        last = Pledge.objects.aggregate(last=Max("number"))["last"] or 0
        pledge = Pledge.objects.create(number=last + 1, recorded_by=by, **details)
    else:
        change(pledge, revision, details)
    record_event("pledge_saved", by=by, on=pledge, owner=str(pledge.owner_id))
    return pledge


@action
def note_on_pledge(*, by: User, pledge: Pledge, happened_on: date, text: str, look_on: date, today: date) -> PledgeNote:
    """What was done about it, and when its owner looks at it again. Refused for a day to come, and once it ended."""
    current = claim(pledge, None, {})
    if current.ended_on and current.ended_on <= today:
        raise Refused("This pledge has ended.")
    if happened_on > today:
        raise Refused("That day has not come yet: write it down once it is done.", field="happened_on")
    note = PledgeNote.objects.create(pledge=current, happened_on=happened_on, text=text, recorded_by=by)
    current.look_on = look_on
    current.save(update_fields=["look_on"])
    record_event("pledge_noted", by=by, on=note, pledge=str(pledge.pk))
    return note
