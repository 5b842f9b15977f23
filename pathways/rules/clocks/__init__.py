"""Every clock of the service: `duties` says what a young person is owed on a day, `history` what they ever were.

Some clocks cannot be seen in the facts of the record alone:

- A request, a complaint, a release or a decision starts one only as an event, by a name of `EVENTS`. So do the social
  worker's visits, looked-after reviews and health assessments, which the children's system keeps.
- A duty that leaves no trace when it is done, such as a form handed over, is answered only by `Facts.done`: see
  `ANSWERED_BY_DONE`.
- `AUTHORITY_DUTIES` are owed by the authority and to nobody in particular, so no facts about a person start them.

Pure: days and values in, answers and reasons out.
"""

from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from careleavers.rules.clocks import (
    DEFAULTS,
    RECORD_CLOCKS,
    Clock,
    Duty,
    Facts,
    Known,
    Settings,
    current_duties,
    every_duty,
)
from pathways.rules.clocks.events import EVENT_CLOCKS
from pathways.rules.clocks.milestones import MILESTONE_CLOCKS
from pathways.rules.clocks.planning import PLANNING_CLOCKS
from pathways.rules.clocks.reviews import REVIEW_CLOCKS
from pathways.rules.clocks.risk import RISK_CLOCKS
from pathways.rules.clocks.visits import VISIT_CLOCKS

CLOCKS: tuple[Clock, ...] = (
    *RECORD_CLOCKS,
    *PLANNING_CLOCKS,
    *REVIEW_CLOCKS,
    *VISIT_CLOCKS,
    *RISK_CLOCKS,
    *MILESTONE_CLOCKS,
    *EVENT_CLOCKS,
)

EVENTS = tuple(
    sorted(
        {"review_requested", "review_needed", "case_closed"}
        | {rule.what for clock in EVENT_CLOCKS for rule in clock.rules}
    )
)
ANSWERED_BY_DONE = tuple(clock.code for clock in CLOCKS if "`done`" in clock.answered_by)


class AuthorityDuty(NamedTuple):
    """A clock of the authority itself: it has no young person, so that no facts about one can start it."""

    code: str
    source: str
    due: str


AUTHORITY_DUTIES = (
    AuthorityDuty("finance_policy_review", "Vol 3 8.5, 8.13, 8.19", "yearly; the setting up home level yearly too"),
    AuthorityDuty(
        "local_offer_update", "LOG p 6; s2(4) CSWA 2017", "at least every two to three years, after fresh consultation"
    ),
)


def duties(
    facts: Facts, on: date, settings: Settings = DEFAULTS, *, codes: Collection[str] | None = None
) -> tuple[Duty, ...]:
    """What is owed at the end of the day `on`: one duty a clock that has started, or is set to start.

    It is the open run that falls due first, else the latest. `codes` asks for some clocks only. Facts after `on`
    change nothing.
    """
    return current_duties(chosen(codes), Known(facts, on, settings))


def history(
    facts: Facts, on: date, settings: Settings = DEFAULTS, *, codes: Collection[str] | None = None
) -> tuple[Duty, ...]:
    """Every run of every clock up to the end of the day `on`, oldest first within a clock."""
    return every_duty(chosen(codes), Known(facts, on, settings, history=True))


def chosen(codes: Collection[str] | None) -> tuple[Clock, ...]:
    return CLOCKS if codes is None else tuple(clock for clock in CLOCKS if clock.code in codes)


__all__ = ["ANSWERED_BY_DONE", "AUTHORITY_DUTIES", "CLOCKS", "EVENTS", "AuthorityDuty", "duties", "history"]
