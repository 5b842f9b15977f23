"""Who is told by email, in the morning, how much waits for them."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from careleavers.models import User
from careleavers.models.base import UUIDModel
from careleavers.models.sensitivity import PERSONAL, RECORD_KEEPING


class MorningMail(UUIDModel):
    """That somebody wants the message, and the last day for which it was sent. No row: they do not want it.

    `left_out`: the kinds of reminder (`pathways.rules.reminders`) that it does not count before their day.
    """

    DAILY, MONDAY = "daily", "monday"
    DAYS = [(DAILY, "Every working day"), (MONDAY, "Once a week, on its first working day")]

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="morning_mail", db_comment=PERSONAL)
    days = models.CharField(max_length=6, choices=DAYS, db_comment=RECORD_KEEPING)
    left_out = ArrayField(
        models.CharField(max_length=5), default=list, db_default=[], blank=True, db_comment=RECORD_KEEPING
    )
    sent_on = models.DateField(null=True, db_comment=RECORD_KEEPING)
