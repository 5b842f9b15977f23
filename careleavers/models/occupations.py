"""What young people do: education, employment, training, or what stands in the way."""

from __future__ import annotations

from django.db import models

from careleavers.models.base import Dated, Recorded, Revised, ends_after_start, no_overlap, track
from careleavers.models.contacts import FollowUp
from careleavers.models.next_steps import WithNextStep
from careleavers.models.people import YoungPerson
from careleavers.models.sensitivity import PERSONAL, RECORD_KEEPING, SENSITIVE


@track
class Occupation(Recorded, Revised, Dated, WithNextStep):
    """The main activity over [starts_on, ends_on), by its DfE activity code (F2, P5, G6 ...).

    `level` and `course_year` are those of a course, `hours` are in a week; `reason` says what stands in the way of
    whoever is in neither education nor work.
    """

    LEVELS = [
        ("entry", "Entry level or functional skills"),
        ("1", "Level 1"),
        ("2", "Level 2, such as GCSEs"),
        ("3", "Level 3, such as A levels"),
        ("4", "Level 4 or 5"),
        ("6", "Level 6: a degree"),
        ("7", "Level 7 or more"),
    ]
    REASONS = [
        ("looking", "Looking for work or a course"),
        ("waiting", "Waiting for a start"),
        ("confidence", "Not ready yet"),
        ("health", "Health"),
        ("caring", "Caring for somebody"),
        ("housing", "Their home is not settled"),
        ("permission", "Not allowed to work or study"),
        ("money", "Would lose money by it"),
        ("custody", "In custody"),
        ("chosen", "Does not want to"),
        ("other", "Something else"),
    ]

    person = models.ForeignKey(YoungPerson, on_delete=models.CASCADE, related_name="occupations", db_comment=PERSONAL)
    code = models.CharField(max_length=2, db_comment=SENSITIVE)
    detail = models.CharField("course, employer or what is in the way", max_length=200, blank=True, db_comment=PERSONAL)
    provider = models.CharField(max_length=120, blank=True, db_default="", default="", db_comment=PERSONAL)
    level = models.CharField(max_length=5, choices=LEVELS, blank=True, db_default="", default="", db_comment=PERSONAL)
    course_year = models.PositiveSmallIntegerField(null=True, blank=True, db_comment=PERSONAL)
    hours = models.DecimalField(max_digits=4, decimal_places=1, null=True, blank=True, db_comment=PERSONAL)
    reason = models.CharField(
        max_length=10, choices=REASONS, blank=True, db_default="", default="", db_comment=SENSITIVE
    )
    next_step = models.ForeignKey(
        FollowUp,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        db_index=False,  # made beside a table in use, and nothing asks by it in haste
        db_comment=RECORD_KEEPING,
    )
    source = models.CharField(max_length=60, blank=True, db_comment=RECORD_KEEPING)
    last_confirmed_on = models.DateField(null=True, blank=True, db_comment=RECORD_KEEPING)

    class Meta:
        ordering = ["-starts_on"]
        constraints = [
            ends_after_start("occupation_ends_after_start"),
            no_overlap("occupations_do_not_overlap", "person"),
        ]
        indexes = [models.Index(fields=["person", "starts_on"], name="occupation_by_person")]


@track
class OccupationStep(Recorded, Revised):
    """A step towards education or work that counts, on a day, whatever came of it."""

    KINDS = [
        ("cv", "Wrote a CV"),
        ("application", "Applied"),
        ("interview", "Interview"),
        ("trial", "Trial or taster"),
        ("training", "Training or short course"),
        ("volunteering", "Volunteering"),
        ("careers", "Careers adviser"),
        ("pep", "Personal Education Plan meeting"),
        ("other", "Another step"),
    ]

    person = models.ForeignKey(
        YoungPerson, on_delete=models.CASCADE, related_name="occupation_steps", db_comment=PERSONAL
    )
    kind = models.CharField(max_length=12, choices=KINDS, db_comment=PERSONAL)
    happened_on = models.DateField(db_comment=RECORD_KEEPING)
    about = models.CharField("with whom, or for what", max_length=200, blank=True, db_comment=PERSONAL)
    result = models.CharField("what came of it", max_length=200, blank=True, db_comment=PERSONAL)

    class Meta:
        ordering = ["-happened_on", "-recorded_at"]
