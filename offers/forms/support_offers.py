"""Recording an offer of support."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from careleavers.forms.base import Form
from careleavers.forms.fields import DayField
from offers.models import SupportOffer


class SupportOfferForm(Form):
    offered_on = DayField(
        label="When did you offer it?",
        called="the day of the offer",
        help_text="An offer made before this system was used counts too: give the day on which it was made.",
    )
    offered = forms.CharField(
        label="What did you offer?",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Such as help with a job, money or a home, and how to come back later.",
    )
    how = forms.ChoiceField(label="How?", choices=SupportOffer.WAYS, widget=forms.RadioSelect(attrs={"class": "tiles"}))
    answer = forms.ChoiceField(
        label="What did they say?", choices=SupportOffer.ANSWERS, widget=forms.RadioSelect(attrs={"class": "tiles"})
    )
    own_words = forms.CharField(
        label="In their own words", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    said_by = forms.CharField(
        label="If somebody else said it for them, who?",
        required=False,
        max_length=80,
        help_text="Such as a parent, a keyworker or an advocate.",
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["offered_on"].set_today(today)  # type: ignore[attr-defined]
