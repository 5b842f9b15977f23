"""Whether somebody may stay: written down since a day, put right, taken out."""

from __future__ import annotations

from datetime import date
from typing import Any

from careleavers.actions.alerts import close_alerts_of_kind
from careleavers.actions.base import Refused, action, record_event
from careleavers.actions.facts_changed import facts_changed
from careleavers.actions.lifetimes import EARLIER, why_not_in_life
from careleavers.actions.next_steps import NextStep, set_next_step
from careleavers.actions.revisions import change, claim_unchanged
from careleavers.models import ImmigrationStatus, User, YoungPerson
from careleavers.rules.alert_kinds import ClosedBy


@action
def write_immigration_status(
    *,
    by: User,
    person: YoungPerson,
    status: ImmigrationStatus | None = None,
    revision: int | None = None,
    today: date,
    since: date,
    next_step: NextStep | None = None,
    **facts: Any,
) -> ImmigrationStatus:
    """Write down how it is since a day, or put it right. `facts` are fields of ImmigrationStatus.

    What is newer counts from then on. Refused for a day before their birth or after their death, and where something
    else is written down for the same day.
    """
    if refusal := _why_not(person, status, since):
        raise Refused(refusal, field="since")
    if status:
        change(status, revision, {"since": since, **facts})
    else:
        status = ImmigrationStatus.objects.create(person=person, since=since, recorded_by=by, **facts)
    set_next_step(by=by, person=person, row=status, step=next_step)
    close_alerts_of_kind(
        person=person, kind=ClosedBy.IMMIGRATION, today=today, because="Their immigration status was written down"
    )
    facts_changed(people=[person.pk], today=today)
    record_event("immigration_status_written", by=by, person=person, on=status)
    return status


def _why_not(person: YoungPerson, status: ImmigrationStatus | None, since: date) -> str | None:
    if refusal := why_not_in_life(person, since, EARLIER):
        return refusal
    same = person.immigration_statuses.filter(since=since).first()
    if same is None or same == status:
        return None
    return f"“{same.get_kind_display()}” is written down for that day already: correct that one."


@action
def remove_immigration_status(*, by: User, status: ImmigrationStatus, revision: int | None, today: date) -> None:
    """Take out what was written down by mistake; the history keeps it."""
    current = claim_unchanged(status, revision)
    set_next_step(by=by, person=status.person, row=current, step=None)
    record_event("immigration_status_removed", by=by, person=status.person, on=current)
    current.delete()
    facts_changed(people=[status.person_id], today=today)
