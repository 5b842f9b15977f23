"""The duties that raise alerts: which clocks, what each is called in a list, and what kind of entry closes the alert.

Pure. A clock of `pathways.rules.clocks` that is not named here raises no alert: the record does not keep its facts yet.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from careleavers.rules.alert_kinds import ClosedBy
from careleavers.rules.clocks import ClockSettings, Duty, DutyFacts, DutyState, FactsOn
from careleavers.rules.clocks.known import DutyGroup
from pathways.rules.clocks import duties


class AlertDuty(NamedTuple):
    """What a list calls a duty ("Plan review"), and the kind of entry that closes its alert."""

    words: str
    closed_by_kind: ClosedBy


ALERT_DUTIES = {
    "needs_assessment_eligible": AlertDuty("Needs assessment", ClosedBy.NEEDS_ASSESSMENT),
    "needs_assessment_relevant": AlertDuty("Needs assessment", ClosedBy.NEEDS_ASSESSMENT),
    "needs_assessment_frc_education": AlertDuty("Needs assessment for education", ClosedBy.NEEDS_ASSESSMENT),
    "pathway_plan_first": AlertDuty("First pathway plan", ClosedBy.PLAN),
    "plan_review_regular": AlertDuty("Plan review", ClosedBy.PLAN_REVIEW),
    "plan_review_after_move": AlertDuty("Plan review after the move", ClosedBy.PLAN_REVIEW),
    "plan_review_3_month": AlertDuty("Three-month plan review", ClosedBy.PLAN_REVIEW),
    "keep_in_touch": AlertDuty("Contact", ClosedBy.CONTACT),
    "pa_visit_7_day": AlertDuty("First visit to the new home", ClosedBy.VISIT),
    "pa_visit_pre_review": AlertDuty("Visit before the plan review", ClosedBy.VISIT),
    "pa_visit_2_month": AlertDuty("Two-monthly visit", ClosedBy.VISIT),
    "pa_visit_guidance": AlertDuty("Visit after the move", ClosedBy.VISIT),
    "bnb_limit": AlertDuty("Leave bed and breakfast", ClosedBy.HOME),
}
# The guidance asks for the same visits everywhere that regulation 8(2) asks for in accommodation we provide.
IMPLIED_BY = {"pa_visit_guidance": frozenset({"pa_visit_7_day", "pa_visit_pre_review", "pa_visit_2_month"})}
RAISED_IN = frozenset({DutyState.WARNING, DutyState.OVERDUE})


def clock_settings(policies: Mapping[str, Any]) -> ClockSettings:
    """The authority's choices for the clocks, from its policies in force."""
    return ClockSettings(
        leap_day=policies["leap_day"],
        warning_days=policies["warning_days"],
        keep_in_touch_weeks=policies["keep_in_touch_weeks"],
        letter_ages=tuple(policies["letter_ages"]),
    )


def duties_needing_alerts(facts: DutyFacts, today: date, settings: ClockSettings) -> list[Duty]:
    """The duties near or past their day. One that a stricter duty already covers is left out."""
    due = [duty for duty in duties(facts, today, settings, codes=ALERT_DUTIES) if duty.state in RAISED_IN]
    codes = {duty.code for duty in due}
    return [duty for duty in due if not codes & IMPLIED_BY.get(duty.code, frozenset())]


REVIEWS = ("plan_review_regular", "plan_review_3_month", "plan_review_after_move")


class PlanStatus(NamedTuple):
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


def plan_status(facts: DutyFacts, today: date, settings: ClockSettings) -> PlanStatus:
    """The status of somebody's plan at the end of the day."""
    open_duties = [
        duty
        for duty in duties(facts, today, settings, codes=(*REVIEWS, "pathway_plan_first"))
        if duty.cycle.is_open and duty.due_on
    ]
    reviews = [duty.due_on for duty in open_duties if duty.code in REVIEWS and duty.due_on]
    first = [duty.due_on for duty in open_duties if duty.code not in REVIEWS and duty.due_on]
    return PlanStatus(
        is_owed=FactsOn(facts, today, settings).span_containing(DutyGroup.PLANNED, today) is not None,
        has_plan=any(on <= today for on in facts.plans),
        review_due_on=min(reviews, default=None),
        plan_due_on=min(first, default=None),
        today=today,
    )
