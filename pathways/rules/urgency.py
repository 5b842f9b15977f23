"""What comes first of all that is to be done about young people, on every page that lists it."""

from __future__ import annotations

from enum import IntEnum

from careleavers.rules.alert_kinds import LETTER_TO_STOP, LETTER_TO_TAKE_OUT, ClosedBy
from pathways.rules.alert_duties import ALERT_DUTIES


class Urgency(IntEnum):
    """Safety, then what others wait for, then everything else; each of them by its day. Stored: never renumber."""

    SAFETY = 0
    DECISION = 1
    OTHER = 2


SAFETY_BEGINS = "safeguarding"
SAFETY_CODES = (LETTER_TO_TAKE_OUT, LETTER_TO_STOP, *(code for code, duty in ALERT_DUTIES.items() if duty.is_safety))


def urgency_of(code: str, closed_by_kind: str) -> Urgency:
    """Of what is to be done, by its code and the kind of entry that closes it."""
    if code.startswith(SAFETY_BEGINS) or code in SAFETY_CODES:
        return Urgency.SAFETY
    return Urgency.DECISION if closed_by_kind == ClosedBy.PLAN_DECISION else Urgency.OTHER
