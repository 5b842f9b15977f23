"""From 21 somebody asks for support, or says that they want no more of it: never both on one day."""

from __future__ import annotations

from datetime import date

from careleavers.models import StatusFact, TouchStatus, YoungPerson
from careleavers.models.base import overlapping
from careleavers.rules.words import day


def why_not_wanted(person: YoungPerson, starts_on: date, ends_on: date | None) -> str | None:
    """The sentence that says why support cannot be wanted over these days, or None."""
    no_more = person.touch_statuses.filter(kind=TouchStatus.NO_LONGER_REQUIRES)
    said = no_more.filter(overlapping(starts_on, ends_on)).order_by("starts_on").first()
    if said is None:
        return None
    return (
        f"“{said.get_kind_display()}” is recorded from {day(said.starts_on)}{_until(said.ends_on)}. "
        f"If they want support now, end that first on the page In touch."
    )


def why_not_enough(person: YoungPerson, starts_on: date, ends_on: date | None) -> str | None:
    """The sentence that says why they cannot want no more of the service over these days, or None."""
    wanted = person.status_facts.filter(kind=StatusFact.SUPPORT_WANTED)
    asked = wanted.filter(overlapping(starts_on, ends_on)).order_by("starts_on").first()
    if asked is None:
        return None
    return (
        f"They asked for support from {day(asked.starts_on)}{_until(asked.ends_on)}. "
        f"If they want it no longer, end that first in their care history."
    )


def _until(ends_on: date | None) -> str:
    return f" to {day(ends_on)}" if ends_on else ""
