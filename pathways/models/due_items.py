"""What is to be done about each young person by a day: worked out from the facts, stored to be listed and sorted."""

from __future__ import annotations

from django.db import models

from careleavers.models import YoungPerson
from careleavers.models.base import UUIDModel
from careleavers.models.sensitivity import PERSONAL, RECORD_KEEPING, SENSITIVE
from pathways.rules.urgency import Urgency


class DueItem(UUIDModel):
    """One thing that is still to be done about somebody open to the service, the day by which, and why.

    Derived: `pathways.actions.reconcile` writes these rows, in the transaction of every change of a fact. `code` is
    that of a duty's clock, of an alert, or PROMISE. `text` is what a list says; it never holds anybody's own words.
    `promised`, the first words of what was promised, does: it is for those who may read free text.
    Every page lists them in the same order: by `urgency`, then by day.
    """

    PROMISE = "promise"

    person = models.ForeignKey(YoungPerson, on_delete=models.CASCADE, related_name="due_items", db_comment=PERSONAL)
    code = models.CharField(max_length=40, db_comment=SENSITIVE)
    started_on = models.DateField(db_comment=RECORD_KEEPING)
    due_on = models.DateField(db_comment=RECORD_KEEPING)
    text = models.CharField(max_length=200, db_comment=SENSITIVE)
    because = models.TextField("why it is due", blank=True, db_comment=SENSITIVE)
    source = models.CharField("legal reference", max_length=120, blank=True, db_comment=RECORD_KEEPING)
    promised = models.CharField(max_length=100, blank=True, db_default="", default="", db_comment=SENSITIVE)
    closed_by_kind = models.CharField(max_length=30, blank=True, db_comment=RECORD_KEEPING)
    urgency = models.PositiveSmallIntegerField(
        default=Urgency.OTHER.value, db_default=Urgency.OTHER.value, db_comment=RECORD_KEEPING
    )

    @property
    def text_with_words(self) -> str:
        """The text with the first words of what was promised, for those who may read free text."""
        return f"{self.text}: “{self.promised}”" if self.promised else self.text

    class Meta:
        ordering = ["urgency", "due_on", "code"]
        constraints = [models.UniqueConstraint(fields=["person", "code", "started_on"], name="due_item_once")]
        indexes = [models.Index(fields=["person", "due_on", "code"], name="due_item_by_person")]
