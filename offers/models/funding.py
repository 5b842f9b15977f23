"""Who else pays for what was approved."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from careleavers.models.base import Recorded, track
from careleavers.models.sensitivity import RECORD_KEEPING, SENSITIVE
from offers.models.money import MoneyRequest
from offers.rules.funding import OTHERS


@track
class FundingShare(Recorded):
    """So much of a request another source pays; the rest is the council's own."""

    request = models.ForeignKey(
        MoneyRequest, on_delete=models.CASCADE, related_name="shares", db_comment=RECORD_KEEPING
    )
    source = models.CharField(
        max_length=8, choices=[(each.value, each.label) for each in OTHERS], db_comment=RECORD_KEEPING
    )
    amount = models.DecimalField(max_digits=8, decimal_places=2, db_comment=SENSITIVE)

    class Meta:
        ordering = ["source"]
        constraints = [
            models.UniqueConstraint(fields=["request", "source"], name="funding_share_once"),
            models.CheckConstraint(name="funding_share_of_something", condition=Q(amount__gt=0)),
        ]
