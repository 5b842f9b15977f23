"""Whether somebody's pathway plan is in date, on one day and from one day to the next. Pure.

In date: authorised, and no review of it overdue. Which reviews are due, and when, is the answer of the clocks: six
months (CLR reg 7(2)), and in a home that the authority provides, 28 days after it began and then three months
(CLR reg 7(3)).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from enum import StrEnum
from heapq import heapify, heappop, heappush
from itertools import zip_longest
from typing import NamedTuple

from careleavers.rules.clocks import Clock, ClockSettings, Duty, DutyFacts, FactsOn, current_duties
from careleavers.rules.clocks.known import DutyGroup
from pathways.rules.clocks import clocks_with

CLOCKS_OF_FIRST_PLAN = clocks_with(("pathway_plan_first",))
CLOCKS_OF_REVIEWS = clocks_with(("plan_review_regular", "plan_review_3_month", "plan_review_after_move"))
ONE_DAY = timedelta(days=1)


class PlanState(StrEnum):
    """NOT_OWED: the law asks for no plan, whether there is one or not."""

    NOT_OWED = "not_owed"
    NO_PLAN = "no_plan"
    IN_DATE = "in_date"
    OVERDUE = "overdue"


class PlanStatus(NamedTuple):
    """The answer for one day. `due_on` is the day of the first review that is due, or of the first plan; `duty_code`
    names its clock, `because` and `source` say why.
    """

    state: PlanState
    due_on: date | None = None
    duty_code: str = ""
    because: str = ""
    source: str = ""


class PlanStatusSpan(NamedTuple):
    """A status that holds from `start` up to but not including `end`."""

    start: date
    end: date | None
    status: PlanStatus


def plan_status(facts: DutyFacts, on: date, settings: ClockSettings) -> PlanStatus:
    """The status of somebody's plan at the end of a day. Facts after the day change nothing."""
    known = FactsOn(facts, on, settings)
    if known.span_containing(DutyGroup.PLANNED, on) is None:
        return PlanStatus(PlanState.NOT_OWED)
    has_plan = bool(known.plans)
    due = _first_due(known, CLOCKS_OF_REVIEWS if has_plan else CLOCKS_OF_FIRST_PLAN)
    if due is None:
        return PlanStatus(PlanState.IN_DATE if has_plan else PlanState.NO_PLAN)
    is_late = due.due_on is not None and due.due_on < on
    state = (PlanState.OVERDUE if is_late else PlanState.IN_DATE) if has_plan else PlanState.NO_PLAN
    return PlanStatus(state, due.due_on, due.code, due.because, due.clock.source)


def _first_due(known: FactsOn, clocks: tuple[Clock, ...]) -> Duty | None:
    still_due = [duty for duty in current_duties(clocks, known) if duty.cycle.is_open and duty.due_on]
    return min(still_due, key=lambda duty: duty.due_on or date.max, default=None)


def plan_status_spans(facts: DutyFacts, settings: ClockSettings) -> list[PlanStatusSpan]:
    """The statuses of somebody's plan from the first day on which one is owed, without the time in which none is.

    They reach into the future: what is in date today is overdue from the day after its review was due, unless
    something is recorded until then.
    """
    changes = list(_changes(facts, settings))
    return [
        PlanStatusSpan(start, following[0] if following else None, status)
        for (start, status), following in zip_longest(changes, changes[1:])
        if status.state is not PlanState.NOT_OWED
    ]


def _changes(facts: DutyFacts, settings: ClockSettings) -> Iterator[tuple[date, PlanStatus]]:
    """The days on which the status changes, in order, and the status from each.

    It can change only when a fact begins or ends, and on the day after something was due.
    """
    waiting = list(_days_of_facts(facts, settings))
    heapify(waiting)
    last_day, last = date.min, PlanStatus(PlanState.NOT_OWED)
    while waiting:
        day = heappop(waiting)
        if day == last_day:
            continue
        last_day = day
        status = plan_status(facts, day, settings)
        if status.due_on and status.due_on >= day:
            heappush(waiting, status.due_on + ONE_DAY)
        if status != last:
            last = status
            yield day, status


def _days_of_facts(facts: DutyFacts, settings: ClockSettings) -> set[date]:
    known = FactsOn(facts, date.max, settings)
    days = {day for status in facts.status_spans for day in (status.start, status.end) if day}
    days |= {day for home in facts.homes for day in (home.start, home.end) if day}
    days |= {*facts.assessments, *facts.plans, *(review.held_on for review in facts.reviews), known.birthday(21)}
    return days | ({facts.died_on} if facts.died_on else set())
