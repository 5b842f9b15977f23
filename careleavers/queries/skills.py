"""How far somebody is with the skills for living independently."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Max, OuterRef, Prefetch, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

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


def with_list_worked_through(today: date) -> QuerySet[YoungPerson]:
    """The young people of whom it is written down, for each skill on the list, how far they are with it; the day of the
    last as `worked_through_on`. What they cannot do yet goes on in their plan.

    Everybody, from birth, while nothing is asked of them.
    """
    listed = Skill.objects.asked().order_by()
    number = Coalesce(Subquery(listed.values(one=Value(1)).annotate(number=Count("pk")).values("number")), 0)
    # Counted and not "none is missing", for which Postgres would read the progress of everybody.
    written = SkillProgress.objects.filter(person=OuterRef("pk"), skill__in=listed, since__lte=today)
    theirs = written.order_by().values("person").annotate(number=Count("pk"), latest=Max("since"))
    found = YoungPerson.objects.annotate(
        skills_written=Coalesce(Subquery(theirs.values("number")), 0),
        worked_through_on=Coalesce(Subquery(theirs.values("latest")), "date_of_birth"),
    )
    return found.filter(skills_written=number)
