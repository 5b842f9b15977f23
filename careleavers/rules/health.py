"""What somebody needs to look after their own health, and which of it is still missing. Pure.

Source: Children Act 1989 guidance volume 3, D.1-D.4 and Figure 1 (registered with a GP, a dentist; who holds their
health history). From which age each is asked for is local practice. The four questions on wellbeing are those of the
Office for National Statistics (Open Government Licence).
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple


class HealthKind(StrEnum):
    """What it is about."""

    GP = "gp"
    DENTIST = "dentist"
    OPTICIAN = "optician"
    HISTORY = "history"
    NURSE = "nurse"
    MENTAL_HEALTH = "mental_health"
    SEXUAL_HEALTH = "sexual_health"
    NEEDS = "needs"


HEALTH_WORDS = {
    HealthKind.GP: "GP",
    HealthKind.DENTIST: "Dentist",
    HealthKind.OPTICIAN: "Optician",
    HealthKind.HISTORY: "Their health history",
    HealthKind.NURSE: "Leaving-care nurse",
    HealthKind.MENTAL_HEALTH: "Mental health service",
    HealthKind.SEXUAL_HEALTH: "Sexual health service",
    HealthKind.NEEDS: "Allergies, and what others must know",
}


class HealthState(StrEnum):
    """How far somebody is with it."""

    WANTED = "wanted"
    ASKED = "asked"
    THERE = "there"
    DECLINED = "declined"


STATE_WORDS = {
    HealthState.WANTED: "Wanted",
    HealthState.ASKED: "Asked for, or referred",
    HealthState.THERE: "In place, or given to them",
    HealthState.DECLINED: "They do not want it",
}
# What everybody is asked about, and from which age.
ASKED_FROM = {HealthKind.GP: 16, HealthKind.DENTIST: 16, HealthKind.OPTICIAN: 16, HealthKind.HISTORY: 18}
SETTLED = (HealthState.THERE, HealthState.DECLINED)


class HealthFact(NamedTuple):
    """How it is with one of these."""

    kind: str
    state: str


def missing_health(facts: Iterable[HealthFact], age: int) -> list[HealthKind]:
    """What is asked about at this age and is neither in place nor declined, in the order of the kinds."""
    settled = {fact.kind for fact in facts if fact.state in SETTLED}
    return [kind for kind, from_age in ASKED_FROM.items() if age >= from_age and kind not in settled]


class WellbeingQuestion(NamedTuple):
    """A question that is answered from 0 to 10, and what the two ends mean. `short` is its name in a table."""

    code: str
    words: str
    short: str
    nought: str
    ten: str


WELLBEING = (
    WellbeingQuestion(
        "satisfied", "How satisfied are you with your life nowadays?", "Satisfied", "not at all", "completely"
    ),
    WellbeingQuestion(
        "worthwhile",
        "To what extent do you feel that the things you do in your life are worthwhile?",
        "Worthwhile",
        "not at all",
        "completely",
    ),
    WellbeingQuestion("happy", "How happy did you feel yesterday?", "Happy", "not at all", "completely"),
    WellbeingQuestion("anxious", "How anxious did you feel yesterday?", "Anxious", "not at all", "completely"),
)
