"""What somebody does: a new activity. Corrections and confirmations: see `actions.periods`."""

from __future__ import annotations

from datetime import date
from typing import Any

from careleavers.actions.base import Refused, action, record_event
from careleavers.actions.facts_changed import facts_changed
from careleavers.actions.next_steps import NextStep, set_next_step
from careleavers.actions.periods import begin_period, why_not_begin
from careleavers.actions.revisions import change
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


@action
def write_occupation_facts(
    *,
    by: User,
    occupation: Occupation,
    revision: int | None = None,
    today: date,
    next_step: NextStep | None = None,
    **facts: Any,
) -> None:
    """Where and at what level, or what stands in the way, and what is next. `facts` are fields of Occupation."""
    changed = change(occupation, revision, facts)
    set_next_step(by=by, person=occupation.person, row=occupation, step=next_step)
    facts_changed(people=[occupation.person_id], today=today)
    record_event("occupation_facts_written", by=by, person=occupation.person, on=occupation, fields=changed)
