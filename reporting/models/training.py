"""Who was trained in what, and until when it counts: staff, carers and elected members."""

from __future__ import annotations

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from careleavers.models import User
from careleavers.models.base import Recorded, Revised, track
from careleavers.models.sensitivity import PERSONAL, RECORD_KEEPING


@track
class TrainingCourse(Recorded, Revised):
    """Something that people are trained in. `months`: for how long it counts; empty: for ever.

    `owner` arranges it, and is told when that of somebody without an account runs out.
    """

    STAFF, CARERS, MEMBERS, EVERYBODY = "staff", "carers", "members", "everybody"
    AUDIENCES = [
        (STAFF, "Everybody who works here"),
        (CARERS, "Foster carers and hosts"),
        (MEMBERS, "Elected members"),
        (EVERYBODY, "All of these"),
    ]

    title = models.CharField(max_length=120, unique=True, db_comment=RECORD_KEEPING)
    audience = models.CharField(max_length=9, choices=AUDIENCES, db_comment=RECORD_KEEPING)
    is_mandatory = models.BooleanField(default=False, db_comment=RECORD_KEEPING)
    months = models.PositiveSmallIntegerField(null=True, blank=True, db_comment=RECORD_KEEPING)
    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="courses_owned", db_comment=RECORD_KEEPING)

    class Meta:
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title


class TrainedQuerySet(models.QuerySet["Trained"]):
    def latest(self) -> TrainedQuerySet:  # type: ignore[override]
        """Of each person and course the last: without what was renewed since, and without who needs it no more."""
        same = Q(user=OuterRef("user")) | Q(user=None, name__iexact=OuterRef("name"), group=OuterRef("group"))
        later = Q(trained_on__gt=OuterRef("trained_on")) | Q(trained_on=OuterRef("trained_on"), pk__gt=OuterRef("pk"))
        newer = Trained.objects.filter(same, later, course=OuterRef("course"))
        return self.filter(~Exists(newer), over_because="")


@track
class Trained(Recorded, Revised):
    """Somebody was trained on a day: a colleague with an account, or by name a carer or an elected member.

    `counts_until` is the last day on which it counts. `over_because`: why they need it no more.
    """

    GROUPS = [("staff", "Works here"), ("carers", "Carer or host"), ("members", "Elected member")]

    course = models.ForeignKey(
        TrainingCourse, on_delete=models.PROTECT, related_name="trained", db_comment=RECORD_KEEPING
    )
    user = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="training", db_comment=PERSONAL
    )
    name = models.CharField(max_length=120, blank=True, db_comment=PERSONAL)
    group = models.CharField(max_length=8, choices=GROUPS, db_comment=RECORD_KEEPING)
    trained_on = models.DateField(db_comment=RECORD_KEEPING)
    counts_until = models.DateField(null=True, blank=True, db_comment=RECORD_KEEPING)
    provider = models.CharField("who taught it", max_length=120, blank=True, db_comment=RECORD_KEEPING)
    over_because = models.CharField("why they need it no more", max_length=200, blank=True, db_comment=RECORD_KEEPING)

    objects = TrainedQuerySet.as_manager()

    class Meta:
        ordering = ["course", "-trained_on"]
        constraints = [
            models.CheckConstraint(
                name="trained_by_account_or_name",
                condition=Q(user__isnull=False, name="", group="staff") | Q(user=None) & ~Q(name=""),
            ),
            models.CheckConstraint(
                name="training_counts_from_its_day",
                condition=Q(counts_until__isnull=True) | Q(counts_until__gte=F("trained_on")),
            ),
            models.UniqueConstraint(fields=["course", "user", "trained_on"], name="trained_once_on_a_day"),
        ]
        indexes = [models.Index(fields=["counts_until"], name="training_by_end")]

    @property
    def who(self) -> str:
        return self.user.name if self.user else self.name
