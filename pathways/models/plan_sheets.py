"""Sheets on which young people write by hand what their plan should say, and the scans of those that came back."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from careleavers.models import Document, YoungPerson
from careleavers.models.base import Recorded, track
from careleavers.models.next_steps import WithNextStep
from careleavers.models.sensitivity import PERSONAL, RECORD_KEEPING
from pathways.models.assessments import NeedsAssessment
from pathways.models.plans import PlanVersion
from pathways.rules.plan_sheets import spoken

OUT = Q(came_back_on=None)


@track
class PlanSheet(Recorded, WithNextStep):
    """A sheet that was printed for one version of a plan, or one needs assessment. Its next step is to get it back.

    Of one version at most one is out: printed again it is the same sheet. `reference` is on every page of it and says
    nothing of anybody.
    """

    person = models.ForeignKey(YoungPerson, on_delete=models.CASCADE, related_name="plan_sheets", db_comment=PERSONAL)
    version = models.ForeignKey(
        PlanVersion, null=True, blank=True, on_delete=models.CASCADE, related_name="sheets", db_comment=RECORD_KEEPING
    )
    assessment = models.ForeignKey(
        NeedsAssessment,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="sheets",
        db_comment=RECORD_KEEPING,
    )
    reference = models.CharField(max_length=8, unique=True, db_comment=RECORD_KEEPING)
    printed_on = models.DateField(db_comment=RECORD_KEEPING)
    came_back_on = models.DateField(null=True, blank=True, db_comment=RECORD_KEEPING)

    class Meta:
        ordering = ["printed_on", "recorded_at"]
        constraints = [
            models.CheckConstraint(
                name="plan_sheet_of_one",
                condition=Q(version__isnull=False, assessment=None) | Q(version=None, assessment__isnull=False),
            ),
            models.CheckConstraint(
                name="plan_sheet_back_after_printing",
                condition=OUT | Q(came_back_on__gte=F("printed_on")),
            ),
            models.UniqueConstraint(fields=["version"], condition=OUT, name="plan_sheet_out_once"),
            models.UniqueConstraint(fields=["assessment"], condition=OUT, name="assessment_sheet_out_once"),
        ]

    @property
    def spoken(self) -> str:
        return spoken(self.reference)

    @property
    def of_what(self) -> str:
        """Which version it belongs to, without a name: as its foot and its page say."""
        return f"Plan, version {self.version.number}" if self.version else "Needs assessment"


@track
class PlanSheetPage(Recorded):
    """A scan or photo of a sheet, whole or of a page of it: a file of the record like any other."""

    sheet = models.ForeignKey(PlanSheet, on_delete=models.CASCADE, related_name="pages", db_comment=RECORD_KEEPING)
    document = models.OneToOneField(
        Document, on_delete=models.CASCADE, related_name="plan_sheet_page", db_comment=RECORD_KEEPING
    )

    class Meta:
        ordering = ["recorded_at"]
