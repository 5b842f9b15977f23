"""What an exercise asks to be read off a page."""

from __future__ import annotations

from collections.abc import Mapping

from django import forms

from careleavers.queries.exercises import Exercise


class ExerciseForm(forms.Form):
    """A whole number for each thing asked; nothing, for an exercise that asks nothing."""

    def __init__(self, data: Mapping[str, object] | None, *, exercise: Exercise) -> None:
        super().__init__(data)
        for asked in exercise.asks:
            self.fields[asked.code] = forms.IntegerField(
                label=asked.label,
                min_value=0,
                max_value=1_000_000,
                error_messages={"required": "Type the number.", "invalid": "Type a whole number, such as 34."},
            )
