"""What the council has pledged to young people, and what was done about it."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from careleavers.models import User
from careleavers.models.base import Recorded, Revised, track
from careleavers.models.sensitivity import PERSONAL, RECORD_KEEPING


@track
class Pledge(Recorded, Revised):
    """One pledge, whose owner looks at it again by a day.

    `entries` are entries of the local offer by area and title ("health|A nurse"), which are theirs in every version;
    `rounds` are rounds of the survey, `figures` are figures, each by its code.
    """

    number = models.PositiveSmallIntegerField(unique=True, db_comment=RECORD_KEEPING)
    title = models.CharField(max_length=160, db_comment=RECORD_KEEPING)
    about = models.TextField("what it means", blank=True, db_comment=RECORD_KEEPING)
    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="pledges", db_comment=PERSONAL)
    look_on = models.DateField("when its owner looks at it again", db_comment=RECORD_KEEPING)
    entries = ArrayField(models.CharField(max_length=130), default=list, blank=True, db_comment=RECORD_KEEPING)
    rounds = ArrayField(models.UUIDField(), default=list, blank=True, db_comment=RECORD_KEEPING)
    figures = ArrayField(models.CharField(max_length=40), default=list, blank=True, db_comment=RECORD_KEEPING)
    ended_on = models.DateField(null=True, blank=True, db_comment=RECORD_KEEPING)

    class Meta:
        ordering = ["number"]
        indexes = [models.Index(fields=["owner", "look_on"], name="pledge_to_look", condition=Q(ended_on=None))]

    def __str__(self) -> str:
        return self.title


@track
class PledgeNote(Recorded):
    """What was done about a pledge, or found when somebody looked at it, on a day. Never changed."""

    pledge = models.ForeignKey(Pledge, on_delete=models.CASCADE, related_name="notes", db_comment=RECORD_KEEPING)
    happened_on = models.DateField(db_comment=RECORD_KEEPING)
    text = models.TextField(db_comment=RECORD_KEEPING)

    class Meta:
        ordering = ["-happened_on", "-recorded_at"]
