"""The duties that the service is reminded of: which clocks, what each is called, and what kind of entry closes it.

Pure. A clock of `pathways.rules.clocks` that is not named here reminds nobody: NOT_WATCHED says why.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from careleavers.rules.alert_kinds import ClosedBy
from careleavers.rules.clocks import Age, ClockSettings, Duty, DutyFacts
from careleavers.rules.dates import birthday
from careleavers.rules.policies import page_is_used
from pathways.rules.clocks import duties
from pathways.rules.clocks.event_table import EVENT_CLOCKS
from pathways.rules.clocks.needs_and_plans import OF_PLAN
from pathways.rules.clocks.visits import AT_REVIEW, TWO_MONTHLY

ONE_DAY = timedelta(days=1)


class AlertDuty(NamedTuple):
    """What a list calls a duty ("Plan review"), and the kind of entry that closes its alert.

    `stages` names the runs of a clock that have names of their own, by `Cycle.stage`; with `only_stage`, the others are
    not watched. `at_once`: the law sets no last day, and it is listed from the day on which it starts. `newest_only`:
    what meets the newest run meets those before it, so that it alone is listed. `page` is the code of the page of a
    record on which it is written down: where the authority does not use that page, nobody is reminded. `until_age` is
    the birthday from which nobody is. `is_safety`: they are not safe until it is done: it comes first, and is for now
    before its day. `part` says what of the clock is watched, where that is not all.
    """

    words: str
    closed_by_kind: ClosedBy
    stages: Mapping[str, str] = {}
    only_stage: str = ""
    at_once: bool = False
    newest_only: bool = False
    page: str = ""
    until_age: int | None = None
    is_safety: bool = False
    part: str = ""

    def day_of(self, duty: Duty) -> date | None:
        """The day by which a run is listed as due; None where it is not listed."""
        if self.only_stage and duty.cycle.stage != self.only_stage:
            return None
        return duty.cycle.started_on if self.at_once else duty.due_on


ALERT_DUTIES = {
    "needs_assessment_eligible": AlertDuty("Needs assessment", ClosedBy.NEEDS_ASSESSMENT),
    "needs_assessment_relevant": AlertDuty("Needs assessment", ClosedBy.NEEDS_ASSESSMENT),
    "needs_assessment_frc_education": AlertDuty("Needs assessment for education", ClosedBy.NEEDS_ASSESSMENT),
    "needs_assessment_support": AlertDuty("Needs assessment for support after 21", ClosedBy.NEEDS_ASSESSMENT),
    "needs_assessment_qualifying": AlertDuty("Assessment of whether they need help", ClosedBy.NEEDS_ASSESSMENT),
    "pathway_plan_first": AlertDuty("First pathway plan", ClosedBy.PLAN),
    "copy_to_young_person": AlertDuty(
        "Copy of the plan for them",
        ClosedBy.PLAN_COPY,
        only_stage=OF_PLAN,
        newest_only=True,
        part="copies of plans; whether they have copies of assessments and reviews is not recorded",
    ),
    "plan_review_regular": AlertDuty("Plan review", ClosedBy.PLAN_REVIEW),
    "plan_review_after_move": AlertDuty("28-day plan review", ClosedBy.PLAN_REVIEW),
    "plan_review_3_month": AlertDuty("Three-month plan review", ClosedBy.PLAN_REVIEW),
    "plan_review_after_any_move": AlertDuty("Plan review after the move", ClosedBy.PLAN_REVIEW),
    "plan_review_on_request": AlertDuty("Plan review that was asked for", ClosedBy.PLAN_REVIEW),
    "plan_review_event": AlertDuty(
        "Plan review at once",
        ClosedBy.PLAN_REVIEW,
        part="where notice is written down of the home they live in, a charge that may lead to custody, no fixed "
        "abode, or a high risk that a manager signed; other crises are written down as a review that is asked for",
    ),
    "home_6m_review": AlertDuty("Review before six months at home", ClosedBy.PLAN_REVIEW),
    "keep_in_touch": AlertDuty("Contact", ClosedBy.CONTACT),
    "keep_in_touch_qualifying": AlertDuty(
        "Contact", ClosedBy.CONTACT, part="once the authority has set qualifying_contact_weeks"
    ),
    "re_establish_contact": AlertDuty("Touch is lost: find them", ClosedBy.CONTACT, at_once=True),
    "pa_appointment_eligible": AlertDuty("Personal adviser to be appointed", ClosedBy.ALLOCATION),
    "pa_appointment_relevant": AlertDuty("Personal adviser to be appointed", ClosedBy.ALLOCATION),
    "pa_continue": AlertDuty("Personal adviser to be appointed", ClosedBy.ALLOCATION),
    "offer_21": AlertDuty("Offer of support at 21", ClosedBy.SUPPORT_OFFER),
    "offer_annual": AlertDuty("Yearly offer of support", ClosedBy.SUPPORT_OFFER),
    "pa_visit_7_day": AlertDuty("First visit to the new home", ClosedBy.VISIT),
    "pa_visit_pre_review": AlertDuty("Visit before the 28-day plan review", ClosedBy.VISIT),
    "pa_visit_2_month": AlertDuty("Two-monthly visit", ClosedBy.VISIT),
    "pa_visit_guidance": AlertDuty(
        "Visit after the move",
        ClosedBy.VISIT,
        {AT_REVIEW: "Visit at the 28-day plan review", TWO_MONTHLY: "Two-monthly visit"},
    ),
    "custody_first_visit": AlertDuty("First visit in custody", ClosedBy.MEETING),
    "custody_visits": AlertDuty("Visit in custody", ClosedBy.MEETING),
    "detention_visit_not_relevant": AlertDuty("Visit after the sentence", ClosedBy.MEETING),
    "advocacy_offer": AlertDuty("Offer an advocate", ClosedBy.COMPLAINT),
    "complaint_informal": AlertDuty("Settle the complaint informally", ClosedBy.COMPLAINT),
    "complaint_formal": AlertDuty("Answer the complaint", ClosedBy.COMPLAINT),
    "document_renewal": AlertDuty("Renew a key document", ClosedBy.DOCUMENT),
    "risk_assessment": AlertDuty("Risk assessment", ClosedBy.RISK_ASSESSMENT),
    "risk_assessment_closing": AlertDuty("Look at the risk again, or close it", ClosedBy.RISK_CLOSED),
    "custody_release_home": AlertDuty("Find a home for the release", ClosedBy.CUSTODY),
    "custody_release_review": AlertDuty(
        "Plan review before the release",
        ClosedBy.PLAN_REVIEW,
        part="a review held in custody in the six months before the release counts",
    ),
    "custody_release_facts": AlertDuty("Settle the day of the release", ClosedBy.CUSTODY),
    "leave_advice": AlertDuty("See a solicitor about their leave", ClosedBy.IMMIGRATION),
    "leave_application": AlertDuty("Apply to extend their leave", ClosedBy.IMMIGRATION),
    "independence_skills": AlertDuty(
        "Independence skills",
        ClosedBy.SKILLS,
        page="skills",
        until_age=18,
        part="until it is written down how far they are with each on the list but units of an award, or they turn 18",
    ),
    "housing_application": AlertDuty(
        "Housing application",
        ClosedBy.HOUSING,
        page="housing",
        until_age=18,
        part="until the 18th birthday; from then on the plan says what is done",
    ),
    "staying_put_monitoring": AlertDuty("Living together agreement", ClosedBy.STAYING_PUT, page="housing"),
    "benefit_bridge": AlertDuty(
        "Money until the first payment",
        ClosedBy.MONEY,
        at_once=True,
        page="money",
        until_age=19,
        part="in the year after the 18th birthday, until an income is paid",
    ),
    "bnb_limit": AlertDuty("Leave bed and breakfast", ClosedBy.HOME, is_safety=True),
}
# Why a clock reminds nobody.
NOT_WATCHED = {
    "birthday_letter": "kept by the letters, which are planned and followed until they are in the post",
    "no_move_exam_year": "nothing is to be done by a day: it is kept by leaving them where they are",
    "death_notification": "the case holder and the managers are asked for it once, when the death is recorded",
    "ni_number": "followed on the road to 25, and met by the key document that shows the number",
    "leave_extension": "asked for three months before its day, by leave_application",
    **dict.fromkeys(
        (
            "staying_put_talk",
            "return_to_learning_info",
        ),
        "the record has no entry for its having been done, so that nothing could close a reminder",
    ),
    **{
        clock.code: "the record has no entry for the event that starts it"
        for clock in EVENT_CLOCKS
        if clock.code not in ALERT_DUTIES
    },
}


def on_its_day(other: Duty, duty: Duty) -> bool:
    """Whether the other is due by the same day."""
    return other.due_on is not None and duty.due_on is not None and other.due_on <= duty.due_on


def of_the_same_move(other: Duty, duty: Duty) -> bool:
    """Whether the other opens when the 28 days after the same move are over."""
    return other.cycle.started_on == duty.due_on


def of_the_move_or_its_crisis(other: Duty, duty: Duty) -> bool:
    """Whether the other is about the same move, or to be held at once for a crisis that began with it."""
    return of_the_same_move(other, duty) or (other.code == "plan_review_event" and began_together(other, duty))


def began_together(other: Duty, duty: Duty) -> bool:
    return other.cycle.started_on == duty.cycle.started_on


def when_contact_was_due(other: Duty, duty: Duty) -> bool:
    """Whether touch counts as lost for no more than that the other's contact is overdue."""
    return other.due_on is not None and other.due_on + ONE_DAY == duty.cycle.started_on


