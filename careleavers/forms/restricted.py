"""Why a restricted record must be opened."""

from django import forms

from careleavers.forms.base import Form


class BreakGlassForm(Form):
    number = forms.CharField(label="Local ID or SSDA903 ID", max_length=20, strip=True)
    reason = forms.CharField(
        max_length=200,
        min_length=15,
        widget=forms.Textarea(attrs={"rows": 3}),
        label="Why do you need to open this record today?",
        help_text="The manager is told at once, with your name and this reason.",
        error_messages={"min_length": "Say in a sentence why you need to open it"},
    )
