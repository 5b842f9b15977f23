"""What somebody lives on, and what they owe."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from careleavers.forms.fields import DayField, PoundsField
from careleavers.forms.next_steps import NextStepForm
from careleavers.models import Income

DAYS = ("claimed_on", "awarded_on", "first_paid_on", "sanctioned_on", "sanctioned_until", "ended_on")


class IncomeForm(NextStepForm):
    """One income: a new one asks for no more than what it is and when it was claimed; later, how far it is."""

    kind = forms.ChoiceField(label="What is it?", choices=[("", "Choose"), *Income.KINDS])
    payer = forms.CharField(label="From whom?", required=False, max_length=120)
    claimed_on = DayField(
        label="Claimed or agreed on",
        called="the day of the claim",
        required=False,
        help_text="Leave it empty while it is still to be claimed.",
    )
    amount = PoundsField(label="How much, in pounds?", required=False, max_digits=8)
    every = forms.ChoiceField(label="How often?", choices=[("", "Choose"), *Income.EVERY], required=False)
    awarded_on = DayField(label="Awarded on", called="the day of the award", required=False)
    first_paid_on = DayField(label="First paid on", called="the day of the first payment", required=False)
    sanctioned_on = DayField(label="Sanctioned from", called="the first day of the sanction", required=False)
    sanctioned_until = DayField(
        label="Paid in full again from", called="the day from which it is paid in full again", required=False
    )
    ended_on = DayField(label="Ended on", called="the day on which it ended", required=False)
    note = forms.CharField(label="Anything else", required=False, max_length=300)
    LATER = ("awarded_on", "first_paid_on", "sanctioned_on", "sanctioned_until", "ended_on", "note")

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, today=today, **kwargs)
        for name in DAYS:
            self.fields[name].set_today(today, future=name == "sanctioned_until")  # type: ignore[attr-defined]
        if self.row is None:
            for name in self.LATER:
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if given.get("amount") is not None and not given.get("every"):
            self.add_error("every", "Say how often it is paid")
        if given.get("amount") is None:
            given["every"] = ""
        for name in ("awarded_on", "first_paid_on", "ended_on"):
            if (day := given.get(name)) and (claimed_on := given.get("claimed_on")) and day < claimed_on:
                self.add_error(name, "That is before the claim: check the days")
        until, since = given.get("sanctioned_until"), given.get("sanctioned_on")
        if until and since and until <= since:
            self.add_error("sanctioned_until", "Give a day after the sanction began")
        if given.get("sanctioned_until") and not given.get("sanctioned_on") and "sanctioned_on" not in self.errors:
            self.add_error("sanctioned_on", "Give the first day of the sanction")
        return given


class DebtsForm(NextStepForm):
    """What they owe, as a note."""

    text = forms.CharField(
        label="What do they owe, and to whom?",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="How much, and what is agreed about paying it back. Once it is all paid, say so.",
    )
    as_of = DayField(label="As it was on", called="the day on which it was so")

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, today=today, **kwargs)
        self.fields["as_of"].set_today(today)  # type: ignore[attr-defined]
