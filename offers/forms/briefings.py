"""You said, we did. These forms validate and never save."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from careleavers.forms.fields import DayField, refuse_day_over
from careleavers.forms.revisions import RevisedForm
from careleavers.models import User
from offers.models import BriefingAction, SurveyTheme


class OpeningForm(RevisedForm):
    mark_optional = False

    opening = forms.CharField(
        label="The first words",
        required=False,
        max_length=1500,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Such as thanks to those who answered. How many answered is said by itself.",
    )


class PointForm(RevisedForm):
    theme = forms.ModelChoiceField(
        label="Which theme is it?",
        queryset=SurveyTheme.objects.none(),
        required=False,
        empty_label="None of them",
        help_text="How many spoke of it is then said, unless the number is small.",
    )
    said = forms.CharField(
        label="You said",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="In your own words, so that nobody is known by theirs.",
    )
    did = forms.CharField(
        label="We did",
        required=False,
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="What is done already, or why it cannot be done. What is still to do is given to somebody on the "
        "page before.",
    )

    def __init__(self, *args: Any, themes: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["theme"].queryset = themes  # type: ignore[attr-defined]


class BriefingActionForm(RevisedForm):
    what = forms.CharField(label="What is to be done?", max_length=200)
    owner = forms.ModelChoiceField(
        label="Who does it?", queryset=User.objects.none(), help_text="It is on their Today until it is done."
    )
    team = forms.CharField(
        label="Who does it, as you tell young people?", max_length=80, help_text="Such as “The housing team”."
    )
    due_on = DayField(label="By when?", called="the day by which it is to be done")

    def __init__(self, *args: Any, today: date, owners: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["owner"].queryset = owners  # type: ignore[attr-defined]
        self.fields["due_on"].set_today(today, future=True)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        refuse_day_over(self, "due_on", self.today)
        return given


class ActionEndForm(RevisedForm):
    outcome = forms.ChoiceField(
        label="What came of it?", choices=BriefingAction.OUTCOMES, widget=forms.RadioSelect(attrs={"class": "tiles"})
    )
    note = forms.CharField(
        label="Say it to the young people",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="What is different now, or why it cannot be done.",
    )

    def initial_of(self, row: Any) -> dict[str, Any]:
        return {}
