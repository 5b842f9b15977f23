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
    how = forms.ChoiceField(label="How?", choices=SupportOffer.WAYS, widget=forms.RadioSelect(attrs={"class": "tiles"}))
    answer = forms.ChoiceField(
        label="What did they say?", choices=SupportOffer.ANSWERS, widget=forms.RadioSelect(attrs={"class": "tiles"})
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["offered_on"].set_today(today)  # type: ignore[attr-defined]
