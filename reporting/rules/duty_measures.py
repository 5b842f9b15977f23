"""Which duties are counted by the quarter in which each fell due, and whether one was done in time. Pure.

A duty is a run of a clock of `pathways.rules.clocks`: it says by when and since when, and this only adds up. What falls
due on a birthday (an adviser, the health history, a letter) has no clock there, and is counted beside them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from careleavers.rules.clocks import Duty, DutyFacts
from careleavers.rules.code_sets import Status
from careleavers.rules.dates import LeapDay, Period, birthday


class DutyResult(StrEnum):
    """What became of a duty that fell due: n counts IN_TIME, d all but NOT_OWED. In the order of every list."""

    NOT_DONE = "not_done"
    LATE = "late"
    IN_TIME = "in_time"
    NOT_OWED = "not_owed"

    @property
    def words(self) -> str:
        return RESULT_WORDS[self]


RESULT_WORDS = {
    DutyResult.NOT_DONE: "not done",
    DutyResult.LATE: "done late",
    DutyResult.IN_TIME: "done in time",
    DutyResult.NOT_OWED: "no longer owed on the day",
}


@dataclass(frozen=True)
class DutyMeasure:
    """Duties that are counted together. `clocks` are the codes of theirs; without any, the rows come from elsewhere."""

    code: str
    name: str
    definition: str
    source: str
    clocks: tuple[str, ...] = ()


@dataclass(frozen=True)
class DutyCase:
    """One duty that fell due on a day: what became of it, and why it was owed."""

    measure: str
    due_on: date
    done_on: date | None
    result: DutyResult
    why: str


BY_CLOCK = (
    DutyMeasure(
        "ASSESSED",
        "Needs assessed within three months",
        "First needs assessments of eligible and relevant children, due three months after they became so.",
        "reg 42(1) SI 2010/959; CLR reg 5",
        ("needs_assessment_eligible", "needs_assessment_relevant"),
    ),
    DutyMeasure(
        "FIRST_PLAN",
        "First pathway plans",
        "First plans, due so many days after the assessment as the authority has set for “as soon as possible”.",
        "CLR reg 6; reg 43 SI 2010/959",
        ("pathway_plan_first",),
    ),
    DutyMeasure(
        "REVIEWED",
        "Plan reviews held in time",
        "Reviews of pathway plans: within six months, and earlier in a home that we provide to somebody who has left "
        "care. A review that fell due several times is counted each time.",
        "CLR reg 7(2), (3)",
        ("plan_review_regular", "plan_review_after_move", "plan_review_3_month"),
    ),
    DutyMeasure(
        "VISIT_7D",
        "First visits to a new home",
        "Visits within seven days of a move to a home that we provide to somebody who has left care.",
        "CLR reg 8(2)(a)",
        ("pa_visit_7_day",),
    ),
    DutyMeasure(
        "VISIT_28D",
        "Visits before the 28-day review",
        "The second visit to such a home, before the review that is held once 28 days are over.",
        "CLR reg 8(2)(b)",
        ("pa_visit_pre_review",),
    ),
    DutyMeasure(
        "VISIT_2M",
        "Two-monthly visits",
        "Visits to such a home after that, each within two months of the one before.",
        "CLR reg 8(2)(c)",
        ("pa_visit_2_month",),
    ),
    DutyMeasure(
        "CONTACT",
        "Contacts in time",
        "Times at which we had to speak with somebody again, by the weeks that the authority has set.",
        "CA 1989 s23B(1), s23C(2)(a), s23CZB; the weeks are local",
        ("keep_in_touch",),
    ),
    DutyMeasure(
        "RISK",
        "Risk assessments signed in time",
        "Risk assessments of an unsuitable home or lost touch, signed by a manager, and each look at them again.",
        "CLR reg 9; Vol 3 4.39; the days are local",
        ("risk_assessment",),
    ),
    DutyMeasure(
        "OFFER_21",
        "Offers of support at 21 and every year",
        "Offers to former relevant children from 21 who receive no support.",
        "CA 1989 s23CZB",
        ("offer_21", "offer_annual"),
    ),
)
ADVISER_AGES = (16, 17, 18)
ADULT = 18
BY_BIRTHDAY = tuple(
    DutyMeasure(
        f"ADVISER_{age}",
        f"A personal adviser by the {age}th birthday",
        f"Those who turned {age} while a personal adviser was owed to them, and had one on that day.",
        "CA 1989 Sch 2 para 19C, s23B(2), s23C(3)(a)",
    )
    for age in ADVISER_AGES
)
HEALTH_HISTORY = DutyMeasure(
    "HEALTH_18",
    "Health history in their hands by 18",
    "Those who turned 18 while a personal adviser was owed to them, and had been given their health history by that "
    "day. Left out is who did not want it by then, and whom a manager had decided, with a reason, not to ask.",
    "Vol 3 D.1-D.4; the age is practice",
)
LETTERS = DutyMeasure(
    "LETTERS",
    "Birthday letters there by the day",
    "Letters for birthdays at the ages that the authority has set: posted early enough, or given by hand, by the "
    "birthday. Left out are those who wanted none, and who died.",
    "a council’s own promise",
)
PROMISES = DutyMeasure(
    "PROMISES",
    "Promises kept by the day",
    "What somebody here said they would do by a day: follow-ups, and what the council owes in an authorised plan. Left "
    "out is what was no longer needed, what was changed or carried over into the next plan, and of those who died.",
    "CLR reg 6(3)(b) for what a plan says; else a council’s own promise",
)
DUTY_MEASURES: Mapping[str, DutyMeasure] = {
    each.code: each for each in (*BY_CLOCK, *BY_BIRTHDAY, HEALTH_HISTORY, LETTERS, PROMISES)
}
MEASURE_OF_CLOCK = {clock: each.code for each in BY_CLOCK for clock in each.clocks}
# The statuses in which a personal adviser is owed.
WITH_ADVISER = (Status.ELIGIBLE_CHILD, Status.RELEVANT_CHILD, Status.FORMER_RELEVANT_CHILD)


def result_of(due_on: date, done_on: date | None, ended_on: date | None) -> DutyResult:
    """What became of a duty whose day is over. It ended on the first day on which nobody owed it any more."""
    if done_on is not None:
        return DutyResult.IN_TIME if done_on <= due_on else DutyResult.LATE
    if ended_on is not None and ended_on <= due_on:
        return DutyResult.NOT_OWED
    return DutyResult.NOT_DONE


def cases_of_clocks(duties: Sequence[Duty], first: date, last: date) -> Iterator[DutyCase]:
    """The runs that fell due from `first` to `last`, both included; both are over, or what is done is done."""
    for duty in duties:
        _, due_on, done_on, ended_on, *_ = duty.cycle
        if due_on is None or not first <= due_on <= last:
            continue
        result = result_of(due_on, done_on, ended_on)
        yield DutyCase(MEASURE_OF_CLOCK[duty.code], due_on, done_on, result, duty.reason)


def cases_of_birthdays(facts: DutyFacts, first: date, last: date, leap_day: LeapDay) -> Iterator[DutyCase]:
    """The birthdays from `first` to `last`, both included, on which a personal adviser was owed."""
    for age in ADVISER_AGES:
        day = _birthday_owed(facts, age, first, last, leap_day)
        if day is None:
            continue
        theirs = [period for period in facts.personal_adviser if period.end is None or period.end > day]
        done_on = min((period.start for period in theirs), default=None)
        yield DutyCase(f"ADVISER_{age}", day, done_on, result_of(day, done_on, None), f"They turned {age}.")


class HistoryDays(NamedTuple):
    """Since when somebody has their health history, and since when nobody owes it to them any more: they do not want
    it, or a manager left it out."""

    given_on: date | None = None
    not_owed_from: date | None = None


def cases_of_health_history(
    facts: DutyFacts, days: HistoryDays, first: date, last: date, leap_day: LeapDay
) -> Iterator[DutyCase]:
    """Whether they had their health history on the 18th birthday, where that is from `first` to `last`, both included
    (CA 1989 guidance vol 3, D.1-D.4)."""
    day = _birthday_owed(facts, ADULT, first, last, leap_day)
    if day is not None:
        result = result_of(day, *days)
        yield DutyCase(HEALTH_HISTORY.code, day, days.given_on, result, f"They turned {ADULT}.")


def _birthday_owed(facts: DutyFacts, age: int, first: date, last: date, leap_day: LeapDay) -> date | None:
    """The birthday from `first` to `last`, both included, that they lived to and on which an adviser was owed."""
    day = birthday(facts.date_of_birth, age, leap_day)
    if not first <= day <= last or (facts.died_on and facts.died_on <= day):
        return None
    owed = [Period(span.start, span.end) for span in facts.status_spans if span.status in WITH_ADVISER]
    return day if any(period.contains(day) for period in owed) else None
