"""Which year's care-leaver return, and why one is submitted again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from careleavers.forms.base import Form
from reporting.rules.care_leaver_return import CollectionYear


class ReturnYearForm(Form):
    """`years` are those that can be chosen, the one to begin with first. It is never unbound."""

    mark_optional = False

    year = forms.TypedChoiceField(
        label="Collection year",
        coerce=int,
        error_messages={"invalid_choice": "Choose one of the years offered"},
        widget=forms.Select(attrs={"class": "govuk-select"}),
    )

    def __init__(self, asked: Mapping[str, Any], *, years: list[CollectionYear]) -> None:
        self.first = years[0]
        super().__init__({"year": asked.get("year") or str(self.first.year)})
        choices = [(str(each.year), f"1 April {each.start.year} to 31 March {each.year}") for each in years]
        self.fields["year"].choices = choices  # type: ignore[attr-defined]

    def chosen(self) -> CollectionYear:
        """The year; the first of them where what was asked for cannot be chosen."""
        return CollectionYear(self.cleaned_data["year"]) if self.is_valid() else self.first


class SubmitReturnForm(Form):
    """`again`: it was submitted before, so that a reason is asked for."""

    reason = forms.CharField(
        label="Why is it submitted again?",
        help_text="It is kept with your name. Leave out names of young people.",
        min_length=10,
        max_length=300,
        error_messages={"min_length": "Say in a sentence why it is submitted again"},
    )

    def __init__(self, data: Mapping[str, Any] | None, *, again: bool) -> None:
        super().__init__(data)
        if not again:
            del self.fields["reason"]
