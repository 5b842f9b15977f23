"""Who does what next about a fact, and by when. Parts of actions: they write inside the action that calls them."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from careleavers.actions.revisions import change
from careleavers.models import FollowUp, User, YoungPerson
from careleavers.models.next_steps import WithNextStep


class NextStep(NamedTuple):
    """What is to be done, by which day, and by whom."""

    text: str
    due_on: date
    assigned_to: User


def set_next_step(*, by: User, person: YoungPerson, row: WithNextStep, step: NextStep | None) -> None:
    """Make this what is to be done next about the row, which is saved already; None: nothing is.

    A step that is still open is changed, or taken out (the history keeps it); one that was done stays as it is.
    """
    current = row.open_step
    if current and step:
        change(current, None, step._asdict())
        return
    if current:
        row.next_step = None
        row.save(update_fields=["next_step"])
        current.delete()
    elif step:
        row.next_step = FollowUp.objects.create(person=person, recorded_by=by, **step._asdict())
        row.save(update_fields=["next_step"])
