"""The duties that the night watches: which clocks, what each is called in a list, and what kind of deed answers it.

Pure. A clock of `pathways.rules.clocks` that is not named here raises no alert: the record does not keep its facts yet.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from careleavers.rules.clocks import Duty, Facts, Known, Settings, State
from careleavers.rules.clocks.known import Owed
from pathways.rules.clocks import duties


class Watched(NamedTuple):
    """What a list says of a duty ("Plan review"), and the kind of deed that answers it."""

    words: str
    answered_by: str


WATCHED = {
    "needs_assessment_eligible": Watched("Needs assessment", "needs_assessment"),
    "needs_assessment_relevant": Watched("Needs assessment", "needs_assessment"),
    "needs_assessment_frc_education": Watched("Needs assessment for education", "needs_assessment"),
    "pathway_plan_first": Watched("First pathway plan", "plan"),
    "plan_review_regular": Watched("Plan review", "plan_review"),
    "plan_review_after_move": Watched("Plan review after the move", "plan_review"),
    "plan_review_3_month": Watched("Three-month plan review", "plan_review"),
    "keep_in_touch": Watched("Contact", "contact"),
    "pa_visit_7_day": Watched("First visit to the new home", "visit"),
    "pa_visit_pre_review": Watched("Visit before the plan review", "visit"),
    "pa_visit_2_month": Watched("Two-monthly visit", "visit"),
    "pa_visit_guidance": Watched("Visit after the move", "visit"),
    "bnb_limit": Watched("Leave bed and breakfast", "home"),
}
# The guidance asks for the same visits everywhere that regulation 8(2) asks for in accommodation we provide.
IMPLIED_BY = {"pa_visit_guidance": frozenset({"pa_visit_7_day", "pa_visit_pre_review", "pa_visit_2_month"})}
RAISED_IN = frozenset({State.WARNING, State.OVERDUE})


def clock_settings(policies: Mapping[str, Any]) -> Settings:
    """The authority's choices for the clocks, from its policies in force."""
    return Settings(
        leap_day=policies["leap_day"],
        warning_days=policies["warning_days"],
        keep_in_touch_weeks=policies["keep_in_touch_weeks"],
        letter_ages=tuple(policies["letter_ages"]),
    )


def duties_to_tell(facts: Facts, today: date, settings: Settings) -> list[Duty]:
    """The watched duties that are near or past their day. One that a stricter duty already tells is left out."""
    told = [duty for duty in duties(facts, today, settings, codes=WATCHED) if duty.state in RAISED_IN]
    codes = {duty.code for duty in told}
    return [duty for duty in told if not codes & IMPLIED_BY.get(duty.code, frozenset())]


REVIEWS = ("plan_review_regular", "plan_review_3_month", "plan_review_after_move")


class PlanStanding(NamedTuple):
    """Whether somebody is owed a pathway plan, since when there is one, and by when it is reviewed next.

    In date: authorised, and no review of it overdue (CLR reg 7).
    """

    is_owed: bool
    has_plan: bool
    review_due_on: date | None
    plan_due_on: date | None
    today: date

    @property
    def is_in_date(self) -> bool:
        return self.has_plan and not (self.review_due_on and self.review_due_on < self.today)


def plan_standing(facts: Facts, today: date, settings: Settings) -> PlanStanding:
    """How somebody's plan stands at the end of the day."""
    open_duties = [
        duty
        for duty in duties(facts, today, settings, codes=(*REVIEWS, "pathway_plan_first"))
        if duty.cycle.is_open and duty.due_on
    ]
    reviews = [duty.due_on for duty in open_duties if duty.code in REVIEWS and duty.due_on]
    first = [duty.due_on for duty in open_duties if duty.code not in REVIEWS and duty.due_on]
    return PlanStanding(
        is_owed=Known(facts, today, settings).span_holding(Owed.PLANNED, today) is not None,
        has_plan=any(on <= today for on in facts.plans),
        review_due_on=min(reviews, default=None),
        plan_due_on=min(first, default=None),
        today=today,
    )
