"""How somebody of another service is given one item of a meeting to read, and what they are asked first."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet

from careleavers.forms.base import Form
from careleavers.models import BodyMember


class ShareItemForm(Form):
    """Who is to read it: one of the `partners`."""

    partner = forms.ModelChoiceField(label="Who is to read it?", queryset=BodyMember.objects.none())

    def __init__(self, *args: Any, partners: QuerySet[BodyMember], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["partner"].queryset = partners  # type: ignore[attr-defined]


class ItemCodeForm(Form):
    """The code that goes with a link."""

    code = forms.CharField(
        label="What is the code?",
        max_length=12,
        help_text="Six digits, told you by whoever sent the link.",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
