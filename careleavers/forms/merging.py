"""Why two records are one person's. The form validates and never saves."""

from __future__ import annotations

from django import forms

from careleavers.forms.base import Form


class MergeForm(Form):
    reason = forms.CharField(
        label="How do you know that they are one person?",
        max_length=300,
        min_length=10,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Kept with your name. For example: both numbers are on her passport, and she says so.",
        error_messages={"min_length": "Say in a sentence how you know"},
    )
