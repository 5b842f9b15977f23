"""Where somebody lives: a move. Corrections and confirmations are the same for all periods: see `actions.periods`."""

from __future__ import annotations

from datetime import date
from typing import Any

from careleavers.actions.alerts import close_alerts_of_kind
from careleavers.actions.base import Refused, action, record_event
from careleavers.actions.facts_changed import facts_changed
from careleavers.actions.periods import begin_period, why_not_begin
from careleavers.actions.providers import registered
from careleavers.actions.revisions import change
from careleavers.models import Home, User, YoungPerson
from careleavers.rules.accommodation import ALWAYS_UNSUITABLE
from careleavers.rules.alert_kinds import ClosedBy
from careleavers.rules.code_sets import NEVER_SUITABLE, HomeKind
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
    facts = _of_the_sentence(person, starts_on, facts["kind"]) | facts
    home = begin_period(
        Home,
        by=by,
        person=person,
        starts_on=starts_on,
        source=source,
        last_confirmed_on=today,
        registered_provider=registered(facts.get("provider", "")),
        **facts,
    )
    close_alerts_of_kind(
        person=person, kind=ClosedBy.HOME, today=today, because=f"New home recorded from {day(starts_on)}"
    )
    facts_changed(people=[person.pk], today=today)
    record_event("home_began", by=by, person=person, on=home, code=home.code, starts_on=starts_on)
    return home


def _of_the_sentence(person: YoungPerson, starts_on: date, kind: str) -> dict[str, Any]:
    """Moved to another prison, they are who they were in the first, and come out on the day that was known there."""
    before = person.homes.filter(kind=HomeKind.CUSTODY, ends_on=None).first() if kind == HomeKind.CUSTODY else None
    if before is None:
        return {}
    goes_on = before.release_on is None or before.release_on > starts_on
    names = ("prison_number", "release_on", "release_home", "release_settled_on") if goes_on else ("prison_number",)
    return {name: getattr(before, name) for name in names}


def why_not_move(person: YoungPerson, starts_on: date, *, kind: str, is_suitable: bool, **_: Any) -> str | None:
    """The sentence that says why this home cannot be recorded, or None."""
    if is_suitable and kind in NEVER_SUITABLE:
        return f"{ALWAYS_UNSUITABLE}."
    return why_not_begin(Home, person, starts_on)


@action
def write_release(*, by: User, home: Home, revision: int | None = None, today: date, **facts: Any) -> None:
    """When they come out of custody and where to, and who they are there. `facts` are fields of Home.

    Refused where it is no custody, and for a release before they went in.
    """
    if not home.is_custody:
        raise Refused("They are not in custody there: record the move first.")
    release_on = facts["release_on"]
    if release_on and release_on < home.starts_on:
        raise Refused(f"They went in on {day(home.starts_on)}: give that day or a later one.", field="release_on")
    change(home, revision, facts)
    close_alerts_of_kind(person=home.person, kind=ClosedBy.CUSTODY, today=today, because="The release was written down")
    facts_changed(people=[home.person_id], today=today)
    record_event("release_written", by=by, person=home.person, on=home, release_on=release_on)
