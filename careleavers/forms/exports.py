"""What a list is for: asked of everybody who takes one away."""

from __future__ import annotations

from django import forms

from careleavers.forms.base import Form


class ExportForm(Form):
    purpose = forms.CharField(
        label="What is the list for?",
        help_text="It is kept with your name. You are responsible for the list once it has left here.",
        max_length=200,
        min_length=5,
        error_messages={"min_length": "Say in a few words what the list is for"},
    )
