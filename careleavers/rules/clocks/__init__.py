"""Duties with clocks: what starts one, when it falls due, what completes it, and why.

`facts` says what may be asked about, `known` the facts as they stood on a day, `cycles` what all clocks share; the
rest are the clocks of the record itself. What follows from planning is in `pathways.rules.clocks`, which holds the
whole table. Pure: days and values in, answers and reasons out.
"""

from careleavers.rules.clocks.adviser import ADVISER_CLOCKS
from careleavers.rules.clocks.contact import CONTACT_CLOCKS
from careleavers.rules.clocks.cycles import Basis, Clock, Cycle, Duty, DutyKind, DutyState, current_duties, every_duty
from careleavers.rules.clocks.facts import (
    DEFAULTS,
    SETTINGS_IN_WORDS,
    Age,
    ClockSettings,
    ContactFact,
    Done,
    DutyFacts,
    Event,
    HomeFact,
    LetterFact,
    Review,
    SignedRiskAssessment,
    StatusSpan,
)
from careleavers.rules.clocks.known import FactsOn
from careleavers.rules.clocks.occasions import OCCASION_CLOCKS

RECORD_CLOCKS = (*CONTACT_CLOCKS, *ADVISER_CLOCKS, *OCCASION_CLOCKS)

__all__ = [
    "ADVISER_CLOCKS",
    "CONTACT_CLOCKS",
    "DEFAULTS",
    "OCCASION_CLOCKS",
    "RECORD_CLOCKS",
    "SETTINGS_IN_WORDS",
    "Age",
    "Basis",
    "Clock",
    "ClockSettings",
    "ContactFact",
    "Cycle",
    "Done",
    "Duty",
    "DutyFacts",
    "DutyKind",
    "DutyState",
    "Event",
    "FactsOn",
    "HomeFact",
    "LetterFact",
    "Review",
    "SignedRiskAssessment",
    "StatusSpan",
    "current_duties",
    "every_duty",
]
