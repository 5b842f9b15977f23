"""Dip samples: plans drawn at random, and what two people who did not know of each other's grade found."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from careleavers.models import Team, User
from careleavers.models.base import APPEND_ONLY, NO_TRUNCATE, Recorded, Revised, choices_of, track
from careleavers.models.next_steps import WithNextStep
from careleavers.models.sensitivity import PERSONAL, RECORD_KEEPING, SENSITIVE
from pathways.models.plans import PlanVersion
from pathways.rules.plan_samples import GRADE_WORDS, THEMES


class PlanSample(Recorded):
    """So many plans drawn by a seed, from those of a team and of the teams below it (None: of the whole authority).

    `of` is how many there were to draw from; `questions` are the team's standard on that day. Never changed.
    """

    drawn_on = models.DateField(db_comment=RECORD_KEEPING)
    team = models.ForeignKey(
        Team, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_comment=RECORD_KEEPING
    )
    seed = models.PositiveIntegerField(db_comment=RECORD_KEEPING)
    of = models.PositiveIntegerField("plans to draw from", db_comment=RECORD_KEEPING)
    questions = ArrayField(models.CharField(max_length=200), db_comment=RECORD_KEEPING)

    class Meta:
        ordering = ["-drawn_on", "-recorded_at"]
        triggers = [APPEND_ONLY, NO_TRUNCATE]


@track
class SampledPlan(Recorded, Revised, WithNextStep):
    """One plan of a sample: what the young person says of it, and what whoever holds the case does next about it."""

    sample = models.ForeignKey(PlanSample, on_delete=models.PROTECT, related_name="plans", db_comment=RECORD_KEEPING)
    version = models.ForeignKey(
        PlanVersion, on_delete=models.CASCADE, related_name="sampled", db_comment=RECORD_KEEPING
    )
    place = models.PositiveSmallIntegerField("in which order it was drawn", db_comment=RECORD_KEEPING)
    they_say = models.TextField("what the young person says of the plan", blank=True, db_comment=SENSITIVE)

    class Meta:
        ordering = ["place"]
        constraints = [models.UniqueConstraint(fields=["sample", "version"], name="plan_sampled_once")]


class PlanGrade(Recorded):
    """What one grader found of a plan. The second sees the first's once their own is given; neither is changed."""

    ANSWERS = [("yes", "Yes"), ("partly", "In part"), ("no", "No")]

    sampled = models.ForeignKey(SampledPlan, on_delete=models.CASCADE, related_name="grades", db_comment=RECORD_KEEPING)
    grader = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_comment=PERSONAL)
    place = models.PositiveSmallIntegerField("first or second", db_comment=RECORD_KEEPING)
    grade = models.CharField(max_length=11, choices=choices_of(GRADE_WORDS), db_comment=SENSITIVE)
    answers = ArrayField(models.CharField(max_length=6, choices=ANSWERS), db_comment=SENSITIVE)
    themes = ArrayField(
        models.CharField(max_length=16, choices=list(THEMES.items())), default=list, blank=True, db_comment=SENSITIVE
    )
    comment = models.TextField("what is good, and what would make it better", blank=True, db_comment=SENSITIVE)

    class Meta:
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(fields=["sampled", "grader"], name="plan_graded_once_by_each"),
            models.UniqueConstraint(fields=["sampled", "place"], name="plan_graded_by_two"),
            models.CheckConstraint(name="plan_grade_first_or_second", condition=Q(place__in=[1, 2])),
        ]
        triggers = [APPEND_ONLY, NO_TRUNCATE]

    @property
    def answered(self) -> list[tuple[str, str]]:
        """Each question with its answer in words."""
        words = dict(self.ANSWERS)
        return [(asked, words[said]) for asked, said in zip(self.sampled.sample.questions, self.answers, strict=False)]