class Covered(NamedTuple):
    """A duty is not listed beside one of these others, where `when` holds of the other and it: one entry meets both."""

    by: frozenset[str]
    when: Callable[[Duty, Duty], bool]


COVERED = {
    # The guidance asks for the same visits everywhere that regulation 8(2) asks for in accommodation we provide.
    "pa_visit_guidance": Covered(frozenset({"pa_visit_7_day", "pa_visit_pre_review", "pa_visit_2_month"}), on_its_day),
    # So it is with the review after a move, which regulation 7(3) lets be held only once 28 days are over.
    "plan_review_after_any_move": Covered(
        frozenset({"plan_review_after_move", "plan_review_event"}), of_the_move_or_its_crisis
    ),
    "re_establish_contact": Covered(frozenset({"keep_in_touch"}), when_contact_was_due),
}


# The clocks' settings that the Settings page holds, by the same names. No clock that an alert rests on uses another.
CLOCK_POLICIES = (
    "leap_day",
    "warning_days",
    "keep_in_touch_weeks",
    "lost_touch_weeks",
    "qualifying_contact_weeks",
    "letter_ages",
    "as_soon_as_possible_days",
    "personal_adviser_days",
    "review_after_move_overdue_days",
    "custody_first_visit_working_days",
    "custody_visit_weeks",
    "document_renewal_weeks",
    "housing_application_age",
    "skills_age",
    "risk_assessment_days",
    "risk_assessment_review_weeks",
)
# Of these the Settings page writes 0 for "not set".
MAY_BE_UNSET = ("lost_touch_weeks", "qualifying_contact_weeks", "risk_assessment_days")
AGES = ("housing_application_age", "skills_age")


