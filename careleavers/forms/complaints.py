"""Complaints and representations. These forms validate and never save."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from careleavers.forms.fields import DayField
from careleavers.forms.next_steps import NextStepForm
from careleavers.forms.revisions import RevisedForm
from careleavers.models import Complaint, ComplaintStep


class ComplaintForm(NextStepForm):
    """What it is about, and since when we know of it."""

    kind = forms.ChoiceField(
        label="What is it?", choices=Complaint.KINDS, widget=forms.RadioSelect(attrs={"class": "tiles"})
    )
    about = forms.ChoiceField(label="What is it about?", choices=[("", "Choose"), *Complaint.SUBJECTS])
    text = forms.CharField(
        label="In their words",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Everybody who may read the notes of this record can read it.",
    )
    intended_on = DayField(
        label="They said that they mean to make it on",
        called="the day on which they said that they mean to",
        required=False,
    )
    made_on = DayField(
        label="They made it on",
        called="the day on which they made it",
        required=False,
        help_text="Leave it empty while they are thinking about it: an advocate is to be offered already.",
    )
    decision_waits = forms.BooleanField(
        label="A decision that it is about waits until it has been considered", required=False
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, today=today, **kwargs)
        for name in ("intended_on", "made_on"):
            self.fields[name].set_today(today)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        intended_on, made_on = given.get("intended_on"), given.get("made_on")
        if not (intended_on or made_on or {"intended_on", "made_on"} & self.errors.keys()):
            self.add_error("made_on", "Give the day on which they made it, or said that they mean to")
        if intended_on and made_on and made_on < intended_on:
            self.add_error("made_on", "That is before they said that they mean to: check the days")
        return given


class AdvocacyForm(RevisedForm):
    """Whether they were told about advocacy and offered an advocate, and what came of it."""

    advocate_offered_on = DayField(label="Offered on", called="the day on which it was offered", required=False)
    advocate_answer = forms.ChoiceField(
        label="What do they say?",
        choices=Complaint.ANSWERS,
        required=False,
        widget=forms.RadioSelect(attrs={"class": "tiles"}),
    )
    advocate_name = forms.CharField(label="Who is the advocate?", required=False, max_length=120)
    advocate_from = DayField(label="Since when?", called="the day from which the advocate helps", required=False)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["advocate_offered_on"].set_today(today)  # type: ignore[attr-defined]
        self.fields["advocate_from"].set_today(today)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        offered_on, answer = given.get("advocate_offered_on"), given.get("advocate_answer")
        if answer and not offered_on and "advocate_offered_on" not in self.errors:
            self.add_error("advocate_offered_on", "Give the day on which an advocate was offered")
        if offered_on and not answer:
            self.add_error("advocate_answer", "Choose what they say: they may be thinking about it")
        if given.get("advocate_from") and not given.get("advocate_name"):
            self.add_error("advocate_name", "Give the advocate’s name, or empty the day")
        return given


class StageForm(RevisedForm):
    """One stage of the procedure."""

    starts_on = DayField(label="Began on", called="the day on which it began")
    answered_on = DayField(label="Answered on", called="the day on which it was answered", required=False)
    extended = forms.BooleanField(label="It was extended, as the regulations allow", required=False)
    extended_why = forms.CharField(label="If it was extended, why?", required=False, max_length=200)

    def __init__(self, *args: Any, today: date, row: ComplaintStep | None = None, can_extend: bool, **kwargs: Any):
        super().__init__(*args, row=row, **kwargs)
        self.fields["starts_on"].initial = today
        for name in ("starts_on", "answered_on"):
            self.fields[name].set_today(today)  # type: ignore[attr-defined]
        if not can_extend:
            del self.fields["extended"], self.fields["extended_why"]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        began, answered = given.get("starts_on"), given.get("answered_on")
        if began and answered and answered < began:
            self.add_error("answered_on", "That is before it began: check the days")
        if given.get("extended") and not given.get("extended_why"):
            self.add_error("extended_why", "Say why it was extended")
        if not given.get("extended") and "extended_why" in self.fields:
            given["extended_why"] = ""
        return given


class OutcomeForm(RevisedForm):
    """How it ended, what was done, and what we learn from it."""

    outcome = forms.ChoiceField(
        label="How did it end?", choices=[("", "It is still open"), *Complaint.OUTCOMES], required=False
    )
    closed_on = DayField(label="When?", called="the day on which it ended", required=False)
    what_was_done = forms.CharField(
        label="What was done, and what they were told",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    learning = forms.CharField(
        label="What do we learn from it?",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Without a name: it is read in the yearly report.",
    )
    satisfied = forms.ChoiceField(
        label="Are they satisfied with how it was dealt with?",
        choices=[("", "Not asked"), *Complaint.SATISFIED],
        required=False,
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["closed_on"].set_today(today)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        outcome, closed_on = given.get("outcome"), given.get("closed_on")
        if outcome and not closed_on and "closed_on" not in self.errors:
            self.add_error("closed_on", "Give the day on which it ended")
        if closed_on and not outcome and "outcome" not in self.errors:
            self.add_error("outcome", "Choose how it ended, or empty the day")
        return given
