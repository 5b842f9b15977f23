"""Setting a council up. These forms validate and never save."""

from __future__ import annotations

from django import forms

from careleavers.forms.base import Form


class NotNeededForm(Form):
    reason = forms.CharField(label="Why is it not needed here?", max_length=200)


class ConfirmForm(Form):
    confirmed_with = forms.CharField(
        label="Who confirmed them?", max_length=200, help_text="Such as “Legal services, Ann Lee, by email of 3 June”."
    )


class CodeForm(Form):
    code = forms.CharField(
        label="The code in the message",
        max_length=10,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "govuk-input--width-5"}),
    )
