"""Duties with clocks: what starts one, when it falls due, what answers it, and why.

`facts` says what may be asked about, `known` the facts as they stood on a day, `cycles` what all clocks share; the
rest are the clocks of the record itself. What follows from planning stands in `pathways.rules.clocks`, which holds the
whole table. Pure: days and values in, answers and reasons out.
"""

from careleavers.rules.clocks.adviser import ADVISER_CLOCKS
from careleavers.rules.clocks.contact import CONTACT_CLOCKS
from careleavers.rules.clocks.cycles import Clock, Cycle, Duty, Kind, State, current_duties, every_duty
from careleavers.rules.clocks.facts import (
    DEFAULTS,
    SETTINGS_IN_WORDS,
    Age,
    Contact,
    Done,
    Event,
    Facts,
    Home,
    Letter,
    Review,
    RiskAssessment,
    Settings,
    Standing,
)
from careleavers.rules.clocks.known import Known
from careleavers.rules.clocks.occasions import OCCASION_CLOCKS

RECORD_CLOCKS = (*CONTACT_CLOCKS, *ADVISER_CLOCKS, *OCCASION_CLOCKS)

__all__ = [
    "DEFAULTS",
    "RECORD_CLOCKS",
    "SETTINGS_IN_WORDS",
    "Age",
    "Clock",
    "Contact",
    "Cycle",
    "Done",
    "Duty",
    "Event",
    "Facts",
    "Home",
    "Kind",
    "Known",
    "Letter",
    "Review",
    "RiskAssessment",
    "Settings",
    "Standing",
    "State",
    "current_duties",
    "every_duty",
]
