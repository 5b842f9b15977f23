"""What somebody said they would do by a day: done, put right, open again."""

from __future__ import annotations

from datetime import date

from careleavers.actions.base import Refused, action, record_event
from careleavers.actions.facts_changed import facts_changed
from careleavers.actions.revisions import change
from careleavers.models import FollowUp, User
from careleavers.rules.words import day


@action(open_after_death="What was promised to their family is done.")
def finish_follow_up(*, by: User, follow_up: FollowUp, today: date) -> None:
    """It was done today. Refused where it is done already."""
    if follow_up.done_on:
        raise Refused(f"This is done already: it was written down for {day(follow_up.done_on)}.")
    change(follow_up, None, {"done_on": today, "done_by": by})
    facts_changed(people=[follow_up.person_id], today=today)
    record_event("follow_up_done", by=by, person=follow_up.person, on=follow_up)


@action(open_after_death="What was promised to their family is put right.")
def correct_follow_up(
    *,
    by: User,
    follow_up: FollowUp,
    revision: int | None = None,
    text: str,
    due_on: date,
    done_on: date | None,
    not_needed_because: str = "",
    today: date,
) -> None:
    """Put right what was written down, or on which day it was done; without a day it is still to do.

    With `not_needed_because` it was not done and is not needed: since `done_on`, or `today`.

    Refused when it would have been done before it was said.
    """
    said_on = follow_up.contact.happened_on if follow_up.contact else follow_up.recorded_at.date()
    if done_on and done_on < said_on:
        raise Refused("It cannot have been done before it was said: check the day.", field="done_on")
    if due_on < said_on:
        raise Refused("That is before the day on which it was said: check the day.", field="due_on")
    if not_needed_because:
        done_on = done_on or today
    done_by = (follow_up.done_by or by) if done_on else None
    said = {"text": text, "due_on": due_on, "done_on": done_on, "done_by": done_by}
    fields = change(follow_up, revision, said | {"not_needed_because": not_needed_because})
    facts_changed(people=[follow_up.person_id], today=today)
    record_event("follow_up_corrected", by=by, person=follow_up.person, on=follow_up, fields=fields)
