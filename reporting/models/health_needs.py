"""How many young people gave each answer about their health when a quarter was over: numbers, and nobody's id."""

from __future__ import annotations

from django.db import models

from careleavers.models.base import UUIDModel
from careleavers.models.sensitivity import RECORD_KEEPING
from reporting.models.periods import FROZEN_TRIGGER, FrozenPeriod


class HealthCount(UUIDModel):
    """The one count of a quarter, with the day on which the record said so. Never changed."""

    quarter = models.OneToOneField(
        FrozenPeriod, on_delete=models.PROTECT, related_name="health_count", db_comment=RECORD_KEEPING
    )
    counted_on = models.DateField(db_comment=RECORD_KEEPING)

    class Meta:
        ordering = ["-counted_on"]
        triggers = [FROZEN_TRIGGER]


class HealthNumber(models.Model):
    """How many people of some ages gave an answer to a question, by the codes of `reporting.rules.health_needs`."""

    count = models.ForeignKey(HealthCount, on_delete=models.PROTECT, related_name="numbers", db_comment=RECORD_KEEPING)
    question = models.CharField(max_length=20, db_comment=RECORD_KEEPING)
    answer = models.CharField(max_length=20, db_comment=RECORD_KEEPING)
    ages = models.CharField(max_length=5, db_comment=RECORD_KEEPING)
    people = models.PositiveIntegerField(db_comment=RECORD_KEEPING)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["count", "question", "answer", "ages"], name="health_number_once")
        ]
        triggers = [FROZEN_TRIGGER]
