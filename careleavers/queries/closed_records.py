"""Whether the record of somebody who has died is closed, and why."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from careleavers.models import RecordOpening, YoungPerson
from careleavers.models.asking import Asking, in_steps
from careleavers.models.statements import Statement
from careleavers.rules.words import day

OPENING = Statement(
    lambda person, day: RecordOpening.objects.filter(person=person, open_on=day).select_related("recorded_by")[:1],
    UUID,
    date,
)


@in_steps
def opening_on(person: YoungPerson, today: date) -> Asking[RecordOpening | None]:
    """The row that opens this closed record for a correction today, with who opened it; None where there is none."""
    opening: RecordOpening | None = yield from OPENING.first.steps(person.pk, today)
    return opening


def why_closed(person: YoungPerson, today: date) -> str | None:
    """The sentence that says why nothing of this record is changed today, or None. Only the dead cost a query."""
    if person.died_on is None or opening_on(person, today):
        return None
    return (
        f"{person.short_name} died on {day(person.died_on)}, so this record is closed. "
        "A manager can open it for a correction."
    )
