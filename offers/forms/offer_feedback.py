"""What people say about the offer, and what became of it. These forms validate and never save."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django import forms

from careleavers.forms.base import Form
from offers.models import OfferFeedback


class OfferFeedbackForm(Form):
    """Sent twice it is one: `feedback_id`. `nothing` is a trap for programs that fill in every box."""

    feedback_id = forms.UUIDField(widget=forms.HiddenInput)
    page = forms.CharField(widget=forms.HiddenInput, required=False, max_length=200)
    text = forms.CharField(
        label="What is wrong, missing or good?",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Please do not write your name or anybody else’s here.",
    )
    reply_to = forms.CharField(
        label="If you want an answer: your phone number or email",
        required=False,
        max_length=120,
        help_text="We use it for the answer alone.",
    )
    nothing = forms.CharField(
        label="Leave this box empty",
        required=False,
        max_length=2000,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    def __init__(self, *args: Any, page: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["feedback_id"].initial = uuid4()
        self.fields["page"].initial = page

    @property
    def is_of_a_program(self) -> bool:
        return bool(self.cleaned_data["nothing"])

    @property
    def said(self) -> dict[str, Any]:
        """What a valid form says, by argument of `receive_feedback`."""
        return {name: value for name, value in self.cleaned_data.items() if name != "nothing"}


class CloseFeedbackForm(Form):
    outcome = forms.ChoiceField(
        label="What came of it?", choices=OfferFeedback.OUTCOMES, widget=forms.RadioSelect(attrs={"class": "tiles"})
    )
    note = forms.CharField(
        label="What was answered, or done?", max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )
