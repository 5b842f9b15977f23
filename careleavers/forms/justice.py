"""An offence: its days and its outcome."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from careleavers.forms.fields import DayField
from careleavers.forms.revisions import RevisedForm
from careleavers.models import Offence


class OffenceForm(RevisedForm):
    happened_on = DayField(
        label="When was the offence?",
        called="the day of the offence",
        help_text="Only days and outcomes are kept here: what happened does not belong in this record.",
    )
    charged_on = DayField(label="Charged on", called="the day of the charge", required=False)
    may_lead_to_custody = forms.BooleanField(
        label="The charge may lead to custody",
        required=False,
        help_text="Their plan is then due for a review at once.",
    )
    outcome = forms.ChoiceField(label="Outcome", choices=[("", "Not decided yet"), *Offence.OUTCOMES], required=False)
    decided_on = DayField(label="Decided on", called="the day of the outcome", required=False)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("happened_on", "charged_on", "decided_on"):
            self.fields[name].set_today(today)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        happened, charged, decided = (given.get(name) for name in ("happened_on", "charged_on", "decided_on"))
        if happened and charged and charged < happened:
            self.add_error("charged_on", "That is before the offence: check the days")
        if decided and (earlier := max(filter(None, (happened, charged)), default=None)) and decided < earlier:
            self.add_error("decided_on", "That is before the offence or the charge: check the days")
        self.ask_for_both(
            "outcome",
            "decided_on",
            no_text="Choose the outcome, or take out its day",
            no_day="Give the day of the outcome",
        )
        if given.get("may_lead_to_custody") and not charged and "charged_on" not in self.errors:
            self.add_error("charged_on", "Give the day of the charge that may lead to custody")
        return given
