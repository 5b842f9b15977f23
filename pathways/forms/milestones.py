"""A manager's decision about a milestone of somebody's road."""

from __future__ import annotations

from django import forms

from careleavers.forms.seen import ReplacingForm


class MilestoneForm(ReplacingForm):
    reason = forms.CharField(
        label="Why?",
        max_length=500,
        help_text="In a sentence or two that the young person may read.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
