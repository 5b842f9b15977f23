"""Whether somebody may stay, until when, and who advises them."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from careleavers.models.base import Recorded, Revised, track
from careleavers.models.next_steps import WithNextStep
from careleavers.models.people import YoungPerson
from careleavers.models.sensitivity import PERSONAL, RECORD_KEEPING, SENSITIVE


@track
class ImmigrationStatus(Recorded, Revised, WithNextStep):
    """How it is since a day, until something newer is written down (Vol 3 6.20-6.30).

    `expires_on` is the last day of the leave to remain. `advised_on` and `applied_on` are the days on which a solicitor
    was seen about it, and on which it was applied to extend or settle it.
    """

    KINDS = [
        ("claim", "Claim made, no decision yet"),
        ("refugee", "Refugee status"),
        ("humanitarian", "Humanitarian protection"),
        ("child", "Leave as an unaccompanied child"),
        ("limited", "Other leave for a time"),
        ("settled", "Indefinite leave, or settled status"),
        ("refused", "Refused, appeal possible or running"),
        ("exhausted", "Refused, every appeal used"),
        ("british", "British citizen"),
    ]

    person = models.ForeignKey(
        YoungPerson, on_delete=models.CASCADE, related_name="immigration_statuses", db_comment=PERSONAL
    )
    kind = models.CharField(max_length=12, choices=KINDS, db_comment=SENSITIVE)
    since = models.DateField(db_comment=SENSITIVE)
    expires_on = models.DateField(null=True, blank=True, db_comment=SENSITIVE)
    solicitor = models.CharField(max_length=200, blank=True, db_comment=PERSONAL)
    advised_on = models.DateField(null=True, blank=True, db_comment=RECORD_KEEPING)
    applied_on = models.DateField(null=True, blank=True, db_comment=RECORD_KEEPING)
    rights_assessed_on = models.DateField(null=True, blank=True, db_comment=SENSITIVE)
    plans = models.TextField("what we do whatever is decided", blank=True, db_comment=SENSITIVE)

    class Meta:
        ordering = ["-since", "-recorded_at"]
        verbose_name_plural = "immigration statuses"
        constraints = [
            models.UniqueConstraint(fields=["person", "since"], name="immigration_status_once_a_day"),
            models.CheckConstraint(
                name="immigration_expires_after_start",
                condition=Q(expires_on__isnull=True) | Q(expires_on__gte=F("since")),
            ),
        ]
