"""Quarters and months that were frozen: each figure as it was counted, with the people behind it. Never changed."""

from __future__ import annotations

from typing import Any, ClassVar, Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from careleavers.models import Team
from careleavers.models.base import UUIDModel
from careleavers.models.sensitivity import PERSONAL, RECORD_KEEPING, SENSITIVE
from careleavers.rules.team_scopes import TeamScope
from reporting.rules.measure_states import MeasureState
from reporting.rules.periods import QUARTERS_END_IN, is_end, period_name

FROZEN_TRIGGER = pgtrigger.Protect(name="frozen", operation=pgtrigger.Update | pgtrigger.Delete)


class FrozenPeriodQuerySet(models.QuerySet["FrozenPeriod"]):
    def quarters(self) -> FrozenPeriodQuerySet:
        return self.filter(ends_on__month__in=QUARTERS_END_IN)

    def months(self) -> FrozenPeriodQuerySet:
        """Those that end no quarter: the month that does is that quarter."""
        return self.exclude(ends_on__month__in=QUARTERS_END_IN)


class FrozenPeriod(UUIDModel):
    """A quarter or a month whose figures were frozen, by its last day, which is that of a month."""

    ends_on = models.DateField(unique=True, db_comment=RECORD_KEEPING)
    frozen_at = models.DateTimeField(auto_now_add=True, db_comment=RECORD_KEEPING)

    objects = FrozenPeriodQuerySet.as_manager()

    class Meta:
        db_table = "reporting_frozenquarter"  # as it was called when there were no months
        ordering = ["-ends_on"]

    @property
    def is_quarter(self) -> bool:
        return is_end(self.ends_on)

    @property
    def name(self) -> str:
        return period_name(self.ends_on)


class FrozenQuerySet(models.QuerySet[Any]):
    """Of what was counted at the end of a period; `EACH` of its model is what tells two of them apart."""

    def latest_revisions(self) -> Self:
        """Of each the last revision."""
        each = self.model.EACH
        return self.order_by(*each, "-revision").distinct(*each)

    def of(self, scope: TeamScope) -> Self:
        return self.filter(team=scope.team_id, in_no_caseload=scope.in_no_caseload)

    def of_quarters(self) -> Self:
        return self.filter(period__ends_on__month__in=QUARTERS_END_IN)


class Frozen(UUIDModel):
    """n of d of one measure and team, as counted at the end of a period.

    No team is the whole authority or, with `in_no_caseload`, those whose case nobody held. When the record of that day
    turns out different later, a new revision is kept beside the first, with the reason; neither is lost.
    """

    EACH: ClassVar[tuple[str, ...]] = ("period_id", "team_id", "in_no_caseload", "measure")

    measure = models.CharField(max_length=20, db_comment=RECORD_KEEPING)
    measure_version = models.PositiveSmallIntegerField(db_comment=RECORD_KEEPING)
    team = models.ForeignKey(
        Team, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_comment=RECORD_KEEPING
    )
    in_no_caseload = models.BooleanField(default=False, db_comment=RECORD_KEEPING)
    n = models.PositiveIntegerField(db_comment=RECORD_KEEPING)
    d = models.PositiveIntegerField(db_comment=RECORD_KEEPING)
    stretch = models.PositiveSmallIntegerField("stretch target", null=True, db_comment=RECORD_KEEPING)
    revision = models.PositiveSmallIntegerField(default=1, db_comment=RECORD_KEEPING)
    frozen_at = models.DateTimeField(auto_now_add=True, db_comment=RECORD_KEEPING)
    frozen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_comment=PERSONAL,
    )
    reason = models.CharField(max_length=300, blank=True, db_comment=RECORD_KEEPING)

    objects = FrozenQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def scope_key(self) -> str:
        """As `TeamScope.key`."""
        return "none" if self.in_no_caseload else str(self.team_id or "all")


class FrozenFigure(Frozen):
    """A figure of the last day of a period, of one cohort. `terms` are the authority's choices by which it was counted,
    such as the weeks between contacts.
    """

    EACH = ("period_id", "team_id", "in_no_caseload", "cohort", "measure")

    period = models.ForeignKey(
        FrozenPeriod,
        on_delete=models.PROTECT,
        related_name="figures",
        db_column="quarter_id",
        db_comment=RECORD_KEEPING,
    )
    cohort = models.CharField(max_length=10, db_comment=RECORD_KEEPING)
    target = models.PositiveSmallIntegerField(db_comment=RECORD_KEEPING)
    terms = models.JSONField(default=dict, blank=True, db_comment=RECORD_KEEPING)

    class Meta:
        ordering = ["-period__ends_on", "cohort", "measure", "-revision"]
        constraints = [
            models.UniqueConstraint(
                fields=["period", "measure", "cohort", "team", "in_no_caseload", "revision"],
                nulls_distinct=False,
                name="figure_revision_once",
            ),
            models.CheckConstraint(name="figure_n_of_d", condition=Q(n__lte=F("d"))),
            models.CheckConstraint(
                name="figure_of_team_or_of_nobodys", condition=Q(team=None) | Q(in_no_caseload=False)
            ),
        ]
        indexes = [models.Index(fields=["team", "in_no_caseload", "cohort", "measure"], name="figure_by_scope")]
        triggers = [FROZEN_TRIGGER]


class FrozenMember(models.Model):
    """Somebody in a frozen figure, whether they met the measure, and the code of the reason.

    The id is kept without a foreign key: a figure that was published outlives its people's records.
    """

    figure = models.ForeignKey(
        FrozenFigure, on_delete=models.PROTECT, related_name="members", db_comment=RECORD_KEEPING
    )
    person_id = models.UUIDField(db_comment=PERSONAL)
    state = models.CharField(
        max_length=8, choices=[(state.value, state.name.title()) for state in MeasureState], db_comment=SENSITIVE
    )
    reason = models.CharField(max_length=24, db_comment=SENSITIVE)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["figure", "person_id"], name="frozen_member_once")]
        triggers = [FROZEN_TRIGGER]
