"""A young person does not agree with what is written about them: what they say is kept beside it."""

from __future__ import annotations

from typing import Any

from careleavers.actions.base import Refused, action, record_event
from careleavers.actions.lifetimes import why_before_birth
from careleavers.actions.revisions import change
from careleavers.models import Contact, Disagreement, RecordRequest, User, YoungPerson
from careleavers.rules.words import day


@action(open_after_death="What they said of their record in their life is still written down.")
def write_disagreement(
    *,
    by: User,
    person: YoungPerson,
    disagreement: Disagreement | None = None,
    revision: int | None = None,
    contact: Contact | None = None,
    request: RecordRequest | None = None,
    **facts: Any,
) -> Disagreement:
    """Write down what they say, or put that right. `facts` are fields of Disagreement; the entry itself stays as it is.

    Refused for a day before their birth, or before the contact that it is about.
    """
    about = disagreement.contact if disagreement else contact
    if refusal := why_before_birth(person, facts["said_on"]):
        raise Refused(refusal, field="said_on")
    if about and facts["said_on"] < about.happened_on:
        raise Refused(f"The contact was on {day(about.happened_on)}: check the day.", field="said_on")
    if disagreement:
        change(disagreement, revision, facts)
    else:
        disagreement = Disagreement.objects.create(
            person=person, contact=contact, request=request, recorded_by=by, **facts
        )
    record_event("disagreement_written", by=by, person=person, on=disagreement)
    return disagreement
