"""Days that lie outside somebody's life, on which nothing about them can be recorded."""

from __future__ import annotations

from datetime import date

from careleavers.models import YoungPerson
from careleavers.rules.words import day

NOTHING_BEGINS, EARLIER = "nothing can begin after that day", "give that day or an earlier one"


def why_before_birth(person: YoungPerson, on: date) -> str | None:
    """The sentence that says that the day is before their birth, or None."""
    return f"That is before {person.short_name} was born: check the day." if on < person.date_of_birth else None


def why_after_death(person: YoungPerson, on: date, remedy: str) -> str | None:
    """The sentence that says that the day is after their death, and `remedy`, or None."""
    if person.died_on and on > person.died_on:
        return f"{person.short_name} died on {day(person.died_on)}: {remedy}."
    return None


def why_not_in_life(person: YoungPerson, on: date, remedy: str = NOTHING_BEGINS) -> str | None:
    return why_after_death(person, on, remedy) or why_before_birth(person, on)
