"""A practice council that begins again: who asked for it, how far it is, and what came of it."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q

from careleavers.models.base import UUIDModel
from careleavers.models.sensitivity import PERSONAL, RECORD_KEEPING
from careleavers.models.staff import User


class NewBeginning(UUIDModel):
    """One time that a practice council begins again. There is none outside a practice council.

    It holds no foreign key: who asked for it may be one of the invented colleagues, who are gone afterwards. `step` is
    what a worker is at, in words. `claimed_until` is None while nobody is at it.
    """

    ASKED, RUNNING, DONE, BROKEN = "asked", "running", "done", "broken"
    STATES = [
        (ASKED, "It begins soon"),
        (RUNNING, "It is beginning again"),
        (DONE, "Begun again"),
        (BROKEN, "Broken off"),
    ]
    UNDER_WAY = (ASKED, RUNNING)

    asked_at = models.DateTimeField(db_comment=RECORD_KEEPING)
    asked_by_id = models.UUIDField(null=True, blank=True, db_comment=PERSONAL)
    asked_by_name = models.CharField(max_length=150, blank=True, db_comment=PERSONAL)
    state = models.CharField(max_length=10, choices=STATES, default=ASKED, db_comment=RECORD_KEEPING)
    step = models.CharField(max_length=120, blank=True, db_comment=RECORD_KEEPING)
    claimed_until = models.DateTimeField(null=True, blank=True, db_comment=RECORD_KEEPING)
    began_at = models.DateTimeField(null=True, blank=True, db_comment=RECORD_KEEPING)
    ended_at = models.DateTimeField(null=True, blank=True, db_comment=RECORD_KEEPING)

    class Meta:
        ordering = ["-asked_at"]
        constraints = [
            models.UniqueConstraint(
                models.Value(1), name="begins_again_once_at_a_time", condition=Q(state__in=["asked", "running"])
            ),
            models.CheckConstraint(
                name="new_beginning_ended_or_not",
                condition=Q(state__in=["asked", "running"], ended_at=None)
                | Q(state__in=["done", "broken"], ended_at__isnull=False),
            ),
        ]

    @property
    def is_under_way(self) -> bool:
        return self.state in self.UNDER_WAY

    def is_at_work(self, now: datetime) -> bool:
        """Whether a worker is at it: meanwhile nobody else can work there."""
        return self.state == self.RUNNING and bool(self.claimed_until and self.claimed_until > now)

    def asked_by(self) -> User | None:
        return User.objects.filter(pk=self.asked_by_id).first() if self.asked_by_id else None
