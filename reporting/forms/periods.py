"""Counting quarters and months again: which, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms

from careleavers.forms.base import Form
from careleavers.rules.words import day
from reporting.rules.periods import period_name


class PeriodsForm(Form):
    """Which quarters and months; `periods` are the last days of those that can be chosen."""

    period = forms.TypedMultipleChoiceField(
        label="Which quarters or months?",
        coerce=date.fromisoformat,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Tick one or more", "invalid_choice": "Choose quarters and months that are over"},
    )

    def __init__(self, data: Mapping[str, Any] | None, *, periods: Sequence[date]) -> None:
        super().__init__(data)
        choices = [(end.isoformat(), f"{period_name(end)}, to {day(end)}") for end in periods]
        self.fields["period"].choices = choices  # type: ignore[attr-defined]


class RecountForm(Form):
    reason = forms.CharField(
        label="Why are they counted again?",
        help_text="It is shown beside the new figures, with your name. Leave out names of young people.",
        min_length=10,
        max_length=300,
        error_messages={"min_length": "Say in a sentence why they are counted again"},
    )
