"""How people like to read what we send: the last that each of them said."""

from __future__ import annotations

from careleavers.models import YoungPerson
from careleavers.models.statements import Statement
from offers.models import ReadingWish
from offers.rules.enclosing import ReadAs, wish_of

# By person, the earliest first.
READING_WISHES = Statement(lambda people: ReadingWish.objects.filter(person__in=people).order_by("recorded_at"), list)


def wish_now(person: YoungPerson) -> ReadAs:
    """One query."""
    rows = READING_WISHES.objects([person.pk])
    return wish_of(rows[-1].wish if rows else None, person.language, needs_interpreter=person.needs_interpreter)
