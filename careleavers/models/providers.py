"""Those who give young people a home: what was agreed with them, and what was found when somebody went to see."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from careleavers.models.base import Recorded, Revised, track
from careleavers.models.sensitivity import PERSONAL, RECORD_KEEPING, SENSITIVE


@track
class Provider(Recorded, Revised):
    """Somebody whom we send young people to, or whose home is visited and judged like theirs.

    `vacancies` were counted on `vacancies_on`. `used_until` is the first day on which nobody is sent there any more.
    """

    KINDS = [
        ("supported", "Supported accommodation"),
        ("lodgings", "Supported lodgings"),
        ("training_flat", "Training flats"),
        ("foyer", "Foyer or hostel"),
        ("association", "Housing association"),
        ("council", "Council housing"),
        ("private", "Private landlord or agent"),
        ("temporary", "Temporary or emergency accommodation"),
        ("other", "Another kind"),
    ]

    name = models.CharField(max_length=120, db_comment=RECORD_KEEPING)
    kind = models.CharField(max_length=13, choices=KINDS, db_comment=RECORD_KEEPING)
    registration = models.CharField("Ofsted number", max_length=20, blank=True, db_comment=RECORD_KEEPING)
    reached_by = models.CharField("name and number to call", max_length=200, blank=True, db_comment=PERSONAL)
    standards = models.TextField("what was agreed", blank=True, db_comment=RECORD_KEEPING)
    standards_on = models.DateField("agreed on", null=True, blank=True, db_comment=RECORD_KEEPING)
    vacancies = models.PositiveSmallIntegerField(null=True, blank=True, db_comment=RECORD_KEEPING)
    vacancies_on = models.DateField(null=True, blank=True, db_comment=RECORD_KEEPING)
    review_on = models.DateField("to be reviewed by", null=True, blank=True, db_comment=RECORD_KEEPING)
    used_until = models.DateField(null=True, blank=True, db_comment=RECORD_KEEPING)

    class Meta:
        constraints = [models.UniqueConstraint(Lower("name"), name="provider_name_once")]

    def __str__(self) -> str:
        return self.name


@track
class ProviderVisit(Recorded, Revised):
    """Somebody of ours went to see a provider, perhaps with young people: what they found, and what comes next."""

    MET = [("yes", "Yes"), ("partly", "In part"), ("no", "No")]

    provider = models.ForeignKey(Provider, on_delete=models.CASCADE, related_name="visits", db_comment=RECORD_KEEPING)
    visited_on = models.DateField(db_comment=RECORD_KEEPING)
    who = models.CharField("who went", max_length=200, db_comment=PERSONAL)
    with_young_people = models.BooleanField(default=False, db_comment=RECORD_KEEPING)
    standards_met = models.CharField(max_length=6, choices=MET, db_comment=RECORD_KEEPING)
    what_was_found = models.TextField("what was found", blank=True, db_comment=SENSITIVE)
    young_people_say = models.TextField("what young people say", blank=True, db_comment=SENSITIVE)
    outcome = models.TextField("what comes of it", blank=True, db_comment=RECORD_KEEPING)
    next_visit_by = models.DateField(null=True, blank=True, db_comment=RECORD_KEEPING)

    class Meta:
        ordering = ["-visited_on", "-recorded_at"]
        constraints = [
            models.CheckConstraint(name="provider_visit_outcome", condition=Q(standards_met="yes") | ~Q(outcome="")),
        ]
