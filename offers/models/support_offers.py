"""Offers of support that were made in other ways than by a birthday letter."""

from __future__ import annotations

from django.db import models

from careleavers.models import YoungPerson
from careleavers.models.base import Recorded, Revised, track
from careleavers.models.sensitivity import PERSONAL, RECORD_KEEPING, SENSITIVE


@track
class SupportOffer(Recorded, Revised):
    """A care leaver of 21 or over was offered an adviser's support on a day, and said yes, not now, or nothing
    (Children Act 1989 s23CZB).

    `said_by` is empty where they said it themselves. Support itself is a StatusFact from the day on which they want it.
    """

    IN_PERSON, PHONE, MESSAGE, WRITING = "in_person", "phone", "message", "writing"
    WAYS = [
        (IN_PERSON, "In person"),
        (PHONE, "By phone"),
        (MESSAGE, "By message or email"),
        (WRITING, "By a letter that is not here"),
    ]
    WANTS, NOT_NOW, NO_ANSWER = "wants", "not_now", "no_answer"
    ANSWERS = [(WANTS, "They want support"), (NOT_NOW, "Not now"), (NO_ANSWER, "They did not say")]

    person = models.ForeignKey(
        YoungPerson, on_delete=models.CASCADE, related_name="support_offers", db_comment=PERSONAL
    )
    offered_on = models.DateField(db_comment=PERSONAL)
    how = models.CharField(max_length=10, choices=WAYS, db_comment=RECORD_KEEPING)
    answer = models.CharField(max_length=10, choices=ANSWERS, db_comment=PERSONAL)
    offered = models.TextField("what was offered", blank=True, db_default="", default="", db_comment=PERSONAL)
    own_words = models.TextField("in their words", blank=True, db_default="", default="", db_comment=SENSITIVE)
    said_by = models.CharField(
        "who said it for them", max_length=80, blank=True, db_default="", default="", db_comment=PERSONAL
    )

    class Meta:
        ordering = ["-offered_on", "-recorded_at"]
        constraints = [models.UniqueConstraint(fields=["person", "offered_on"], name="support_offer_once_a_day")]
