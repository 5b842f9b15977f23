"""How far somebody is with the skills for living independently."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Prefetch, Q

from careleavers.models import Skill, SkillProgress, YoungPerson
from careleavers.rules.skills import GROUP_WORDS, SkillCount, SkillState, count_skills


@dataclass(frozen=True)
class SkillLine:
    """One skill, and how far they are with it, where that is written down."""

    skill: Skill
    progress: SkillProgress | None

    @property
    def state(self) -> str:
        return self.progress.state if self.progress else ""


@dataclass(frozen=True)
class PersonSkills:
    """`lines` are of the skills on the list; `retired` of those that no longer are, where something is written down."""

    lines: list[SkillLine]
    retired: list[SkillLine]

    @property
    def count(self) -> SkillCount:
        return count_skills([line.state for line in self.lines])

    @property
    def learning(self) -> list[SkillLine]:
        return [line for line in self.lines if line.state == SkillState.LEARNING]

    def groups(self) -> Iterator[tuple[str, list[SkillLine]]]:
        """The skills on the list under the names of their groups, in the order of the groups."""
        for group, words in GROUP_WORDS.items():
            lines = [line for line in self.lines if line.skill.group == group]
            if lines:
                yield words, lines


def skills_of(person: YoungPerson) -> PersonSkills:
    """Two queries."""
    theirs = SkillProgress.objects.filter(person=person).order_by()
    skills = Skill.objects.filter(Q(retired_on=None) | Q(pk__in=theirs.values("skill")))
    rows = skills.prefetch_related(Prefetch("progress", queryset=theirs, to_attr="of_person"))
    lines = [SkillLine(skill, next(iter(skill.of_person), None)) for skill in rows]  # type: ignore[attr-defined]
    return PersonSkills(
        lines=[line for line in lines if not line.skill.retired_on],
        retired=[line for line in lines if line.skill.retired_on],
    )
