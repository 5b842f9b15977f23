"""Asking for money, deciding on it, paying it. These forms validate and never save."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.timezone import localdate

from careleavers.forms.base import Form
from careleavers.forms.fields import DayField, PoundsField
from careleavers.forms.revisions import RevisedForm
from careleavers.models import Document
from careleavers.rules.words import day
from offers.models import MoneyBudget, MoneyRequest
from offers.models.money import CATEGORIES, METHODS
from offers.rules.passport import PassportItem
from offers.rules.regular_payments import EVERY_WORDS, PaidEvery, why_not_plan

CHALLENGE = "They can ask the service manager to look at it again, or complain, with an advocate if they like."


def _something(given: dict[str, Any], form: forms.BaseForm, name: str = "amount") -> None:
    if given.get(name) == 0:
        form.add_error(name, "Give an amount of more than nothing")


class AskForMoneyForm(Form):
    """What is asked for, from which budget, and to whom it is to be paid."""

    item = forms.ChoiceField(
        label="Is it part of something that is theirs?",
        required=False,
        help_text="Such as the setting up home allowance: it is then claimed, and what is left of it is counted.",
    )
    category = forms.ChoiceField(label="From which budget?", choices=[("", "Choose"), *CATEGORIES])
    what_for = forms.CharField(label="What is it for?", max_length=200, help_text="Such as “a bed and a mattress”.")
    amount = PoundsField(
        label="How much, in pounds?", max_digits=8, help_text="Of each payment, where it is paid regularly."
    )
    every = forms.ChoiceField(
        label="How often is it paid?",
        choices=[("", "Once"), *((each.value, words.capitalize()) for each, words in EVERY_WORDS.items())],
        required=False,
        widget=forms.RadioSelect(attrs={"class": "tiles"}),
    )
    first_on = DayField(
        label="If regularly: when first?",
        called="the day of the first payment",
        required=False,
        help_text="Each payment is then written down on its day by itself, once it is approved.",
    )
    last_on = DayField(label="Until when?", called="the last day", required=False)
    payee = forms.CharField(
        label="To whom is it paid?",
        max_length=120,
        help_text="The name alone. Bank details are kept in the finance system.",
    )
    method = forms.ChoiceField(
        label="How is it paid?", choices=METHODS, widget=forms.RadioSelect(attrs={"class": "tiles"})
    )
    reason = forms.CharField(
        label="Why do they need it?", required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )
    asked_on = DayField(label="When was it asked for?", called="the day on which it was asked for")

    def __init__(self, *args: Any, today: date, theirs: Sequence[PassportItem], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "No")] + [(item.code, _with_left(item)) for item in theirs]
        self.fields["item"].choices = choices  # type: ignore[attr-defined]
        self.fields["asked_on"].set_today(today)  # type: ignore[attr-defined]
        self.fields["asked_on"].initial = today
        for name in ("first_on", "last_on"):
            self.fields[name].set_today(today, future=True)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        _something(given, self)
        if not given.get("every"):
            return given
        for name, words in (("first_on", "the first payment"), ("last_on", "the last day")):
            if not given.get(name) and name not in self.errors:
                self.add_error(name, f"Give {words}")
        if not self.errors and (wrong := why_not_plan(*self._plan(), given["method"])):
            self.add_error(*wrong)
        return given

    def _plan(self) -> tuple[PaidEvery, date, date]:
        given = self.cleaned_data
        return PaidEvery(given["every"]), given["first_on"], given["last_on"]


def _with_left(item: PassportItem) -> str:
    return item.name if item.left is None else f"{item.name} (£{item.left:,} left)"


class _DecisionOnMoneyForm(RevisedForm):
    """On which day it was decided; the revision is that of the request."""

    decided_on = DayField(
        label="When was it decided?",
        called="the day of the decision",
        help_text="For the panel, the day on which it met.",
    )

    def __init__(self, *args: Any, today: date, row: MoneyRequest, **kwargs: Any) -> None:
        super().__init__(*args, row=row, **kwargs)
        self.fields["decided_on"].set_today(today)  # type: ignore[attr-defined]
        self.fields["decided_on"].initial = today

    def initial_of(self, row: Any) -> dict[str, Any]:
        return {}


class ApproveForm(_DecisionOnMoneyForm):
    amount = PoundsField(label="How much is approved, in pounds?", max_digits=8)

    def __init__(self, *args: Any, row: MoneyRequest, **kwargs: Any) -> None:
        super().__init__(*args, row=row, **kwargs)
        self.fields["amount"].initial = row.amount

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        _something(given, self)
        return given


class RefuseForm(_DecisionOnMoneyForm):
    refused_because = forms.CharField(
        label="Why is it refused?",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Write it as it is told to them.",
    )
    challenge = forms.CharField(
        label="How can they challenge it?", max_length=600, initial=CHALLENGE, widget=forms.Textarea(attrs={"rows": 2})
    )


class PaymentForm(Form):
    """Money that was paid, the whole or a part of what is left. Sent twice, it is one payment: `payment_id`."""

    payment_id = forms.UUIDField(widget=forms.HiddenInput)
    amount = PoundsField(label="How much was paid, in pounds?", max_digits=8)
    paid_on = DayField(label="When was it paid?", called="the day on which it was paid")
    reference = forms.CharField(label="Receipt, or number in the finance system", required=False, max_length=80)
    note = forms.CharField(label="What was bought?", required=False, max_length=200)

    def __init__(self, *args: Any, today: date, left: Decimal, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["payment_id"].initial = uuid4()
        self.fields["amount"].initial = left
        self.fields["paid_on"].set_today(today)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        _something(given, self)
        return given


class RefundForm(PaymentForm):
    """What of a payment came back."""

    field_order = ("amount", "paid_on", "note", "reference")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["amount"].label = "How much came back, in pounds?"
        self.fields["paid_on"].label = "When did it come back?"
        note = self.fields["note"]
        note.label, note.required = "Why did it come back?", True
        note.help_text = "Also where a payment was written down by mistake: take it back here, and write the right one."
        self.set_plain_messages()


class ReceiptForm(RevisedForm):
    """A photo or file of their record, or in words where the paper is."""

    mark_optional = False

    document = forms.ModelChoiceField(
        label="Which photo or file of their record?",
        queryset=Document.objects.none(),
        required=False,
        empty_label="None of them",
        help_text="A photo of a receipt comes into the record with a contact.",
    )
    words = forms.CharField(label="Or where is the paper kept, or why is there none?", required=False, max_length=200)

    def __init__(self, *args: Any, files: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["document"]
        field.queryset = files  # type: ignore[attr-defined]
        field.label_from_instance = _file_words  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if not given.get("document") and not given.get("words") and not self.errors:
            self.add_error("document", "Choose a file, or say below where the paper is kept")
        return given


class StaysPaidForm(RevisedForm):
    """Why money that was paid after a death is not asked back."""

    because = forms.CharField(
        label="Why does it stay paid?",
        max_length=200,
        help_text="Such as “Rent for the days until the home was cleared”. What comes back is written down instead.",
    )


def _file_words(document: Document) -> str:
    came_on = document.contact.happened_on if document.contact else localdate(document.recorded_at)
    return f"{document.file_name}, {day(came_on)}"


class BudgetForm(RevisedForm):
    amount = PoundsField(label="How much is there, in pounds?", max_digits=10)

    def __init__(self, *args: Any, row: MoneyBudget | None = None, **kwargs: Any) -> None:
        super().__init__(*args, row=row, **kwargs)
