"""What young people do: education, employment, training, or what stands in the way."""

from __future__ import annotations

from django.db import models

from careleavers.models.base import Dated, Recorded, Revised, ends_after_start, no_overlap, track
from careleavers.models.people import YoungPerson
from careleavers.models.sensitivity import PERSONAL, RECORD_KEEPING, SENSITIVE


@track
class Occupation(Recorded, Revised, Dated):
    """The main activity over [starts_on, ends_on), by its DfE activity code (F2, P5, G6 ...)."""

    person = models.ForeignKey(YoungPerson, on_delete=models.CASCADE, related_name="occupations", db_comment=PERSONAL)
    code = models.CharField(max_length=2, db_comment=SENSITIVE)
    detail = models.CharField("course, employer or what is in the way", max_length=200, blank=True, db_comment=PERSONAL)
    source = models.CharField(max_length=60, blank=True, db_comment=RECORD_KEEPING)
    last_confirmed_on = models.DateField(null=True, blank=True, db_comment=RECORD_KEEPING)

    class Meta:
        ordering = ["-starts_on"]
        constraints = [
            ends_after_start("occupation_ends_after_start"),
            no_overlap("occupations_do_not_overlap", "person"),
        ]
        indexes = [models.Index(fields=["person", "starts_on"], name="occupation_by_person")]
