"""The record of somebody who has died, opened for a day by a manager to put something right."""

from __future__ import annotations

from datetime import date

from careleavers.actions.base import Refused, action, record_event
from careleavers.models import RecordOpening, User, YoungPerson
from careleavers.queries.closed_records import opening_on


@action(open_after_death="This is how it is opened.")
def open_for_correction(*, by: User, person: YoungPerson, reason: str, today: date) -> RecordOpening:
    """Everybody whose work it is may change the record again until the end of the day."""
    if person.died_on is None:
        raise Refused("This record is not closed: nobody has written down that they died.")
    if opening := opening_on(person, today):
        raise Refused(f"It is open for a correction already, until midnight: {opening.reason}")
    opening = RecordOpening.objects.create(person=person, open_on=today, reason=reason, recorded_by=by)
    record_event("closed_record_opened", by=by, person=person, on=opening, open_on=today)
    return opening
