"""Mail on its way out. Postgres is the queue: a worker sends what is written here when the mail server answers."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q

from careleavers.models.base import UUIDModel
from careleavers.models.sensitivity import PERSONAL, RECORD_KEEPING, SENSITIVE


class OutgoingMailQuerySet(models.QuerySet["OutgoingMail"]):
    def waiting(self) -> OutgoingMailQuerySet:
        """Neither sent nor given up."""
        return self.filter(sent_at=None, given_up_at=None)

    def failing(self) -> OutgoingMailQuerySet:
        """Tried at least once without success, and still waiting."""
        return self.waiting().exclude(failed_because="")

    def due(self, now: datetime) -> OutgoingMailQuerySet:
        """May be tried now: no worker has claimed it, and the pause after a failure is over."""
        unclaimed = Q(claimed_until=None) | Q(claimed_until__lte=now)
        return self.waiting().filter(unclaimed, Q(next_try_at=None) | Q(next_try_at__lte=now))


class OutgoingMail(UUIDModel):
    """One message to one address, in plain text.

    No history is kept of it, and its body is emptied when it is sent or given up: a body holds what opens an account.
    """

    to = models.EmailField(max_length=320, db_comment=PERSONAL)
    subject = models.CharField(max_length=200, db_comment=PERSONAL)
    body = models.TextField(db_comment=SENSITIVE)
    created_at = models.DateTimeField(db_comment=RECORD_KEEPING)
    sent_at = models.DateTimeField(null=True, blank=True, db_comment=RECORD_KEEPING)
    given_up_at = models.DateTimeField(null=True, blank=True, db_comment=RECORD_KEEPING)
    claimed_until = models.DateTimeField(null=True, blank=True, db_comment=RECORD_KEEPING)
    tries = models.PositiveIntegerField(default=0, db_comment=RECORD_KEEPING)
    next_try_at = models.DateTimeField(null=True, blank=True, db_comment=RECORD_KEEPING)
    failed_because = models.CharField(max_length=300, blank=True, db_comment=PERSONAL)  # may repeat the address

    objects = OutgoingMailQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                name="mail_sent_or_given_up", condition=Q(sent_at__isnull=True) | Q(given_up_at__isnull=True)
            ),
            models.CheckConstraint(
                name="mail_done_has_no_body",
                condition=Q(sent_at__isnull=True, given_up_at__isnull=True) | Q(body=""),
            ),
        ]
        indexes = [
            models.Index(
                "created_at", name="mail_waiting", condition=Q(sent_at__isnull=True, given_up_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} to {self.to}"
