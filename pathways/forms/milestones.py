"""A manager's decision about a milestone of somebody's road."""

from __future__ import annotations

from django import forms

from careleavers.forms.base import Form

LEAVE_OUT, ASK_AGAIN = "leave_out", "ask_again"


class MilestoneForm(Form):
    """Sends what it is for, and the number of the last decision when it was opened (0: there was none)."""

    what = forms.ChoiceField(
        choices=[(LEAVE_OUT, "Leave it out"), (ASK_AGAIN, "Ask for it again")], widget=forms.HiddenInput
    )
    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    reason = forms.CharField(
        label="Why?",
        max_length=500,
        help_text="In a sentence or two that the young person may read.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
