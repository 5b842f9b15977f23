"""What happened in a quarter as it was frozen: each measure with the rows behind it. Never changed."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from careleavers.models.sensitivity import PERSONAL, RECORD_KEEPING, SENSITIVE
from reporting.models.periods import FROZEN_TRIGGER, Frozen, FrozenPeriod
from reporting.rules.period_measures import PERIOD_MEASURES, PeriodNumbers


class FrozenHappening(Frozen):
    """One measure of what happened in a quarter: `people`, `amount` of its unit, and n of d rows that count.

    `target` is that of the whole authority for a quarter: in percent of a share, else in the unit of the measure.
    """

    period = models.ForeignKey(
        FrozenPeriod, on_delete=models.PROTECT, related_name="happenings", db_comment=RECORD_KEEPING
    )
    people = models.PositiveIntegerField(db_comment=RECORD_KEEPING)
    amount = models.PositiveIntegerField(db_comment=RECORD_KEEPING)
    target = models.PositiveIntegerField(null=True, db_comment=RECORD_KEEPING)

    class Meta:
        ordering = ["-period__ends_on", "measure", "-revision"]
        constraints = [
            models.UniqueConstraint(
                fields=["period", "measure", "team", "in_no_caseload", "revision"],
                nulls_distinct=False,
                name="happening_revision_once",
            ),
            models.CheckConstraint(name="happening_n_of_d", condition=Q(n__lte=F("d"))),
            models.CheckConstraint(
                name="happening_of_team_or_nobodys", condition=Q(team=None) | Q(in_no_caseload=False)
            ),
        ]
        triggers = [FROZEN_TRIGGER]

    @property
    def numbers(self) -> PeriodNumbers:
        return PeriodNumbers(PERIOD_MEASURES[self.measure], self.people, self.amount, self.n, self.d)


class FrozenHappeningRow(models.Model):
    """One person's part, as `PeriodRow`: how many of the unit, whether it counts, and what the record showed.

    The id is kept without a foreign key: what was frozen outlives its people's records.
    """

    happening = models.ForeignKey(
        FrozenHappening, on_delete=models.PROTECT, related_name="rows", db_comment=RECORD_KEEPING
    )
    person_id = models.UUIDField(db_comment=PERSONAL)
    many = models.PositiveIntegerField(db_comment=SENSITIVE)
    counts = models.BooleanField(db_comment=SENSITIVE)
    words = models.TextField(blank=True, db_comment=SENSITIVE)

    class Meta:
        triggers = [FROZEN_TRIGGER]
