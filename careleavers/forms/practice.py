"""A practice council that begins again. It validates and never saves."""

from __future__ import annotations

from django import forms

from careleavers.forms.base import Form


class BeginAgainForm(Form):
    agreed = forms.BooleanField(
        label="Yes, all of this may go", error_messages={"required": "Tick the box if all of this may go"}
    )
