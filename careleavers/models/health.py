"""What somebody needs to look after their own health, and how they say they are."""

from __future__ import annotations

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q

from careleavers.models.base import Recorded, Revised, choices_of, track
from careleavers.models.next_steps import WithNextStep
from careleavers.models.people import YoungPerson
from careleavers.models.sensitivity import PERSONAL, RECORD_KEEPING, SENSITIVE
from careleavers.rules.health import HEALTH_WORDS, STATE_WORDS, WELLBEING, HealthFact, WellbeingQuestion


@track
class HealthMatter(Recorded, Revised, WithNextStep):
    """How it is with one thing that somebody's health needs, since a day. At most one row of a kind.

    No diagnosis and no treatment is kept: where they go, and what is done so that they can. `how` says in what way the
    health history was given to them.
    """

    KINDS = choices_of(HEALTH_WORDS)
    STATES = choices_of(STATE_WORDS)

    person = models.ForeignKey(
        YoungPerson, on_delete=models.CASCADE, related_name="health_matters", db_comment=PERSONAL
    )
    kind = models.CharField(max_length=13, choices=KINDS, db_comment=SENSITIVE)
    state = models.CharField(max_length=8, choices=STATES, db_comment=SENSITIVE)
    since = models.DateField(db_comment=RECORD_KEEPING)
    place = models.CharField(max_length=200, blank=True, db_comment=SENSITIVE)
    how = models.CharField("how it was given", max_length=200, blank=True, db_comment=SENSITIVE)
    last_seen_on = models.DateField(null=True, blank=True, db_comment=SENSITIVE)
    note = models.TextField("what others must know", blank=True, db_comment=SENSITIVE)

    class Meta:
        ordering = ["kind"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind"],
                name="health_matter_once",
                violation_error_message="This is written down already: change that one.",
            )
        ]

    @property
    def fact(self) -> HealthFact:
        return HealthFact(self.kind, self.state)


def _answer() -> models.PositiveSmallIntegerField[int | None, int | None]:
    return models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MaxValueValidator(10)], db_comment=SENSITIVE
    )


@track
class Wellbeing(Recorded, Revised):
    """What somebody chose to answer on a day to the questions of `rules.health.WELLBEING`, each from 0 to 10."""

    person = models.ForeignKey(YoungPerson, on_delete=models.CASCADE, related_name="wellbeing", db_comment=PERSONAL)
    answered_on = models.DateField(db_comment=RECORD_KEEPING)
    satisfied = _answer()
    worthwhile = _answer()
    happy = _answer()
    anxious = _answer()

    class Meta:
        ordering = ["-answered_on", "-recorded_at"]
        verbose_name_plural = "wellbeing"
        constraints = [
            models.UniqueConstraint(
                fields=["person", "answered_on"],
                name="wellbeing_once_a_day",
                violation_error_message="Answers of that day are written down already: change those.",
            ),
            models.CheckConstraint(
                name="wellbeing_from_0_to_10",
                condition=Q(*(Q(**{f"{each.code}__lte": 10}) | Q(**{each.code: None}) for each in WELLBEING)),
            ),
        ]

    @property
    def answers(self) -> list[tuple[WellbeingQuestion, int | None]]:
        """Each question with its answer, if they gave one."""
        return [(each, getattr(self, each.code)) for each in WELLBEING]
