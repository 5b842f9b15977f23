"""What a young person says of something in their record with which they do not agree."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from careleavers.models.base import Recorded, Revised, track
from careleavers.models.contacts import Contact
from careleavers.models.people import YoungPerson
from careleavers.models.record_requests import RecordRequest
from careleavers.models.sensitivity import PERSONAL, RECORD_KEEPING, SENSITIVE


@track
class Disagreement(Recorded, Revised):
    """Their statement, in their words, beside the entry that it is about: a `contact`, or whatever `about` names.

    It is shown and printed with that entry (UK GDPR arts 5(1)(d), 16), until they take it back. `answer`: what was put
    right, or why not. `request` is the one that asked for it, where it came by one.
    """

    person = models.ForeignKey(YoungPerson, on_delete=models.CASCADE, related_name="disagreements", db_comment=PERSONAL)
    contact = models.ForeignKey(
        Contact,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="disagreements",
        db_comment=RECORD_KEEPING,
    )
    request = models.ForeignKey(
        RecordRequest,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="disagreements",
        db_comment=RECORD_KEEPING,
    )
    about = models.CharField("what it is about", max_length=200, blank=True, db_comment=SENSITIVE)
    text = models.TextField("their statement", db_comment=SENSITIVE)
    said_on = models.DateField(db_comment=RECORD_KEEPING)
    answer = models.TextField("what we did about it", blank=True, db_comment=SENSITIVE)
    taken_back_on = models.DateField(null=True, blank=True, db_comment=RECORD_KEEPING)

    class Meta:
        ordering = ["said_on", "recorded_at"]
        constraints = [
            models.CheckConstraint(
                name="disagreement_about_something", condition=Q(contact__isnull=False) | ~Q(about="")
            )
        ]
        indexes = [models.Index(fields=["contact"], name="disagreement_by_contact")]
