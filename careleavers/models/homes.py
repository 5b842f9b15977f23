"""Where young people live, and where to write to them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from careleavers.models.base import Dated, Recorded, Revised, ends_after_start, no_overlap, track
from careleavers.models.people import YoungPerson
from careleavers.models.sensitivity import PERSONAL, RECORD_KEEPING, SENSITIVE
from careleavers.rules.code_sets import NEVER_SUITABLE, HomeKind


class Addressed(models.Model):
    """An address as it is written on an envelope, one line per line, with whether it is safe to use."""

    address = models.TextField(blank=True, db_comment=PERSONAL)
    postcode = models.CharField(max_length=8, blank=True, db_comment=PERSONAL)
    safe_to_use = models.BooleanField("safe to write to", default=True, db_comment=SENSITIVE)

    class Meta:
        abstract = True

    @property
    def lines(self) -> list[str]:
        """The lines of the envelope below the name, the postcode last."""
        written = [line.strip() for line in self.address.splitlines() if line.strip()]
        return [*written, self.postcode] if self.postcode else written


@track
class Home(Recorded, Revised, Dated, Addressed):
    """Where somebody lives over [starts_on, ends_on). `kind` is the letter of the DfE accommodation code.

    The type and whether it is suitable are kept apart: the authority judges suitability (reg 9(2), Care Leavers
    (England) Regulations 2010), except that no fixed abode and custody always count as unsuitable in the return.
    """

    person = models.ForeignKey(YoungPerson, on_delete=models.CASCADE, related_name="homes", db_comment=PERSONAL)
    kind = models.CharField(max_length=1, db_comment=SENSITIVE)
    is_suitable = models.BooleanField(db_comment=SENSITIVE)
    suitability_reason = models.TextField(blank=True, db_comment=SENSITIVE)
    provider = models.CharField("landlord or provider", max_length=120, blank=True, db_comment=PERSONAL)
    provided_by_authority = models.BooleanField(
        "provided by us under section 23B or 24B", default=False, db_comment=RECORD_KEEPING
    )
    uprn = models.CharField("UPRN", max_length=12, blank=True, db_comment=PERSONAL)
    move_planned = models.BooleanField("the move in was planned", null=True, blank=True, db_comment=RECORD_KEEPING)
    # Of custody: who they are there, and what is settled for the day they come out.
    prison_number = models.CharField(max_length=12, blank=True, db_default="", default="", db_comment=SENSITIVE)
    release_on = models.DateField(null=True, blank=True, db_comment=SENSITIVE)
    release_home = models.CharField(max_length=200, blank=True, db_default="", default="", db_comment=SENSITIVE)
    release_settled_on = models.DateField(null=True, blank=True, db_comment=RECORD_KEEPING)
    source = models.CharField(max_length=60, blank=True, db_comment=RECORD_KEEPING)
    last_confirmed_on = models.DateField(null=True, blank=True, db_comment=RECORD_KEEPING)

    class Meta:
        ordering = ["-starts_on"]
        constraints = [
            ends_after_start("home_ends_after_start"),
            no_overlap("homes_do_not_overlap", "person"),
            models.CheckConstraint(
                name="home_never_suitable",
                condition=~Q(kind__in=sorted(kind.value for kind in NEVER_SUITABLE)) | Q(is_suitable=False),
            ),
        ]
        indexes = [
            models.Index(fields=["person", "starts_on"], name="home_by_person"),
            models.Index(fields=["postcode"], name="home_by_postcode", condition=~Q(postcode="")),
        ]

    @property
    def is_custody(self) -> bool:
        return self.kind == HomeKind.CUSTODY

    @property
    def code(self) -> str:
        """The DfE accommodation code: the letter, then 1 for suitable or 2 for unsuitable."""
        return f"{self.kind}{1 if self.is_suitable else 2}"


@track
class CorrespondenceAddress(Recorded, Revised, Dated, Addressed):
    """Where to write when that is not where they live."""

    person = models.ForeignKey(
        YoungPerson, on_delete=models.CASCADE, related_name="correspondence_addresses", db_comment=PERSONAL
    )
    care_of = models.CharField(max_length=120, blank=True, db_comment=PERSONAL)

    class Meta:
        ordering = ["-starts_on"]
        constraints = [
            ends_after_start("correspondence_ends_after_start", same_day=True),
            no_overlap("correspondence_does_not_overlap", "person"),
        ]
