"""Offences: the days and the outcomes, and nothing of what happened."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from careleavers.models.base import Recorded, Revised, track
from careleavers.models.people import YoungPerson
from careleavers.models.sensitivity import PERSONAL, SENSITIVE


@track
class Offence(Recorded, Revised):
    """One offence that they were accused of: criminal-offence data (UK GDPR art 10), shown to those who work with them
    and their managers alone.

    `may_lead_to_custody` from the charge until it is decided: the plan is reviewed (Vol 3 3.33). `outcome` is empty
    until it is decided.
    """

    OUTCOMES = [
        ("none", "No further action, or acquitted"),
        ("resolution", "Community resolution"),
        ("caution", "Caution, or conditional caution"),
        ("discharge", "Discharge"),
        ("fine", "Fine or compensation"),
        ("referral", "Referral order"),
        ("community", "Community or youth rehabilitation order"),
        ("suspended", "Suspended sentence"),
        ("custody", "Custody"),
        ("other", "Another sentence"),
    ]

    person = models.ForeignKey(YoungPerson, on_delete=models.CASCADE, related_name="offences", db_comment=PERSONAL)
    happened_on = models.DateField("the day of the offence", db_comment=SENSITIVE)
    charged_on = models.DateField("the day of the charge", null=True, blank=True, db_comment=SENSITIVE)
    may_lead_to_custody = models.BooleanField(default=False, db_comment=SENSITIVE)
    outcome = models.CharField(max_length=10, choices=OUTCOMES, blank=True, db_comment=SENSITIVE)
    decided_on = models.DateField("the day of the outcome", null=True, blank=True, db_comment=SENSITIVE)

    class Meta:
        ordering = ["-happened_on", "-recorded_at"]
        constraints = [
            models.CheckConstraint(
                name="offence_days_in_order",
                condition=(Q(charged_on=None) | Q(charged_on__gte=F("happened_on")))
                & (Q(decided_on=None) | Q(decided_on__gte=F("happened_on")))
                & (Q(decided_on=None) | Q(charged_on=None) | Q(decided_on__gte=F("charged_on"))),
                violation_error_message="The charge does not come before the offence, or the outcome before either.",
            ),
            models.CheckConstraint(
                name="offence_outcome_has_day",
                condition=Q(outcome="", decided_on=None) | (~Q(outcome="") & Q(decided_on__isnull=False)),
                violation_error_message="An outcome has its day.",
            ),
            models.CheckConstraint(
                name="offence_custody_with_charge",
                condition=Q(may_lead_to_custody=False) | Q(charged_on__isnull=False),
                violation_error_message="Only a charge can lead to custody.",
            ),
        ]
