"""Writing down how a young person likes to read what we send."""

from __future__ import annotations

from careleavers.actions.base import action, record_event
from careleavers.models import User, YoungPerson
from offers.models import ReadingWish


@action
def record_reading_wish(*, by: User, person: YoungPerson, language: str, layout: str) -> ReadingWish:
    """What they said today. Letters that are approved already stay as they are; the next ones follow it."""
    row = ReadingWish.objects.create(person=person, language=language, layout=layout, recorded_by=by)
    record_event("reading_wish_recorded", by=by, person=person, on=row)
    return row
