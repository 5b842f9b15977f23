"""Which rows of the audit to list."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms

from careleavers.forms.base import Form
from careleavers.forms.fields import DayField
from careleavers.rules.words import storable


class AuditFilterForm(Form):
    """All from the address, so that a list can be kept as a link; what it does not know is left out."""

    mark_optional = False

    show = forms.ChoiceField(label="Show", required=False)
    kind = forms.ChoiceField(label="Kind", required=False)
    who = forms.CharField(label="By", required=False, max_length=150)
    about = forms.CharField(label="Young person", required=False, max_length=100)
    first_on = DayField(label="From", called="the first day", required=False)
    last_on = DayField(label="To", called="the last day", required=False)

    def __init__(
        self, asked: Mapping[str, Any], *, shown: Mapping[str, str], kinds: Mapping[str, str], with_names: bool
    ) -> None:
        """`with_names`: whether the reader sees young people by name, and may ask for one."""
        asked = {name: storable(str(value)) for name, value in asked.items()}
        if asked.get("show") not in shown:
            asked["show"] = next(iter(shown))
        if asked.get("kind") not in kinds:
            asked["kind"] = ""  # of another list
        super().__init__(asked)
        self.fields["show"].choices = list(shown.items())  # type: ignore[attr-defined]
        self.fields["kind"].choices = [("", "Everything"), *kinds.items()]  # type: ignore[attr-defined]
        self.fields["about"].widget.attrs["placeholder"] = "Name or ID"
        if not with_names:
            del self.fields["about"]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        first_on: date | None = given.get("first_on")
        last_on: date | None = given.get("last_on")
        if first_on and last_on and last_on < first_on:
            self.add_error("last_on", "The last day is before the first: change one of the two.")
        return given
