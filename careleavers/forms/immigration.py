"""Whether somebody may stay, until when, and who advises them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from careleavers.forms.fields import DayField
from careleavers.forms.next_steps import NextStepForm
from careleavers.models import ImmigrationStatus

FOR_A_TIME = ("refugee", "humanitarian", "child", "limited")  # leave that runs out


class ImmigrationStatusForm(NextStepForm):
    """How it is since a day."""

    kind = forms.ChoiceField(label="Immigration status", choices=[("", "Choose"), *ImmigrationStatus.KINDS])
    since = DayField(label="Since when?", called="the day since when it is so")
    expires_on = DayField(
        label="Leave until",
        called="the last day of the leave",
        required=False,
        help_text="We remind you six and three months before.",
    )
    solicitor = forms.CharField(label="Solicitor or adviser", required=False, max_length=200)
    advised_on = DayField(
        label="Immigration advice given on", called="the day on which they were advised", required=False
    )
    applied_on = DayField(
        label="Applied to extend it, or to settle, on", called="the day of the application", required=False
    )
    rights_assessed_on = DayField(
        label="Human rights assessment on", called="the day of the human rights assessment", required=False
    )
    plans = forms.CharField(
        label="What we do, whatever is decided",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="If they may stay for a time, for good, or have to go back.",
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, today=today, **kwargs)
        self.fields["since"].initial = today
        self.fields["expires_on"].set_today(today, future=True)  # type: ignore[attr-defined]
        for name in ("since", "advised_on", "applied_on", "rights_assessed_on"):
            self.fields[name].set_today(today)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        kind, since, expires_on = given.get("kind"), given.get("since"), given.get("expires_on")
        if kind in FOR_A_TIME and not expires_on and "expires_on" not in self.errors:
            self.add_error("expires_on", "Give the last day of the leave: it is in the decision or the eVisa")
        if since and expires_on and expires_on < since:
            self.add_error("expires_on", "That is before it began: check the days")
        return given
