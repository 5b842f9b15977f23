"""On which days the morning message comes."""

from __future__ import annotations

from django import forms

from careleavers.forms.base import Form
from pathways.models import MorningMail


class MorningMailForm(Form):
    mark_optional = False

    days = forms.ChoiceField(
        label="When do you want it?",
        choices=[*MorningMail.DAYS, ("", "Never")],
        required=False,
        widget=forms.RadioSelect,
    )
