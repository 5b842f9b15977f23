"""What somebody does: beginnings, ends, corrections, and the word that nothing has changed."""

from __future__ import annotations

from datetime import date
from typing import Any

from careleavers.actions.base import Refused, action, record_event
from careleavers.actions.periods import begin_period, confirm_period, correct_period, why_not_begin
from careleavers.models import Occupation, User, YoungPerson
from careleavers.rules.words import day


@action
def begin_occupation(
    *, by: User | None, person: YoungPerson, today: date, starts_on: date, source: str = "", **facts: Any
) -> Occupation:
    """Their main activity from `starts_on`; the one before it ends that day. `facts` are fields of Occupation."""
    if refusal := why_not_begin(Occupation, person, starts_on):
        raise Refused(refusal)
    occupation = begin_period(
        Occupation, by=by, person=person, starts_on=starts_on, source=source, last_confirmed_on=today, **facts
    )
    record_event("occupation_began", by=by, person=person, on=occupation, code=occupation.code, starts_on=starts_on)
    return occupation


@action
def end_occupation(*, by: User, occupation: Occupation, ends_on: date) -> None:
    """It ended on `ends_on` and what they do now is not known."""
    if ends_on <= occupation.starts_on:
        raise Refused(f"It began on {day(occupation.starts_on)}: the day it ended must be later.")
    occupation.ends_on = ends_on
    occupation.save(update_fields=["ends_on"])
    record_event("occupation_ended", by=by, person=occupation.person, on=occupation, ends_on=ends_on)


@action
def correct_occupation(
    *, by: User, occupation: Occupation, starts_on: date, ends_on: date | None, **facts: Any
) -> None:
    """Put right what was written down wrongly. The former row is kept in the history."""
    changed = correct_period(occupation, starts_on=starts_on, ends_on=ends_on, **facts)
    record_event("occupation_corrected", by=by, person=occupation.person, on=occupation, fields=changed)


@action
def confirm_occupation(*, by: User, occupation: Occupation, on: date) -> None:
    """Somebody learned on a day that it is still so: the fact is dated anew."""
    confirm_period(occupation, on)
    record_event("occupation_confirmed", by=by, person=occupation.person, on=occupation, confirmed_on=on)
