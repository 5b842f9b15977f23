"""Recording a review of the plan."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet

from careleavers.forms.base import Form
from careleavers.forms.fields import DayField
from careleavers.rules.words import day
from pathways.forms.plans import text_field
from pathways.models import PlanReview, ReviewRequest


class HeldForField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Of the reviews that were asked for and wait, those that this one was."""

    widget = forms.CheckboxSelectMultiple(attrs={"class": "tiles"})

    def label_from_instance(self, request: ReviewRequest) -> str:
        return f"{request.get_reason_display()} ({request.who_asks}, {day(request.asked_on)})"


class ReviewForm(Form):
    held_on = DayField(label="When was it held?", called="the day of the review")
    reason = forms.ChoiceField(
        label="Why was it held?",
        choices=PlanReview.REASONS,
        initial=PlanReview.REGULAR,
        widget=forms.RadioSelect(attrs={"class": "tiles"}),
    )
    held_for = HeldForField(
        label="Which of these was it held for?",
        queryset=ReviewRequest.objects.none(),
        required=False,
        help_text="What is not ticked waits for another review.",
    )
    chaired_by = forms.CharField(
        label="Who chaired it?", max_length=120, help_text="The young person may chair their own review."
    )
    person_took_part = forms.TypedChoiceField(
        label="Did they take part?",
        choices=[("True", "Yes"), ("False", "No")],
        coerce=lambda typed: typed == "True",
        widget=forms.RadioSelect(attrs={"class": "tiles"}),
    )
    why_not_there = forms.CharField(
        label="If not: why, and how were their views heard?", required=False, max_length=300
    )
    own_words = text_field("What they say, in their own words", rows=3)
    summary = text_field(
        "What was found, and what changes?",
        help_text="Go through each matter of the plan: does anything need to change? Changes of the plan itself are "
        "written in its next version.",
        rows=6,
        required=True,
    )
    next_within_months = forms.TypedChoiceField(
        label="When is the next review?",
        choices=[("6", "Within 6 months"), ("3", "Within 3 months"), ("2", "Within 2 months"), ("1", "Within a month")],
        coerce=int,
        initial="6",
        help_text="Six months is the longest the law allows; three in accommodation that we provide.",
    )

    def __init__(self, *args: Any, today: date, requests: QuerySet[ReviewRequest], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["held_for"].queryset = requests  # type: ignore[attr-defined]
        self.fields["held_for"].initial = list(requests)
        if not requests:
            del self.fields["held_for"]
        self.fields["held_on"].set_today(today)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("person_took_part") is False and not given.get("why_not_there"):
            self.add_error("why_not_there", "Say why they did not take part, and how their views were heard")
        return given
