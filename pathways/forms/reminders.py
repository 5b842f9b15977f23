"""What somebody chooses of their own reminders."""

from __future__ import annotations

from typing import Any

from django import forms

from careleavers.forms.base import Form
from pathways.models import MorningMail
from pathways.rules.reminders import KIND_WORDS, days_ahead_offered


class RemindersForm(Form):
    """`warning_days` are those that the authority announces a duty ahead."""

    mark_optional = False

    days_ahead = forms.TypedChoiceField(
        label="How far ahead does Today go?",
        coerce=int,
        widget=forms.RadioSelect,
        help_text="What is due after that is under Later.",
    )
    days = forms.ChoiceField(
        label="When do you want a message by email?",
        choices=[*MorningMail.DAYS, ("", "Never: on Today alone")],
        required=False,
        widget=forms.RadioSelect,
    )
    kinds = forms.MultipleChoiceField(
        label="Which tasks to come does the message count?",
        choices=[(kind.value, words) for kind, words in KIND_WORDS.items()],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="What you leave out is on Today alone, until its day.",
    )

    def __init__(self, *args: Any, warning_days: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [(days, f"{days} days") for days in days_ahead_offered(warning_days)]
        self.fields["days_ahead"].choices = offered  # type: ignore[attr-defined]

    @property
    def facts(self) -> dict[str, Any]:
        """What a valid form says, as `choose_reminders` takes it."""
        given = self.cleaned_data
        left_out = [kind.value for kind in KIND_WORDS if kind.value not in given["kinds"]]
        return {"days_ahead": given["days_ahead"], "days": given["days"], "left_out": left_out}
