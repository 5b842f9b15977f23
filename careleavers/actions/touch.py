"""That somebody refuses contact or wants no more from the service: since when, why, and when it is over."""

from __future__ import annotations

from datetime import date

from careleavers.actions.base import Refused, action, record_event
from careleavers.actions.facts_changed import facts_changed
from careleavers.actions.lifetimes import why_not_in_life
from careleavers.actions.revisions import change, claim
from careleavers.actions.support_wanted import why_not_enough
from careleavers.models import TouchStatus, User, YoungPerson
from careleavers.rules.words import day


@action
def begin_touch_status(
    *, by: User, person: YoungPerson, kind: str, starts_on: date, reason: str, today: date
) -> TouchStatus:
    """It is so from a day on; what was before ends that day. Refused for a day that is not in their life, or in what
    is recorded already; and that they want no more while they want support.
    """
    if refusal := why_not_begin(person, starts_on):
        raise Refused(refusal, field="starts_on")
    _refuse_beside_support(person, kind, starts_on, None)
    person.touch_statuses.filter(ends_on=None).update(ends_on=starts_on)
    status = TouchStatus.objects.create(
        person=person, kind=kind, starts_on=starts_on, reason=reason, last_confirmed_on=today, recorded_by=by
    )
    facts_changed(people=[person.pk], today=today)
    record_event("touch_status_began", by=by, person=person, on=status, kind=kind, starts_on=starts_on)
    return status


def why_not_begin(person: YoungPerson, starts_on: date) -> str | None:
    """The sentence that says why it cannot be so from this day, or None."""
    if refusal := why_not_in_life(person, starts_on):
        return refusal
    later = person.touch_statuses.filter(starts_on__gte=starts_on).order_by("starts_on").first()
    if later:
        return f"“{later.get_kind_display()}” is recorded from {day(later.starts_on)} already: give a later day."
    until = person.touch_statuses.filter(ends_on__gt=starts_on).first()
    if until and until.ends_on:
        return f"“{until.get_kind_display()}” lasted until {day(until.ends_on)}: give that day or a later one."
    return None


@action
def correct_touch_status(
    *,
    by: User,
    status: TouchStatus,
    revision: int | None = None,
    today: date,
    kind: str,
    starts_on: date,
    ends_on: date | None,
    reason: str,
) -> None:
    """Put it right, or end it. One that ends on the day it began never was, and is taken out: the history keeps it.

    Refused where its days would meet another's, or those on which support is wanted.
    """
    given = {"kind": kind, "starts_on": starts_on, "ends_on": ends_on, "reason": reason}
    claim(status, revision, given)
    if ends_on != starts_on:
        _refuse_beside_support(status.person, kind, starts_on, ends_on)
    others = status.person.touch_statuses.exclude(pk=status.pk)
    if ends_on:
        others = others.filter(starts_on__lt=ends_on)
    clash = others.exclude(ends_on__lte=starts_on).first()
    if clash:
        raise Refused(
            f"“{clash.get_kind_display()}” is recorded from {day(clash.starts_on)}: change that one first.",
            field="starts_on",
        )
    if ends_on == starts_on:
        record_event("touch_status_removed", by=by, person=status.person, on=status)
        status.delete()
    else:
        fields = change(status, None, given)
        record_event("touch_status_corrected", by=by, person=status.person, on=status, fields=fields)
    facts_changed(people=[status.person_id], today=today)


def _refuse_beside_support(person: YoungPerson, kind: str, starts_on: date, ends_on: date | None) -> None:
    if kind == TouchStatus.NO_LONGER_REQUIRES and (refusal := why_not_enough(person, starts_on, ends_on)):
        raise Refused(refusal, field="kind")
