"""Writing a risk assessment, and signing one."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms

from careleavers.forms.base import Form
from careleavers.forms.fields import DayField
from careleavers.forms.revisions import RevisedForm
from pathways.forms.plans import text_field
from pathways.models import RiskAssessment

LONGEST_TO_REVIEW = timedelta(days=182)


class RiskAssessmentForm(RevisedForm):
    """What could go wrong, and what we do."""

    reason = forms.ChoiceField(
        label="Why is it written?", choices=RiskAssessment.REASONS, widget=forms.RadioSelect(attrs={"class": "tiles"})
    )
    risks = text_field("What could go wrong?", rows=4, required=True)
    keeps_safe = text_field("What keeps them safe?", help_text="People, places, what they are good at.", rows=3)
    steps = text_field("What do we do, who, and by when?", rows=4, required=True)
    level = forms.ChoiceField(
        label="How high is the risk?",
        choices=RiskAssessment.LEVELS,
        widget=forms.RadioSelect(attrs={"class": "tiles"}),
    )


class RiskDecisionForm(Form):
    """Sends the revision that was read, so that nobody signs or closes what they have not seen."""

    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, row: RiskAssessment | None = None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["revision"].initial = row.revision if row else None


class CloseForm(RiskDecisionForm):
    closed_why = text_field(
        "Why is it needed no more?", help_text="What has changed, and how you know.", rows=3, required=True
    )


class SignForm(RiskDecisionForm):
    review_on = DayField(label="Look at it again by", called="the day by which it is looked at again")

    def __init__(self, *args: Any, today: date, review_weeks: int, **kwargs: Any):
        super().__init__(*args, **kwargs)
        field = self.fields["review_on"]
        field.initial = today + timedelta(weeks=review_weeks)
        field.set_today(today, future=True)  # type: ignore[attr-defined]
        field.not_before, field.not_after = today + timedelta(days=1), today + LONGEST_TO_REVIEW  # type: ignore[attr-defined]
