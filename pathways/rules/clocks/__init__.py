"""Every clock of the service: `duties` says what a young person is owed on a day, `history` what they ever were.

Some clocks cannot be seen in the facts of the record alone:

- A request, a complaint, a release or a decision starts one only as an event, by a name of `EVENTS`. So do the social
  worker's visits, looked-after reviews and health assessments, which the children's system keeps.
- A duty that leaves no trace when it is done, such as a form handed over, is answered only by `Facts.done`: see
  `DONE_BY_RECORD`.
- `AUTHORITY_DUTIES` are owed by the authority and to nobody in particular, so no facts about a person start them.

Pure: days and values in, duties and reasons out.
"""

from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from careleavers.rules.clocks import (
    DEFAULTS,
    RECORD_CLOCKS,
    Clock,
    ClockSettings,
    Duty,
    DutyFacts,
    FactsOn,
    current_duties,
    every_duty,
)
from pathways.rules.clocks.event_table import EVENT_CLOCKS
from pathways.rules.clocks.milestones import MILESTONE_CLOCKS
from pathways.rules.clocks.needs_and_plans import NEEDS_AND_PLAN_CLOCKS
from pathways.rules.clocks.reviews import REVIEW_CLOCKS
from pathways.rules.clocks.risk import RISK_CLOCKS
from pathways.rules.clocks.visits import VISIT_CLOCKS

CLOCKS: tuple[Clock, ...] = (
    *RECORD_CLOCKS,
    *NEEDS_AND_PLAN_CLOCKS,
    *REVIEW_CLOCKS,
    *VISIT_CLOCKS,
    *RISK_CLOCKS,
    *MILESTONE_CLOCKS,
    *EVENT_CLOCKS,
)

EVENTS = tuple(
    sorted(
        {"review_requested", "review_requested_at_once", "review_needed", "case_closed"}
        | {rule.what for clock in EVENT_CLOCKS for rule in clock.rules}
    )
)
DONE_BY_RECORD = tuple(clock.code for clock in CLOCKS if "`done`" in clock.done_when)


class AuthorityDuty(NamedTuple):
    """A clock of the authority itself: it has no young person, so that no facts about one can start it."""

    code: str
    source: str
    due: str


AUTHORITY_DUTIES = (
    AuthorityDuty(
        "representations_register",
        "SI 2006/1738 reg 13; Vol 3 9.12",
        "kept for each representation: that it was received, its outcome, and whether the time limits were kept",
    ),
    AuthorityDuty("finance_policy_review", "Vol 3 8.5, 8.13, 8.19", "yearly; the setting up home level yearly too"),
    AuthorityDuty(
        "local_offer_update", "LOG p 6; s2(4) CSWA 2017", "at least every two to three years, after fresh consultation"
    ),
)


def duties(
    facts: DutyFacts, on: date, settings: ClockSettings = DEFAULTS, *, codes: Collection[str] | None = None
) -> tuple[Duty, ...]:
    """What is owed at the end of the day `on`, by every clock that has started or is set to start.

    Each open run of a clock is a duty of its own; where none is open, the latest run is shown. `codes` asks for some
    clocks only. Facts after `on` change nothing.
    """
    return current_duties(clocks_with(codes), FactsOn(facts, on, settings))


def history(
    facts: DutyFacts, on: date, settings: ClockSettings = DEFAULTS, *, codes: Collection[str] | None = None
) -> tuple[Duty, ...]:
    """Every run of every clock up to the end of the day `on`, oldest first within a clock."""
    return every_duty(clocks_with(codes), FactsOn(facts, on, settings, history=True))


def clocks_with(codes: Collection[str] | None) -> tuple[Clock, ...]:
    return CLOCKS if codes is None else tuple(clock for clock in CLOCKS if clock.code in codes)


__all__ = ["AUTHORITY_DUTIES", "CLOCKS", "DONE_BY_RECORD", "EVENTS", "AuthorityDuty", "duties", "history"]
