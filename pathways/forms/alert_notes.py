"""Saying that one knows of a task, or that its reminder is of no use."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from careleavers.forms.base import Form
from careleavers.forms.fields import DayField
from careleavers.rules.alert_notes import NOTE_WORDS, AlertNoteKind


class AlertNoteForm(Form):
    kind = forms.TypedChoiceField(
        label="What do you say of it?",
        choices=[(kind.value, words) for kind, words in NOTE_WORDS.items()],
        coerce=AlertNoteKind,
        widget=forms.RadioSelect,
    )
    text = forms.CharField(
        label="Why?",
        max_length=300,
        help_text="What is in the way, or why the reminder is of no use. The young person may read it.",
    )
    look_again_on = DayField(
        label="When do you look at it again?",
        called="the day on which you look at it again",
        required=False,
        help_text="Where it has to wait: four weeks at most.",
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["look_again_on"].set_today(today, future=True)  # type: ignore[attr-defined]