def clock_settings(policies: Mapping[str, Any]) -> ClockSettings:
    """The authority's choices for the clocks, from its policies in force."""
    chosen = {name: policies[name] for name in CLOCK_POLICIES}
    chosen |= {name: chosen[name] or None for name in MAY_BE_UNSET}
    chosen["risk_assessment_in_custody"] = policies["risk_assessment_in_custody"] == "yes"
    for name in AGES:
        chosen[name] = age_of(policies[name])
    return ClockSettings(**chosen | {"letter_ages": tuple(policies["letter_ages"])})


def age_of(written: str) -> Age:
    """An age as the Settings page keeps it: "17y6m"."""
    years, months = written.removesuffix("m").split("y")
    return Age(int(years), int(months))


def unused_pages(policies: Mapping[str, Any]) -> frozenset[str]:
    """The pages on which duties are written down and which the authority does not use."""
    pages = {duty.page for duty in ALERT_DUTIES.values() if duty.page}
    return frozenset(page for page in pages if not page_is_used(page, policies))


def words_for(duty: Duty) -> str:
    """What a list calls this run of a duty: "Two-monthly visit"."""
    alert_duty = ALERT_DUTIES[duty.code]
    return alert_duty.stages.get(duty.cycle.stage, alert_duty.words)


def due_day(duty: Duty) -> date | None:
    """The day by which a list says that this run is to be done; None where it is not listed."""
    return ALERT_DUTIES[duty.code].day_of(duty)


def duties_still_due(
    facts: DutyFacts, today: date, settings: ClockSettings, unused_pages: Collection[str] = ()
) -> list[Duty]:
    """The duties that are still to be done at the end of the day, by a day, the first due first.

    Left out is one that another covers, one that is written down on a page that the authority does not use, and one
    that a manager decided to leave out.
    """
    watched = [
        code
        for code, duty in ALERT_DUTIES.items()
        if duty.page not in unused_pages
        and code not in facts.left_out
        and (duty.until_age is None or today < birthday(facts.date_of_birth, duty.until_age, settings.leap_day))
    ]
    still_due = [duty for duty in duties(facts, today, settings, codes=watched) if duty.cycle.is_open and due_day(duty)]
    still_due.sort(key=lambda duty: (due_day(duty) or today, duty.code))
    kept = [duty for duty in still_due if not _is_covered(duty, still_due)]
    newest = {duty.code: duty.cycle.started_on for duty in sorted(kept, key=lambda duty: duty.cycle.started_on)}
    kept = [
        duty for duty in kept if not ALERT_DUTIES[duty.code].newest_only or duty.cycle.started_on == newest[duty.code]
    ]
    # Of runs of one clock that began on the same day the first due stands for all.
    return list({(duty.code, duty.cycle.started_on): duty for duty in reversed(kept)}.values())[::-1]


def _is_covered(duty: Duty, still_due: Sequence[Duty]) -> bool:
    covered = COVERED.get(duty.code)
    return covered is not None and any(other.code in covered.by and covered.when(other, duty) for other in still_due)


def needs_alert(duty: Duty, today: date, settings: ClockSettings) -> bool:
    """Whether a duty that is still due is within the days of warning before its day, or past it."""
    day = due_day(duty)
    return day is not None and (day - today).days <= settings.warning_days
