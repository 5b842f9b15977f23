"""Where somebody lives: moves, ends, corrections, and the word that nothing has changed."""

from __future__ import annotations

from datetime import date
from typing import Any

from careleavers.actions.alerts import close_alerts_of_kind
from careleavers.actions.base import Refused, action, record_event
from careleavers.actions.periods import begin_period, confirm_period, correct_period, why_not_begin
from careleavers.models import Home, User, YoungPerson
from careleavers.rules.code_sets import NEVER_SUITABLE
from careleavers.rules.words import day


@action
def move_home(
    *, by: User | None, person: YoungPerson, today: date, starts_on: date, source: str = "", **facts: Any
) -> Home:
    """They live somewhere else from `starts_on`; the home before it ends that day.

    `facts` are fields of Home. Refused with a sentence when the day lies before the home they have now, or when the
    person had died, and for a kind that the return never calls suitable.
    """
    if refusal := why_not_move(person, starts_on, **facts):
        raise Refused(refusal)
    home = begin_period(
        Home, by=by, person=person, starts_on=starts_on, source=source, last_confirmed_on=today, **facts
    )
    close_alerts_of_kind(person=person, kind="home", today=today, because=f"New home recorded from {day(starts_on)}")
    record_event("home_began", by=by, person=person, on=home, code=home.code, starts_on=starts_on)
    return home


@action
def end_home(*, by: User, home: Home, ends_on: date) -> None:
    """They left on `ends_on` and where they live now is not known."""
    if ends_on <= home.starts_on:
        raise Refused(f"They moved in on {day(home.starts_on)}: the day they left must be later.")
    home.ends_on = ends_on
    home.save(update_fields=["ends_on"])
    record_event("home_ended", by=by, person=home.person, on=home, ends_on=ends_on)


@action
def correct_home(*, by: User, home: Home, starts_on: date, ends_on: date | None, **facts: Any) -> None:
    """Put right what was written down wrongly. The former row is kept in the history."""
    changed = correct_period(home, starts_on=starts_on, ends_on=ends_on, **facts)
    record_event("home_corrected", by=by, person=home.person, on=home, fields=changed)


@action
def confirm_home(*, by: User, home: Home, on: date) -> None:
    """Somebody learned on a day that they still live there: the fact is dated anew."""
    confirm_period(home, on)
    record_event("home_confirmed", by=by, person=home.person, on=home, confirmed_on=on)


def why_not_move(person: YoungPerson, starts_on: date, *, kind: str, is_suitable: bool, **_: Any) -> str | None:
    """The sentence that says why this home cannot be recorded, or None."""
    if is_suitable and kind in NEVER_SUITABLE:
        return "No fixed abode and custody always count as not suitable in the DfE return: choose “Not suitable”."
    return why_not_begin(Home, person, starts_on)
