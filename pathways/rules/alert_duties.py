"""The duties that the service is reminded of: which clocks, what each is called, and what kind of entry closes it.

Pure. A clock of `pathways.rules.clocks` that is not named here reminds nobody: the record does not keep its facts yet.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from careleavers.rules.alert_kinds import ClosedBy
from careleavers.rules.clocks import ClockSettings, Duty, DutyFacts
from pathways.rules.clocks import duties
from pathways.rules.clocks.visits import AT_REVIEW, TWO_MONTHLY


class AlertDuty(NamedTuple):
    """What a list calls a duty ("Plan review"), and the kind of entry that closes its alert.

    `stages` names the runs of a clock that have names of their own, by `Cycle.stage`.
    """

    words: str
    closed_by_kind: ClosedBy
    stages: Mapping[str, str] = {}


ALERT_DUTIES = {
    "needs_assessment_eligible": AlertDuty("Needs assessment", ClosedBy.NEEDS_ASSESSMENT),
    "needs_assessment_relevant": AlertDuty("Needs assessment", ClosedBy.NEEDS_ASSESSMENT),
    "needs_assessment_frc_education": AlertDuty("Needs assessment for education", ClosedBy.NEEDS_ASSESSMENT),
    "pathway_plan_first": AlertDuty("First pathway plan", ClosedBy.PLAN),
    "plan_review_regular": AlertDuty("Plan review", ClosedBy.PLAN_REVIEW),
    "plan_review_after_move": AlertDuty("28-day plan review", ClosedBy.PLAN_REVIEW),
    "plan_review_3_month": AlertDuty("Three-month plan review", ClosedBy.PLAN_REVIEW),
    "keep_in_touch": AlertDuty("Contact", ClosedBy.CONTACT),
    "pa_visit_7_day": AlertDuty("First visit to the new home", ClosedBy.VISIT),
    "pa_visit_pre_review": AlertDuty("Visit before the 28-day plan review", ClosedBy.VISIT),
    "pa_visit_2_month": AlertDuty("Two-monthly visit", ClosedBy.VISIT),
    "pa_visit_guidance": AlertDuty(
        "Visit after the move",
        ClosedBy.VISIT,
        {AT_REVIEW: "Visit at the 28-day plan review", TWO_MONTHLY: "Two-monthly visit"},
    ),
    "bnb_limit": AlertDuty("Leave bed and breakfast", ClosedBy.HOME),
}
# The guidance asks for the same visits everywhere that regulation 8(2) asks for in accommodation we provide.
IMPLIED_BY = {"pa_visit_guidance": frozenset({"pa_visit_7_day", "pa_visit_pre_review", "pa_visit_2_month"})}


# The clocks' settings that the Settings page holds, by the same names. No clock that an alert rests on uses another.
CLOCK_POLICIES = (
    "leap_day",
    "warning_days",
    "keep_in_touch_weeks",
    "letter_ages",
    "as_soon_as_possible_days",
    "review_after_move_overdue_days",
)


def clock_settings(policies: Mapping[str, Any]) -> ClockSettings:
    """The authority's choices for the clocks, from its policies in force."""
    chosen = {name: policies[name] for name in CLOCK_POLICIES}
    return ClockSettings(**chosen | {"letter_ages": tuple(policies["letter_ages"])})


def words_for(duty: Duty) -> str:
    """What a list calls this run of a duty: "Two-monthly visit"."""
    alert_duty = ALERT_DUTIES[duty.code]
    return alert_duty.stages.get(duty.cycle.stage, alert_duty.words)


def duties_still_due(facts: DutyFacts, today: date, settings: ClockSettings) -> list[Duty]:
    """The duties with a due date that are still to be done at the end of the day, the first due first.

    One that a stricter duty covers by the same day is left out.
    """
    still_due = [
        duty for duty in duties(facts, today, settings, codes=ALERT_DUTIES) if duty.cycle.is_open and duty.due_on
    ]
    still_due.sort(key=lambda duty: (duty.due_on or today, duty.code))
    kept = [duty for duty in still_due if not _is_covered(duty, still_due)]
    # Of runs of one clock that began on the same day the first due stands for all.
    return list({(duty.code, duty.cycle.started_on): duty for duty in reversed(kept)}.values())[::-1]


def _is_covered(duty: Duty, still_due: Sequence[Duty]) -> bool:
    stricter = IMPLIED_BY.get(duty.code, frozenset())
    return any(
        other.code in stricter and other.due_on and duty.due_on and other.due_on <= duty.due_on for other in still_due
    )


def needs_alert(duty: Duty, today: date, settings: ClockSettings) -> bool:
    """Whether a duty that is still due is within the days of warning before its day, or past it."""
    return duty.due_on is not None and (duty.due_on - today).days <= settings.warning_days
