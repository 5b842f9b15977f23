"""The skills for living independently: the team's list, and how far each young person is with them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from careleavers.models.base import Recorded, Revised, choices_of, track
from careleavers.models.people import YoungPerson
from careleavers.models.sensitivity import PERSONAL, RECORD_KEEPING, SENSITIVE
from careleavers.rules.skills import GROUP_WORDS, SHOWN_WORDS, SKILL_STATE_WORDS, SkillGroup, SkillState


class SkillQuerySet(models.QuerySet["Skill"]):
    def in_use(self) -> SkillQuerySet:
        """Those on the list that young people go through now."""
        return self.filter(retired_on=None)

    def asked(self) -> SkillQuerySet:
        """Those that everybody is to learn: without units of an award, as few are entered for one."""
        return self.in_use().exclude(group=SkillGroup.ASDAN.value)


@track
class Skill(Recorded, Revised):
    """Something that a young person learns to do alone, or a unit of an award. Retired, it stays in records."""

    GROUPS = choices_of(GROUP_WORDS)

    name = models.CharField(max_length=60, unique=True, db_comment=RECORD_KEEPING)
    group = models.CharField(max_length=13, choices=GROUPS, db_comment=RECORD_KEEPING)
    position = models.PositiveSmallIntegerField(default=100, db_comment=RECORD_KEEPING)
    retired_on = models.DateField(null=True, blank=True, db_comment=RECORD_KEEPING)

    objects = SkillQuerySet.as_manager()

    class Meta:
        ordering = ["position", "recorded_at"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_unit(self) -> bool:
        """Whether it is a unit of an award, for those who are entered for one."""
        return self.group == SkillGroup.ASDAN


@track
class SkillProgress(Recorded, Revised):
    """How far somebody is with one skill since a day. At most one row of a skill: what was before is in the history."""

    STATES = choices_of(SKILL_STATE_WORDS)
    SHOWN_BY = choices_of(SHOWN_WORDS)

    person = models.ForeignKey(YoungPerson, on_delete=models.CASCADE, related_name="skills", db_comment=PERSONAL)
    skill = models.ForeignKey(Skill, on_delete=models.PROTECT, related_name="progress", db_comment=PERSONAL)
    state = models.CharField(max_length=8, choices=STATES, db_comment=PERSONAL)
    since = models.DateField(db_comment=RECORD_KEEPING)
    shown_by = models.CharField("how we know", max_length=4, choices=SHOWN_BY, blank=True, db_comment=PERSONAL)
    note = models.CharField(max_length=300, blank=True, db_comment=SENSITIVE)

    class Meta:
        ordering = ["skill__position", "recorded_at"]
        verbose_name_plural = "skill progress"
        constraints = [
            models.UniqueConstraint(fields=["person", "skill"], name="skill_progress_once"),
            models.CheckConstraint(
                name="skill_not_yet_shown_by_nobody", condition=~Q(state=SkillState.NOT_YET.value) | Q(shown_by="")
            ),
        ]
