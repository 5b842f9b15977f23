"""What somebody wrote to the figures of a quarter, for a committee."""

from __future__ import annotations

from django.db import models

from careleavers.models.base import Recorded, Revised, track
from careleavers.models.sensitivity import RECORD_KEEPING
from reporting.models.periods import FrozenPeriod


@track
class PaperText(Recorded, Revised):
    """The words of one section of a quarter's paper, beside those that are generated from its figures.

    `section` is a key of `reporting.queries.papers.section_headings`. It is published: it names no young person.
    """

    quarter = models.ForeignKey(
        FrozenPeriod, on_delete=models.PROTECT, related_name="paper_texts", db_comment=RECORD_KEEPING
    )
    section = models.CharField(max_length=20, db_comment=RECORD_KEEPING)
    text = models.TextField(blank=True, db_comment=RECORD_KEEPING)

    class Meta:
        ordering = ["quarter", "section"]
        constraints = [models.UniqueConstraint(fields=["quarter", "section"], name="paper_text_once")]
