"""The register of what others give care leavers: what, where, when, and how to refer."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from careleavers.models import User
from careleavers.models.base import Recorded, Revised, choices_of, track
from careleavers.models.sensitivity import PERSONAL, RECORD_KEEPING
from offers.rules.offer_areas import AREAS_IN_WORDS, age_words

# What everybody reads of it: fields, and what each is called.
READ_BY_ALL = {
    "organisation": "Who gives it",
    "title": "What it is called",
    "area": "Area",
    "what": "What they do",
    "where": "Where",
    "when": "When",
    "how_to_refer": "How somebody gets it",
    "phone": "Phone",
    "email": "Email",
    "website": "Website",
    "districts": "Districts",
    "age_from": "From age",
    "age_to": "To age",
}


class PartnerServiceQuerySet(models.QuerySet["PartnerService"]):
    def given_on(self, today: date) -> PartnerServiceQuerySet:
        """Those that have not ended by the day."""
        return self.filter(Q(ended_on=None) | Q(ended_on__gt=today))

    def to_publish(self) -> PartnerServiceQuerySet:
        """Those of which something is written down that everybody is to read, and nobody else has read yet."""
        return self.filter(Q(public__isnull=True) | Q(waits_since__isnull=False), ended_on=None)


@track
class PartnerService(Recorded, Revised):
    """A service of somebody else, whose owner here asks by a day whether it is still so.

    The fields are what those who work here wrote down; `public` is what everybody reads, the same fields as they were
    when somebody who had not written them published them. `waits_since`: since when the two differ. An end counts at
    once.
    `age_to` is the last age, up to the next birthday; `districts`: of the council's area, none for all of it.
    """

    organisation = models.CharField(max_length=120, db_comment=RECORD_KEEPING)
    title = models.CharField("name", max_length=120, db_comment=RECORD_KEEPING)
    area = models.CharField(
        max_length=20,
        choices=choices_of(AREAS_IN_WORDS),
        db_comment=RECORD_KEEPING,
    )
    what = models.TextField("what they do", max_length=600, db_comment=RECORD_KEEPING)
    where = models.CharField(max_length=200, blank=True, db_comment=RECORD_KEEPING)
    when = models.CharField(max_length=200, blank=True, db_comment=RECORD_KEEPING)
    how_to_refer = models.CharField(max_length=300, db_comment=RECORD_KEEPING)
    phone = models.CharField(max_length=30, blank=True, db_comment=RECORD_KEEPING)
    email = models.EmailField(max_length=120, blank=True, db_comment=RECORD_KEEPING)
    website = models.URLField(max_length=200, blank=True, db_comment=RECORD_KEEPING)
    districts = ArrayField(models.CharField(max_length=60), default=list, blank=True, db_comment=RECORD_KEEPING)
    age_from = models.PositiveSmallIntegerField(null=True, blank=True, db_comment=RECORD_KEEPING)
    age_to = models.PositiveSmallIntegerField(null=True, blank=True, db_comment=RECORD_KEEPING)
    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="partner_services", db_comment=PERSONAL)
    review_on = models.DateField("when its owner asks again", db_comment=RECORD_KEEPING)
    ended_on = models.DateField(null=True, blank=True, db_comment=RECORD_KEEPING)
    public = models.JSONField("what everybody reads", null=True, blank=True, db_comment=RECORD_KEEPING)
    published_on = models.DateField(null=True, blank=True, db_comment=RECORD_KEEPING)
    published_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_comment=RECORD_KEEPING
    )
    waits_since = models.DateField(null=True, blank=True, db_comment=RECORD_KEEPING)
    last_edited_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_comment=RECORD_KEEPING
    )

    objects = PartnerServiceQuerySet.as_manager()

    class Meta:
        ordering = ["organisation", "title", "id"]
        indexes = [models.Index(fields=["owner", "review_on"], name="partner_to_review", condition=Q(ended_on=None))]
        constraints = [
            models.CheckConstraint(
                name="partner_ages_in_order",
                condition=Q(age_from__isnull=True) | Q(age_to__isnull=True) | Q(age_to__gte=F("age_from")),
            )
        ]

    def __str__(self) -> str:
        return f"{self.title}, {self.organisation}"

    @property
    def written(self) -> dict[str, Any]:
        """What everybody would read, as JSON."""
        return {name: getattr(self, name) for name in READ_BY_ALL}

    @property
    def waits(self) -> bool:
        """Whether somebody who has not written it is to read it first."""
        return self.ended_on is None and self.public != self.written

    def as_published(self) -> PartnerService:
        """This row with what everybody reads instead of what is written down. Never saved."""
        for name, value in (self.public or {}).items():
            setattr(self, name, value)
        return self

    @property
    def ages(self) -> str:
        return age_words(self.age_from, self.age_to)

    @property
    def said(self) -> tuple[str, ...]:
        """What somebody may look for in it."""
        return (self.get_area_display(), self.title, self.organisation, self.what, self.where, *self.districts)
