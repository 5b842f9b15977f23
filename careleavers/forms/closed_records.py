"""Why the record of somebody who has died is opened again. The form validates and never saves."""

from __future__ import annotations

from django import forms

from careleavers.forms.base import Form


class OpenForCorrectionForm(Form):
    reason = forms.CharField(
        label="What is to be put right, and why?",
        max_length=300,
        min_length=15,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Kept with your name, on the timeline and in the audit.",
        error_messages={"min_length": "Say in a sentence what is to be put right"},
    )
