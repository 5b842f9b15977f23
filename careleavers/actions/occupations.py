"""What somebody does: a new activity. Corrections and confirmations: see `actions.periods`."""

from __future__ import annotations

from datetime import date
from typing import Any

from careleavers.actions.base import Refused, action, record_event
from careleavers.actions.facts_changed import facts_changed
from careleavers.actions.periods import begin_period, why_not_begin
from careleavers.models import Occupation, User, YoungPerson


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
    facts_changed(people=[person.pk], today=today)
    record_event("occupation_began", by=by, person=person, on=occupation, code=occupation.code, starts_on=starts_on)
    return occupation
