"""How a young person likes to read what we send."""

from __future__ import annotations

from django import forms

from careleavers.forms.base import Form
from offers.models.reading_wishes import LAYOUT_CHOICES
from offers.rules.languages import READ_CHOICES


class ReadingWishForm(Form):
    language = forms.ChoiceField(
        label="In which language?",
        choices=READ_CHOICES,
        help_text="The one they like to read, which need not be the one they speak at home.",
    )
    layout = forms.ChoiceField(
        label="How printed?", choices=LAYOUT_CHOICES, widget=forms.RadioSelect(attrs={"class": "tiles"})
    )
