"""What is known of a home apart from the move: the tenancy, notice and arrears, how it ended, and whether it suits."""

from __future__ import annotations

from datetime import date
from typing import Any

from careleavers.actions.base import Refused, action, record_event
from careleavers.actions.facts_changed import facts_changed
from careleavers.actions.kept_facts import refuse_outside_life
from careleavers.actions.next_steps import NextStep, set_next_step
from careleavers.actions.revisions import change, claim, claim_unchanged
from careleavers.models import Home, HomeSuitability, User
from careleavers.rules.accommodation import ALWAYS_UNSUITABLE
from careleavers.rules.code_sets import NEVER_SUITABLE
from careleavers.rules.words import day


@action
def write_tenancy(*, by: User, home: Home, revision: int | None = None, **facts: Any) -> None:
    """The tenure, the rent, the support and the area. `facts` are fields of Home."""
    changed = change(home, revision, facts)
    record_event("tenancy_written", by=by, person=home.person, on=home, fields=changed)


@action
def write_home_risk(
    *,
    by: User,
    home: Home,
    revision: int | None = None,
    today: date,
    notice_on: date | None,
    notice_until: date | None,
    next_step: NextStep | None = None,
    **facts: Any,
) -> None:
    """Notice and arrears, as early as they are known, with who does what about them. `facts` are fields of Home.

    Refused for notice before they moved in, and where they have left.
    """
    if home.ends_on:
        raise Refused(f"They left on {day(home.ends_on)}: write down how it ended instead.")
    if notice_on and notice_on < home.starts_on:
        raise Refused(f"They moved in on {day(home.starts_on)}: give that day or a later one.", field="notice_on")
    changed = change(home, revision, {"notice_on": notice_on, "notice_until": notice_until, **facts})
    set_next_step(by=by, person=home.person, row=home, step=next_step)
    facts_changed(people=[home.person_id], today=today)
    record_event("home_risk_written", by=by, person=home.person, on=home, fields=changed)


@action
def write_home_ending(*, by: User, home: Home, revision: int | None = None, ended_as: str, ended_because: str) -> None:
    """Whether they kept the home until they moved on, or lost it, and why. Refused while they live there."""
    if home.ends_on is None:
        raise Refused("They still live there: record the move first.")
    change(home, revision, {"ended_as": ended_as, "ended_because": ended_because})
    record_event("home_ending_written", by=by, person=home.person, on=home, ended_as=ended_as)


@action
def judge_home(
    *,
    by: User,
    home: Home,
    judgement: HomeSuitability | None = None,
    revision: int | None = None,
    today: date,
    judged_on: date,
    is_suitable: bool,
    next_step: NextStep | None = None,
    **facts: Any,
) -> HomeSuitability:
    """Judge by Schedule 2 whether a home suits them, or put a judgement right. `facts` are fields of HomeSuitability.

    A home may be judged before the move (Vol 3 7.16). A judgement counts from its day until the next one. Refused for
    what is never suitable, and for a day outside their life or after they left.
    """
    if is_suitable and home.kind in NEVER_SUITABLE:
        raise Refused(f"{ALWAYS_UNSUITABLE}.", field="is_suitable")
    refuse_outside_life(home.person, judged_on, today, "judged_on")
    if home.ends_on and judged_on > home.ends_on:
        raise Refused(f"They left on {day(home.ends_on)}: give that day or an earlier one.", field="judged_on")
    given = {"judged_on": judged_on, "is_suitable": is_suitable, **facts}
    if judgement:
        change(judgement, revision, given)
    else:
        judgement = HomeSuitability.objects.create(home=home, recorded_by=by, **given)
    set_next_step(by=by, person=home.person, row=judgement, step=next_step)
    _count_as_judged(home)
    facts_changed(people=[home.person_id], today=today)
    record_event("home_judged", by=by, person=home.person, on=judgement, is_suitable=is_suitable)
    return judgement


@action
def remove_judgement(*, by: User, judgement: HomeSuitability, revision: int | None, today: date) -> None:
    """Take out a judgement made by mistake; the home counts as the one before it says, or as was said at first."""
    current = claim_unchanged(judgement, revision)
    home = current.home
    set_next_step(by=by, person=home.person, row=current, step=None)
    record_event("home_judgement_removed", by=by, person=home.person, on=current)
    current.delete()
    _count_as_judged(home)
    facts_changed(people=[home.person_id], today=today)


def _count_as_judged(home: Home) -> None:
    """What counts now is what the newest judgement says; without one, what was said at first."""
    current = claim(home, None, {})
    newest = current.judgements.first()
    first = {"suitable_at_first": current.suitable_at_first, "reason_at_first": current.reason_at_first}
    if newest:
        if not current.is_judged:
            first = {"suitable_at_first": current.is_suitable, "reason_at_first": current.suitability_reason}
        now = {"is_suitable": newest.is_suitable, "suitability_reason": newest.considerations}
    elif current.is_judged:
        now = {"is_suitable": current.suitable_at_first, "suitability_reason": current.reason_at_first}
        first = {"suitable_at_first": None, "reason_at_first": ""}
    else:
        return
    change(home, None, now | first)
