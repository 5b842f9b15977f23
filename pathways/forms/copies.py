"""Recording that the young person has a copy of the plan."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet

from careleavers.forms.base import Form
from careleavers.forms.fields import DayField
from careleavers.models import User
from pathways.models import PlanCopy


class CopyForm(Form):
    given_on = DayField(label="When were they given it?", called="the day on which they were given it")
    how = forms.ChoiceField(
        label="How?",
        choices=PlanCopy.WAYS,
        initial=PlanCopy.IN_PERSON,
        widget=forms.RadioSelect(attrs={"class": "tiles"}),
    )
    given_by = forms.ModelChoiceField(queryset=User.objects.none(), label="Who gave it to them?", empty_label=None)
    was_explained = forms.TypedChoiceField(
        label="Did somebody go through it with them?",
        choices=[("True", "Yes"), ("False", "No")],
        coerce=lambda typed: typed == "True",
        widget=forms.RadioSelect(attrs={"class": "tiles"}),
        help_text="What the plan says is explained in a way that they understand.",
    )
    why_not_explained = forms.CharField(label="If not: why?", required=False, max_length=300)

    def __init__(self, *args: Any, today: date, givers: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["given_on"].set_today(today)  # type: ignore[attr-defined]
        self.fields["given_by"].queryset = givers  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("was_explained") is False and not given.get("why_not_explained"):
            self.add_error("why_not_explained", "Say why nobody went through it with them")
        return given
