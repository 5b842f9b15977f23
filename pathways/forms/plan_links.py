"""What a young person fills in at the link to their plan."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from django import forms

from careleavers.forms.base import Form
from pathways.models import PlanAnswer


class PlanAnswerForm(Form):
    """What they think of the plan, and what they would like, all of it optional. `matters`: code and title to them."""

    answer_id = forms.UUIDField(widget=forms.HiddenInput)
    agrees = forms.ChoiceField(
        label="Do you agree with your plan?",
        choices=PlanAnswer.AGREES,
        required=False,
        widget=forms.RadioSelect(attrs={"class": "tiles"}),
    )
    own_words = forms.CharField(
        label="What do you want to say about it?",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="What is right, what is wrong, what is missing.",
    )
    help_with = forms.MultipleChoiceField(
        label="I want help with", required=False, widget=forms.CheckboxSelectMultiple(attrs={"class": "tiles"})
    )
    wants_call = forms.BooleanField(label="Please phone me", required=False)
    wants_review = forms.BooleanField(label="I want to go through the plan again with somebody", required=False)
    wants_other_adviser = forms.BooleanField(label="I would like another personal adviser", required=False)

    def __init__(self, *args: Any, matters: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["answer_id"].initial = uuid4()
        self.fields["help_with"].choices = matters  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if not any(value for name, value in given.items() if name != "answer_id") and not self.errors:
            raise forms.ValidationError("Choose or write something first: whatever you want to tell us.")
        return given
