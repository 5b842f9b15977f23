"""Homes and occupations are periods: one follows another, and no two hold on the same day."""

from __future__ import annotations

from datetime import date
from typing import Any, TypeVar

from django.db.models import Q

from careleavers.actions.base import Refused, action, record_event
from careleavers.actions.facts_changed import facts_changed
from careleavers.actions.lifetimes import why_not_in_life
from careleavers.actions.providers import registered
from careleavers.actions.revisions import change, claim, claim_unchanged
from careleavers.models import Home, Occupation, User, YoungPerson
from careleavers.models.base import not_ended_by
from careleavers.rules.code_sets import NEVER_SUITABLE
from careleavers.rules.words import day

PeriodRow = TypeVar("PeriodRow", Home, Occupation)
NOUNS = {Home: "home", Occupation: "activity"}


def why_not_begin(model: type[Home] | type[Occupation], person: YoungPerson, starts_on: date) -> str | None:
    """The sentence that says why no period can begin on this day, or None."""
    called = NOUNS[model]
    if refusal := why_not_in_life(person, starts_on):
        return refusal
    later = model._default_manager.filter(person=person, starts_on__gte=starts_on).order_by("starts_on").first()
    if later:
        return (
            f"A later {called} is already recorded, from {day(later.starts_on)}. "
            f"Give a later day, or put the history right on its own page."
        )
    overlapping = model._default_manager.filter(person=person, ends_on__gt=starts_on).order_by("starts_on").first()
    if overlapping and overlapping.ends_on:
        return f"The {called} before it lasted until {day(overlapping.ends_on)}: give that day or a later one."
    return None


def begin_period(
    model: type[PeriodRow], *, by: User | None, person: YoungPerson, starts_on: date, **facts: Any
) -> PeriodRow:
    """End the open period on `starts_on` and begin a new one. Inside an action."""
    model._default_manager.filter(person=person, ends_on__isnull=True).update(ends_on=starts_on)
    return model._default_manager.create(person=person, recorded_by=by, starts_on=starts_on, **facts)


@action
def correct_period(
    *,
    by: User,
    period: Home | Occupation,
    revision: int | None = None,
    today: date,
    starts_on: date,
    ends_on: date | None,
    **facts: Any,
) -> list[str]:
    """Put right a period that was written down wrongly. Returns the names of the fields that changed, sorted.

    The former row is kept in the history. Refused when the days would clash with another period's, or lie before the
    person's birth or after their death.
    """
    if refusal := why_not_in_life(period.person, starts_on):
        raise Refused(refusal)
    if ends_on and ends_on <= starts_on:
        raise Refused("The last day must come after the first.")
    others = type(period)._default_manager.filter(person=period.person_id).exclude(pk=period.pk)
    before_end = Q(starts_on__lt=ends_on) if ends_on else Q()
    clash = others.filter(before_end, not_ended_by(starts_on)).first()
    if clash:
        until = f"to {day(clash.ends_on)}" if clash.ends_on else "until now"
        called = NOUNS[type(period)]
        raise Refused(f"Another {called} is recorded from {day(clash.starts_on)} {until}. Change that one first.")
    given = {"starts_on": starts_on, "ends_on": ends_on, **facts}
    if isinstance(period, Home):
        given = _of_home(period, given)
    changed = change(period, revision, given)
    facts_changed(people=[period.person_id], today=today)
    record_event(f"{period._meta.model_name}_corrected", by=by, person=period.person, on=period, fields=changed)
    return changed


def _of_home(home: Home, given: dict[str, Any]) -> dict[str, Any]:
    """What is to be written of a home: where it was judged, whether it suits is what was said at first."""
    current = claim(home, None, {})
    if given.get("kind") in NEVER_SUITABLE and (judged := current.judgements.filter(is_suitable=True).first()):
        raise Refused(
            f"It was judged suitable on {day(judged.judged_on)}, which such a home never is: "
            f"put that judgement right first, or take it out.",
            field="kind",
        )
    if "provider" in given:
        given["registered_provider"] = registered(given["provider"])
    if not current.is_judged:
        return given
    at_first = {"is_suitable": "suitable_at_first", "suitability_reason": "reason_at_first"}
    return {at_first.get(name, name): value for name, value in given.items()}


@action
def confirm_period(*, by: User, period: Home | Occupation, revision: int | None = None, on: date) -> None:
    """Somebody learned on this day that nothing has changed. `last_confirmed_on` only ever moves forward."""
    claim_unchanged(period, revision)
    if period.last_confirmed_on is None or period.last_confirmed_on < on:
        period.last_confirmed_on = on
        period.save(update_fields=["last_confirmed_on"])
    record_event(f"{period._meta.model_name}_confirmed", by=by, person=period.person, on=period, confirmed_on=on)
