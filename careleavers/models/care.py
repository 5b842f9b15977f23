"""Care history, what else the law asks about, and the legal status computed from both."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from careleavers.models.base import (
    Dated,
    Recorded,
    Revised,
    SensitivelyDated,
    UUIDModel,
    ends_after_start,
    no_overlap,
    track,
)
from careleavers.models.people import YoungPerson
from careleavers.models.sensitivity import PERSONAL, RECORD_KEEPING, SENSITIVE


@track
class CareEpisode(Recorded, Revised, SensitivelyDated):
    """An episode as in the SSDA903 return: a new one begins when the legal status or the placement changes.

    Codes are those of `careleavers.rules.codes`. `authority` is empty for this authority, else another's three-digit
    code.
    """

    person = models.ForeignKey(YoungPerson, on_delete=models.CASCADE, related_name="episodes", db_comment=PERSONAL)
    reason_started = models.CharField(max_length=1, blank=True, db_comment=SENSITIVE)
    legal_status = models.CharField(max_length=2, db_comment=SENSITIVE)
    need = models.CharField("category of need", max_length=2, blank=True, db_comment=SENSITIVE)
    placement = models.CharField(max_length=3, blank=True, db_comment=SENSITIVE)
    placement_provider = models.CharField(max_length=3, blank=True, db_comment=SENSITIVE)
    reason_ended = models.CharField(max_length=3, blank=True, db_comment=SENSITIVE)
    reason_place_change = models.CharField(max_length=6, blank=True, db_comment=SENSITIVE)
    home_postcode = models.CharField(max_length=8, blank=True, db_comment=PERSONAL)
    placement_postcode = models.CharField(max_length=8, blank=True, db_comment=PERSONAL)
    urn = models.CharField("URN of the provider", max_length=10, blank=True, db_comment=SENSITIVE)
    authority = models.CharField(max_length=3, blank=True, db_comment=SENSITIVE)
    planned_short_break = models.BooleanField(
        "one of a planned series of short placements", default=False, db_comment=SENSITIVE
    )
    source = models.CharField(max_length=60, blank=True, db_comment=RECORD_KEEPING)
    returned_in = models.PositiveSmallIntegerField(
        "latest collection year whose return has it; none for one typed by hand", null=True, db_comment=RECORD_KEEPING
    )
    # Care that an earlier return left open and a later one no longer has: until somebody has seen to it, legal status
    # takes it to have ended on this day. See DataQualityIssue.CARE_OPEN.
    assumed_ended_on = models.DateField(null=True, db_comment=SENSITIVE)

    class Meta:
        ordering = ["starts_on", "ends_on"]
        constraints = [
            ends_after_start("episode_ends_after_start", same_day=True),
            no_overlap("episodes_do_not_overlap", "person"),
        ]
        indexes = [models.Index(fields=["person", "starts_on"], name="episode_by_person")]


@track
class StatusFact(Recorded, Revised, SensitivelyDated):
    """A dated fact, other than an episode, that decides legal status; `kind` is a key of the facts in `law`."""

    SUPPORT_WANTED = "support_wanted"
    PERIODS = {
        "at_home": "Living with a parent or another person with parental responsibility",
        "detained_or_in_hospital": "Detained or in hospital",
        SUPPORT_WANTED: "Has asked for support at 21 or over",
        "education": "Pursuing education or training",
    }
    DAYS = {
        "special_guardianship_on": "Special guardianship order made",
        "adopted_on": "Adopted",
        "age_assessed_adult_on": "Age assessed as 18 or over",
    }

    person = models.ForeignKey(YoungPerson, on_delete=models.CASCADE, related_name="status_facts", db_comment=PERSONAL)
    kind = models.CharField(max_length=30, choices=[*PERIODS.items(), *DAYS.items()], db_comment=SENSITIVE)
    note = models.CharField(max_length=300, blank=True, db_comment=SENSITIVE)
    source = models.CharField(max_length=60, blank=True, db_comment=RECORD_KEEPING)

    class Meta:
        ordering = ["starts_on"]
        constraints = [
            ends_after_start("status_fact_ends_after_start"),
            no_overlap("status_facts_do_not_overlap", "person", "kind"),
        ]

    @property
    def is_open_period(self) -> bool:
        """Whether it can still end: a day cannot."""
        return self.kind in self.PERIODS and self.ends_on is None


UNDECIDED = Q(flags__contains=[{"decided": False}])


class StatusPeriodQuerySet(models.QuerySet["StatusPeriod"]):
    def undecided(self) -> StatusPeriodQuerySet:
        """Those with an open point of law on which no decision holds."""
        return self.filter(UNDECIDED)


class StatusPeriod(UUIDModel, SensitivelyDated):
    """One stretch of the legal status timeline, past or future, as `careleavers.rules.law` computed it.

    Derived, and stored so that the database can filter by status on any day. Rebuilt in the transaction of every
    change; `manage.py check_statuses` proves that rows equal a fresh computation.
    """

    person = models.ForeignKey(
        YoungPerson, on_delete=models.CASCADE, related_name="status_periods", db_comment=PERSONAL
    )
    status = models.CharField(max_length=24, db_comment=SENSITIVE)
    band = models.CharField(max_length=30, blank=True, db_comment=SENSITIVE)
    returned_home = models.BooleanField(default=False, db_comment=SENSITIVE)
    because = models.JSONField(default=list, db_comment=SENSITIVE)
    flags = models.JSONField(default=list, db_comment=SENSITIVE)
    rules_version = models.CharField(max_length=20, db_comment=RECORD_KEEPING)

    objects = StatusPeriodQuerySet.as_manager()

    class Meta:
        ordering = ["starts_on"]
        constraints = [
            ends_after_start("status_period_ends_after_start"),
            # What figures ask is in the index, so that counting everybody reads no reasons and flags.
            models.UniqueConstraint(
                fields=["person", "starts_on"],
                include=["ends_on", "status", "band", "returned_home"],
                name="status_period_once",
            ),
        ]
        indexes = [
            models.Index(fields=["status", "starts_on"], name="status_period_by_status"),
            models.Index(fields=["person"], condition=UNDECIDED, name="status_period_undecided"),
        ]


@track
class StatusDecision(Recorded):
    """What a manager decided on an unsettled point. It holds while the facts it was made on are the same."""

    person = models.ForeignKey(
        YoungPerson, on_delete=models.CASCADE, related_name="status_decisions", db_comment=PERSONAL
    )
    flag = models.CharField(max_length=40, db_comment=SENSITIVE)
    fingerprint = models.CharField(max_length=64, db_comment=RECORD_KEEPING)
    outcome = models.JSONField(db_comment=SENSITIVE)  # law.FlagOutcome
    reason = models.TextField(db_comment=SENSITIVE)
    decided_on = models.DateField(db_comment=RECORD_KEEPING)

    class Meta:
        ordering = ["-decided_on", "-recorded_at"]
        indexes = [models.Index(fields=["person", "flag"], name="decision_by_person")]


@track
class Involvement(Recorded, Revised, Dated):
    """When the person is open to the leaving-care service: the denominator of most figures."""

    person = models.ForeignKey(YoungPerson, on_delete=models.CASCADE, related_name="involvements", db_comment=PERSONAL)
    reason_opened = models.CharField(max_length=200, blank=True, db_comment=SENSITIVE)
    reason_closed = models.CharField(max_length=200, blank=True, db_comment=SENSITIVE)

    class Meta:
        ordering = ["starts_on"]
        constraints = [
            ends_after_start("involvement_ends_after_start", same_day=True),
            no_overlap("involvements_do_not_overlap", "person"),
        ]
        indexes = [
            models.Index(fields=["person"], name="involvement_open", condition=Q(ends_on__isnull=True)),
        ]


@track
class Observation(Recorded):
    """What a care-leaver return said of somebody on one day (their birthday, or the latest contact from 22).

    An answer on a day, never a period. `year` is the year in which the collection ends.
    """

    person = models.ForeignKey(YoungPerson, on_delete=models.CASCADE, related_name="observations", db_comment=PERSONAL)
    year = models.PositiveSmallIntegerField(db_comment=RECORD_KEEPING)
    observed_on = models.DateField(db_comment=RECORD_KEEPING)
    in_touch = models.CharField(max_length=4, blank=True, db_comment=PERSONAL)
    activity = models.CharField(max_length=2, blank=True, db_comment=PERSONAL)
    accommodation = models.CharField(max_length=2, blank=True, db_comment=SENSITIVE)
    source = models.CharField(max_length=60, blank=True, db_comment=RECORD_KEEPING)

    class Meta:
        ordering = ["observed_on"]
        constraints = [models.UniqueConstraint(fields=["person", "year"], name="observation_once_a_year")]
