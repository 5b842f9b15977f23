"""The minutes of a meeting, version by version, and which of them the next meeting agreed."""

from __future__ import annotations

import pgtrigger
from django.db import models

from careleavers.models.base import Recorded, track
from careleavers.models.meetings import Meeting
from careleavers.models.sensitivity import RECORD_KEEPING, SENSITIVE


@track
class Minutes(Recorded):
    """One version of what a meeting said and decided, as it was written on `recorded_at`. Its words never change.

    `content` is as `careleavers.queries.minutes.MinutesContent` says: whose record an item is of is there by id alone,
    so that whoever reads it later is shown only what they may see then. `agreed_at`: the meeting that agreed it.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="minutes", db_comment=RECORD_KEEPING)
    number = models.PositiveSmallIntegerField(db_comment=RECORD_KEEPING)
    content = models.JSONField(db_comment=SENSITIVE)
    agreed_at = models.ForeignKey(
        Meeting,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="agreed_minutes",
        db_comment=RECORD_KEEPING,
    )

    class Meta:
        ordering = ["-number"]
        verbose_name_plural = "minutes"
        constraints = [
            models.UniqueConstraint(fields=["meeting", "number"], name="minutes_numbered"),
            models.UniqueConstraint(
                fields=["meeting"], condition=models.Q(agreed_at__isnull=False), name="minutes_agreed_once"
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="words_are_frozen",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange("meeting", "number", "content", "recorded_at"),
            ),
        ]
