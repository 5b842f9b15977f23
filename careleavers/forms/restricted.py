"""Restricted records: why one must be opened, and who may see it. These forms validate and never save."""

from __future__ import annotations

from typing import Any

from django import forms

from careleavers.forms.base import Form
from careleavers.models import User


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


class RestrictForm(Form):
    reason = forms.CharField(
        label="Why it must be restricted",
        max_length=300,
        help_text="For example: a relative works here. Those named can read this.",
    )
    readers = forms.ModelMultipleChoiceField(
        label="Who else may see it",
        queryset=User.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, staff: Any, case_holder: User | None = None, **kwargs: Any) -> None:
        """`case_holder` is ticked from the start, and asked about where the tick was taken out."""
        super().__init__(*args, **kwargs)
        self.case_holder = case_holder
        self.asks_without_case_holder = False
        self.fields["readers"].queryset = staff  # type: ignore[attr-defined]
        self.fields["readers"].initial = [case_holder.pk] if case_holder else []

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        holder, meant = self.case_holder, "without_case_holder" in self.data
        if holder and "readers" in given and holder not in given["readers"] and not meant:
            self.asks_without_case_holder = True
            self.add_error(
                "readers",
                f"{holder.name} works with them and could not open the record any more. Tick them; or, if that is "
                "meant, press Restrict again.",
            )
        return given


class NameReaderForm(Form):
    reader = forms.ModelChoiceField(label="Who else needs to see it", queryset=User.objects.none())
    reason = forms.CharField(label="Why", max_length=300)

    def __init__(self, *args: Any, staff: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reader"].queryset = staff  # type: ignore[attr-defined]


class LiftForm(Form):
    reason = forms.CharField(label="Why it need not be restricted any more", max_length=300)
