"""How a young person likes to read what we send: the language and the layout, each time that they were asked."""

from __future__ import annotations

from django.db import models

from careleavers.models import YoungPerson
from careleavers.models.base import Recorded, track
from careleavers.models.sensitivity import PERSONAL
from careleavers.rules.layouts import Layout
from offers.rules.enclosing import ReadAs
from offers.rules.languages import READ_CHOICES

LAYOUT_CHOICES = [
    (Layout.ORDINARY.value, "Ordinary print"),
    (Layout.LARGE.value, "Large print"),
    (Layout.EASY.value, "Easy read"),
]


@track
class ReadingWish(Recorded):
    """What they said on a day. The last one counts; the earlier ones say how earlier letters were meant."""

    person = models.ForeignKey(
        YoungPerson, on_delete=models.CASCADE, related_name="reading_wishes", db_comment=PERSONAL
    )
    language = models.CharField("language", max_length=10, choices=READ_CHOICES, db_comment=PERSONAL)
    layout = models.CharField("print", max_length=10, choices=LAYOUT_CHOICES, db_comment=PERSONAL)

    class Meta:
        ordering = ["-recorded_at"]
        verbose_name_plural = "reading wishes"

    @property
    def wish(self) -> ReadAs:
        return ReadAs(self.language, Layout(self.layout))
