"""The demo council's list of skills, and how far its young people are with them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING

from careleavers.actions.skills import begin_skills
from careleavers.demo.lives import Life, random_id
from careleavers.demo.rows import RowValues, load_rows
from careleavers.models import Skill, SkillProgress
from careleavers.rules import dates
from careleavers.rules.skills import SkillState

if TYPE_CHECKING:
    from careleavers.demo.load import Council

WRITTEN_DOWN = 0.7  # of those who are open to the service
ENTERED = 0.2  # of these, for the units of an award
LEARNT = 0.6  # of these from 16 on, can do everything on the list
NOTES = ("A week of it together", "Needs the recipe cards", "Alone from next month")


def load_skills(*, lives: Sequence[Life], council: Council, today: date, rng: Random) -> None:
    """How far most are; the list of the usual skills is begun with the first of them."""
    skills = list(Skill.objects.in_use()) or begin_skills(by=None)
    load_rows(SkillProgress, [row for one in lives for row in _progress(one, skills, today)])


def _progress(one: Life, skills: Sequence[Skill], today: date) -> Iterator[RowValues]:
    rng = Random(f"skills-{one.id}")
    first = max(dates.birthday(one.date_of_birth, 15), one.opened_on)
    if one.closed_on or first >= today or rng.random() > WRITTEN_DOWN:
        return
    is_entered = rng.random() < ENTERED
    has_learnt = rng.random() < LEARNT and dates.birthday(one.date_of_birth, 16) <= today
    for skill in skills:
        is_asked = not skill.is_unit
        if not (is_asked or is_entered) or (rng.random() < 0.2 and not (is_asked and has_learnt)):
            continue
        state = rng.choices(list(SkillState), [20, 25, 55])[0] if not (is_asked and has_learnt) else SkillState.CAN
        yield {
            "id": random_id(rng),
            "person_id": one.id,
            "skill_id": skill.pk,
            "state": state.value,
            "since": first + timedelta(days=rng.randint(0, (today - first).days)),
            "shown_by": rng.choice(["said", "seen", "seen", ""]) if state == SkillState.CAN else "",
            "note": rng.choice(NOTES) if state == SkillState.LEARNING and rng.random() < 0.3 else "",
        }
