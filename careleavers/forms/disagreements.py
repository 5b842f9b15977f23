"""What a young person says of an entry with which they do not agree. The form validates and never saves."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from careleavers.forms.fields import DayField
from careleavers.forms.revisions import RevisedForm


class DisagreementForm(RevisedForm):
    """Their statement. `is_about_contact`: then what it is about need not be said."""

    about = forms.CharField(
        label="What is it about?",
        max_length=200,
        help_text="The entry, and its day: the review of 3 May, the home in Leeds.",
    )
    text = forms.CharField(
        label="What do they say?",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="In their own words. It is shown and printed with the entry.",
    )
    said_on = DayField(label="When did they say so?", called="the day on which they said so")
    answer = forms.CharField(
        label="What did we do about it?",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="What was put right, or why not.",
    )
    taken_back_on = DayField(
        label="If they took it back, when?", called="the day on which they took it back", required=False
    )

    def __init__(self, *args: Any, today: date, is_about_contact: bool, row: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, row=row, **kwargs)
        self.fields["said_on"].initial = today
        for name in ("said_on", "taken_back_on"):
            self.fields[name].set_today(today)  # type: ignore[attr-defined]
        if is_about_contact:
            del self.fields["about"]
        if row is None:
            del self.fields["taken_back_on"]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        said_on, taken_back_on = given.get("said_on"), given.get("taken_back_on")
        if said_on and taken_back_on and taken_back_on < said_on:
            self.add_error("taken_back_on", "That is before they said so: check the days")
        return given
