"""Counting quarters again: which, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms

from careleavers.forms.base import Form
from careleavers.rules.words import day
from reporting.rules.quarters import quarter_name


class QuartersForm(Form):
    """Which quarters; `quarters` are the last days of those that can be chosen."""

    quarter = forms.TypedMultipleChoiceField(
        label="Which quarters?",
        coerce=date.fromisoformat,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Tick one or more quarters", "invalid_choice": "Choose quarters that are over"},
    )

    def __init__(self, data: Mapping[str, Any] | None, *, quarters: Sequence[date]) -> None:
        super().__init__(data)
        choices = [(end.isoformat(), f"{quarter_name(end)}, to {day(end)}") for end in quarters]
        self.fields["quarter"].choices = choices  # type: ignore[attr-defined]


class RecountForm(Form):
    reason = forms.CharField(
        label="Why are they counted again?",
        help_text="It is shown beside the new figures, with your name. Leave out names of young people.",
        min_length=10,
        max_length=300,
        error_messages={"min_length": "Say in a sentence why they are counted again"},
    )
