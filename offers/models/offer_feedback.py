"""What people say about the local offer, from its pages for everybody."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from careleavers.models import User
from careleavers.models.base import Recorded, Revised, track
from careleavers.models.sensitivity import PERSONAL, RECORD_KEEPING


@track
class OfferFeedback(Recorded, Revised):
    """Somebody says that something about the offer is wrong, missing or good. Who it is nobody knows, unless they leave
    a way to be answered (`reply_to`). Its owner answers or files it by `due_on`.
    """

    ANSWERED, FILED = "answered", "filed"
    OUTCOMES = [(ANSWERED, "They were answered"), (FILED, "It was read, and needs no answer")]

    page = models.CharField("the page that it is about", max_length=200, blank=True, db_comment=RECORD_KEEPING)
    text = models.TextField(db_comment=PERSONAL)
    reply_to = models.CharField("how to answer them", max_length=120, blank=True, db_comment=PERSONAL)
    received_on = models.DateField(db_comment=RECORD_KEEPING)
    due_on = models.DateField(db_comment=RECORD_KEEPING)
    owner = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_comment=RECORD_KEEPING
    )
    outcome = models.CharField(max_length=8, choices=OUTCOMES, blank=True, db_comment=RECORD_KEEPING)
    note = models.TextField("what was answered or done", blank=True, db_comment=PERSONAL)
    closed_on = models.DateField(null=True, blank=True, db_comment=RECORD_KEEPING)
    closed_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_comment=RECORD_KEEPING
    )

    class Meta:
        verbose_name_plural = "feedback on the offer"
        ordering = ["received_on", "recorded_at"]
        constraints = [
            models.CheckConstraint(
                name="feedback_closed_in_full",
                condition=Q(outcome="", closed_on=None) | ~Q(outcome="") & Q(closed_on__isnull=False) & ~Q(note=""),
            )
        ]
        indexes = [models.Index(fields=["due_on"], name="feedback_waiting", condition=Q(outcome=""))]
