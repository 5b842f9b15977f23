"""The skills for living independently: how far somebody is with each, and the list that a team can begin with. Pure.

Source: Children Act 1989 guidance volume 3, Figure 1 and chapter 3 (practical and other skills); which skills count,
and that they are learnt by 16 (cook seven meals, register with a GP, manage a budget), is local practice, and young
people have their say in the list.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple


class SkillGroup(StrEnum):
    """Where a skill is in the list; the page has the groups in this order."""

    COOKING = "cooking"
    MONEY = "money"
    HOME = "home"
    HEALTH = "health"
    GETTING_ABOUT = "getting_about"
    PEOPLE = "people"
    ASDAN = "asdan"


GROUP_WORDS = {
    SkillGroup.COOKING: "Cooking",
    SkillGroup.MONEY: "Money",
    SkillGroup.HOME: "Home",
    SkillGroup.HEALTH: "Health",
    SkillGroup.GETTING_ABOUT: "Getting about",
    SkillGroup.PEOPLE: "Offices and people",
    SkillGroup.ASDAN: "ASDAN units",
}


class SkillState(StrEnum):
    """How far somebody is with a skill."""

    NOT_YET = "not_yet"
    LEARNING = "learning"
    CAN = "can"


SKILL_STATE_WORDS = {
    SkillState.NOT_YET: "Not yet",
    SkillState.LEARNING: "Learning",
    SkillState.CAN: "Can do it",
}


class ShownBy(StrEnum):
    """How we know."""

    SAID = "said"
    SEEN = "seen"


SHOWN_WORDS = {ShownBy.SAID: "They say so", ShownBy.SEEN: "A worker or carer has seen it"}

USUAL_SKILLS: tuple[tuple[SkillGroup, str], ...] = (
    (SkillGroup.COOKING, "Cook seven meals"),
    (SkillGroup.COOKING, "Plan and buy the food for a week"),
    (SkillGroup.MONEY, "Keep to a budget for a month"),
    (SkillGroup.MONEY, "Use a bank account"),
    (SkillGroup.MONEY, "Read a bill and pay it"),
    (SkillGroup.HOME, "Do the washing"),
    (SkillGroup.HOME, "Keep a kitchen and a bathroom clean"),
    (SkillGroup.HOME, "Report a repair"),
    (SkillGroup.HEALTH, "Register with a GP"),
    (SkillGroup.HEALTH, "Make an appointment and keep it"),
    (SkillGroup.GETTING_ABOUT, "Plan a journey by bus and train"),
    (SkillGroup.PEOPLE, "Ring an office and say what is wanted"),
    (SkillGroup.ASDAN, "Moving On: building a home"),
    (SkillGroup.ASDAN, "Moving On: being healthy"),
    (SkillGroup.ASDAN, "Moving On: starting your career"),
    (SkillGroup.ASDAN, "Moving On: managing money"),
    (SkillGroup.ASDAN, "Moving On: relating to people"),
)


class SkillCount(NamedTuple):
    """How many of the skills on the list somebody can do."""

    can: int
    of: int

    def __str__(self) -> str:
        return f"{self.can} of {self.of}"


def count_skills(states: Sequence[str]) -> SkillCount:
    """`states` has one for each skill on the list, and "" where nothing is written down."""
    return SkillCount(sum(state == SkillState.CAN for state in states), len(states))
