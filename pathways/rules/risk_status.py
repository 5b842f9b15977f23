"""Whether a signed risk assessment is in place for whoever needs one, on a day. Pure.

Who needs one, and for how long one holds, is the answer of the clock `risk_assessment`: an unsuitable home (CLR reg 9;
custody only by setting), or touch that is lost (Vol 3 4.39).
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from careleavers.rules.clocks import ClockSettings, DutyFacts, DutyState, FactsOn, current_duties
from pathways.rules.clocks.risk import RISK_ASSESSMENT


class RiskStatus(NamedTuple):
    """`in_date`: everything that needs an assessment on the day has one that is signed and need not be looked at again
    yet. `because` says why one is needed, of what is missing first."""

    in_date: bool
    because: str


def risk_status(facts: DutyFacts, on: date, settings: ClockSettings) -> RiskStatus | None:
    """The answer for the end of a day; None where none is needed, or the authority asks for none."""
    known = FactsOn(facts, on, settings)
    needed = [duty for duty in current_duties([RISK_ASSESSMENT], known) if duty.cycle.is_open]
    if not needed:
        return None
    # A run that begins with a signature is the wait for the next look; any other has no assessment at all.
    signed = {each.signed_on for each in facts.risk_assessments}
    missing = [duty for duty in needed if duty.cycle.started_on not in signed or duty.state is DutyState.OVERDUE]
    return RiskStatus(not missing, (missing or needed)[0].because)
