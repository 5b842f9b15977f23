"""Copies of the plan for the young person."""

from __future__ import annotations

from datetime import date

from careleavers.actions.alerts import close_alerts_of_kind
from careleavers.actions.base import Refused, action, record_event
from careleavers.actions.facts_changed import facts_changed
from careleavers.models import User
from careleavers.rules.alert_kinds import ClosedBy
from careleavers.rules.words import day
from pathways.models import PlanCopy, PlanVersion


@action
def record_copy(
    *,
    by: User,
    version: PlanVersion,
    today: date,
    given_on: date,
    how: str,
    given_by: User,
    was_explained: bool,
    why_not_explained: str = "",
) -> PlanCopy:
    """Write down that the young person was given a copy of a version. The same day and way twice is one copy.

    Refused for a version that is not authorised, for a day before it was, and for a day to come.
    """
    if refusal := why_not_record_copy(version, given_on, today):
        raise Refused(refusal)
    copy, is_new = PlanCopy.objects.get_or_create(
        version=version,
        given_on=given_on,
        how=how,
        defaults={
            "given_by": given_by,
            "was_explained": was_explained,
            "why_not_explained": "" if was_explained else why_not_explained,
            "recorded_by": by,
        },
    )
    if is_new:
        person = version.plan.person
        close_alerts_of_kind(person=person, kind=ClosedBy.PLAN_COPY, today=today, because="Copy recorded")
        facts_changed(people=[person.pk], today=today)
        record_event("plan_copy_given", by=by, person=person, on=copy, given_on=given_on, how=how)
    return copy


def why_not_record_copy(version: PlanVersion, given_on: date, today: date) -> str | None:
    """The sentence that says why no copy of this version can be recorded for this day, or None."""
    if version.authorised_on is None:
        return "This version is not authorised yet. Record the copy once it is."
    if given_on < version.authorised_on:
        return f"This version was authorised on {day(version.authorised_on)}: check the day."
    if given_on > today:
        return "A copy cannot be given in the future. Record it once they have it."
    return None
