"""A mentor somebody has, or a group they go to."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from careleavers.forms.fields import DayField
from careleavers.forms.revisions import RevisedForm
from careleavers.models import Membership


class MembershipForm(RevisedForm):
    kind = forms.ChoiceField(label="What is it?", choices=[("", "Choose"), *Membership.KINDS])
    name = forms.CharField(label="Who or what?", max_length=120, help_text="Such as Wend Boxing, or the mentor’s name.")
    joined_on = DayField(label="Since when?", called="the day since when")
    left_on = DayField(label="Until when, if it is over", called="the last day", required=False)
    note = forms.CharField(label="What it gives them, in their words", required=False, max_length=300)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("joined_on", "left_on"):
            self.fields[name].set_today(today)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        joined, left = given.get("joined_on"), given.get("left_on")
        if joined and left and left < joined:
            self.add_error("left_on", "That is before it began: check the days")
        return given
