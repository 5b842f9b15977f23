"""Facts behind the overview of a record: written down, put right, taken out, in the same way for each kind of them."""

from __future__ import annotations

from copy import copy
from datetime import date
from typing import Any, TypeVar

from django.core.exceptions import ValidationError

from careleavers.actions.alerts import close_alerts_of_kind
from careleavers.actions.base import Refused, action, record_event
from careleavers.actions.facts_changed import facts_changed
from careleavers.actions.lifetimes import EARLIER, why_after_death, why_before_birth
from careleavers.actions.next_steps import NextStep, set_next_step
from careleavers.actions.revisions import change, claim_unchanged
from careleavers.models import (
    Debts,
    HealthMatter,
    HousingApplication,
    ImmigrationStatus,
    Income,
    Membership,
    OccupationStep,
    Offence,
    Relationship,
    SkillProgress,
    StayingPut,
    TrialStay,
    User,
    VacationHome,
    Wellbeing,
    YoungPerson,
)
from careleavers.models.base import Recorded
from careleavers.models.next_steps import WithNextStep
from careleavers.rules.alert_kinds import ClosedBy

AnyFact = (
    HousingApplication
    | StayingPut
    | OccupationStep
    | HealthMatter
    | Wellbeing
    | Income
    | ImmigrationStatus
    | Relationship
    | SkillProgress
    | TrialStay
    | Debts
    | VacationHome
    | Offence
    | Membership
)
FactRow = TypeVar(
    "FactRow",
    HousingApplication,
    StayingPut,
    OccupationStep,
    HealthMatter,
    Wellbeing,
    Income,
    ImmigrationStatus,
    Relationship,
    SkillProgress,
    TrialStay,
    Debts,
    VacationHome,
    Offence,
    Membership,
)
# Writing such a row down closes the alerts of this kind.
CLOSES: dict[type[AnyFact], ClosedBy] = {
    HousingApplication: ClosedBy.HOUSING,
    ImmigrationStatus: ClosedBy.IMMIGRATION,
    Income: ClosedBy.MONEY,
    StayingPut: ClosedBy.STAYING_PUT,
}
# What is said where two rows of a kind do not go together, and their constraint says nothing of its own.
ALREADY: dict[type[Recorded], str] = {
    ImmigrationStatus: "Something else is written down for that day already: correct that one.",
    VacationHome: "Another vacation is written down for some of these days: correct that one.",
}


@action
def write_fact(
    *,
    by: User,
    person: YoungPerson,
    model: type[FactRow],
    row: FactRow | None = None,
    revision: int | None = None,
    today: date,
    next_step: NextStep | None = None,
    **facts: Any,
) -> FactRow:
    """Write a fact down, or put it right. `facts` are fields of the model.

    Refused for a day before their birth, for one up to today that is after their death, and where the fact does not go
    together with the others that are written down; the model's constraints say so.
    """
    for name, value in facts.items():
        if isinstance(value, date):
            refuse_outside_life(person, value, today, name)
    if row:
        refuse_what_does_not_fit(_with(row, facts))
        change(row, revision, facts)
    else:
        row = model(person=person, recorded_by=by, **facts)
        refuse_what_does_not_fit(row)
        row.save()
    if isinstance(row, WithNextStep):
        set_next_step(by=by, person=person, row=row, step=next_step)
    if model in CLOSES:
        because = f"Written down: {model._meta.verbose_name}"
        close_alerts_of_kind(person=person, kind=CLOSES[model], today=today, because=because)
    facts_changed(people=[person.pk], today=today)
    record_event(f"{_event_of(model)}_written", by=by, person=person, on=row)
    return row


@action
def remove_fact(*, by: User, row: AnyFact, revision: int | None, today: date) -> None:
    """Take out what was written down by mistake, with what was to be done about it; the history keeps both."""
    current = claim_unchanged(row, revision)
    if isinstance(current, WithNextStep):
        set_next_step(by=by, person=row.person, row=current, step=None)
    record_event(f"{_event_of(type(row))}_removed", by=by, person=row.person, on=current)
    current.delete()
    facts_changed(people=[row.person_id], today=today)


def refuse_outside_life(person: YoungPerson, on: date, today: date, field: str) -> None:
    """Refused for a day before their birth, and for one up to today that is after their death."""
    if refusal := why_before_birth(person, on) or (on <= today and why_after_death(person, on, EARLIER)):
        raise Refused(refusal, field=field)


def refuse_what_does_not_fit(row: Recorded) -> None:
    """Refused with the sentence of the constraint that the row breaks."""
    try:
        row.validate_constraints()
    except ValidationError as error:
        raise Refused(ALREADY.get(type(row), " ".join(error.messages))) from error


def _with(row: FactRow, facts: dict[str, Any]) -> FactRow:
    """The row as it is to be, not saved."""
    changed = copy(row)
    for name, value in facts.items():
        setattr(changed, name, value)
    return changed


def _event_of(model: type[AnyFact]) -> str:
    """What the events of a kind of fact begin with: "housing_application"."""
    return str(model._meta.verbose_name).replace(" ", "_")
