"""The improvement plan. These forms validate and never save."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet

from careleavers.forms.base import Form
from careleavers.forms.fields import DayField, refuse_day_over
from careleavers.forms.revisions import RevisedForm
from careleavers.models import User
from reporting.models import ServiceReview
from reporting.models.improvement import PROGRESS
from reporting.rules.improvement import UPDATE_AT_LEAST

TILES = {"class": "tiles"}
NO_NAMES = "It names no young person: everybody who works here may read it."


class ServiceReviewForm(RevisedForm):
    """`today`: no report is from a day to come."""

    kind = forms.ChoiceField(label="What was it?", choices=ServiceReview.KINDS, widget=forms.RadioSelect(attrs=TILES))
    title = forms.CharField(label="What do you call it?", max_length=160, help_text="Such as “Ofsted, November 2025”.")
    body = forms.CharField(label="Which body?", max_length=160)
    reported_on = DayField(label="When did they report?", called="the day of the report or visit")
    judgement = forms.CharField(
        label="What did they judge?", max_length=160, required=False, help_text="Such as “Care leavers: good”."
    )
    met_whom = forms.CharField(
        label="Whom did they meet?", required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )
    said = forms.CharField(
        label="What did they say, in their words?",
        required=False,
        max_length=6000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=NO_NAMES,
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reported_on"].set_today(today)  # type: ignore[attr-defined]


class RecommendationForm(RevisedForm):
    """A new one also says when its lead is asked how it goes."""

    text = forms.CharField(
        label="What do they recommend?", max_length=2000, widget=forms.Textarea(attrs={"rows": 4}), help_text=NO_NAMES
    )
    lead = forms.ModelChoiceField(label="Who leads it?", queryset=User.objects.none())
    ask_on = DayField(label="When are they asked how it goes?", called="the day on which they are asked")

    def __init__(self, *args: Any, today: date, colleagues: QuerySet[User], row: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, row=row, **kwargs)
        self.fields["lead"].queryset = colleagues  # type: ignore[attr-defined]
        if row:
            del self.fields["ask_on"]
        else:
            _ask_in_time(self.fields["ask_on"], today)


class ActionForm(RevisedForm):
    text = forms.CharField(label="What is to be done?", max_length=300, help_text=NO_NAMES)
    owner = forms.ModelChoiceField(label="Who does it?", queryset=User.objects.none())
    due_on = DayField(label="By when?", called="the day by which it is to be done")

    def __init__(self, *args: Any, today: date, colleagues: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["owner"].queryset = colleagues  # type: ignore[attr-defined]
        self.fields["due_on"].set_today(today, future=True)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        refuse_day_over(self, "due_on", self.today)
        return given


class ActionEndedForm(RevisedForm):
    """Done on a day with what shows it, or not needed any more with why."""

    mark_optional = False

    became = forms.ChoiceField(
        label="What became of it?",
        choices=[("done", "It was done"), ("dropped", "It is not needed any more")],
        widget=forms.RadioSelect(attrs=TILES),
        initial="done",
    )
    done_on = DayField(label="When was it done?", called="the day on which it was done", required=False)
    evidence = forms.CharField(
        label="What shows it?",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="A document, a minute, a figure, what young people said.",
    )
    dropped_because = forms.CharField(label="Why is it not needed?", required=False, max_length=300)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["done_on"].set_today(today)  # type: ignore[attr-defined]
        self.initial["done_on"] = today

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("became") == "done":
            given["dropped_because"] = ""
            if not given.get("done_on") and "done_on" not in self.errors:
                self.add_error("done_on", "Enter the day on which it was done")
            if not given.get("evidence"):
                self.add_error("evidence", "Say what shows that it was done: a board will ask")
        elif given.get("became"):
            given["done_on"] = None
            if not given.get("dropped_because"):
                self.add_error("dropped_because", "Say why it is not needed any more")
        return given


class ProgressForm(Form):
    progress = forms.ChoiceField(label="How far is it?", choices=PROGRESS, widget=forms.RadioSelect(attrs=TILES))
    text = forms.CharField(
        label="What has happened, and what comes next?",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=f"It goes to the Board as you write it. {NO_NAMES}",
    )
    ask_on = DayField(
        label="When shall you be asked again?",
        called="the day on which you are asked again",
        required=False,
        help_text="Within 13 weeks. Leave it empty when it is done or not taken up.",
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask_in_time(self.fields["ask_on"], today)


def _ask_in_time(field: Any, today: date) -> None:
    field.set_today(today, future=True)
    field.initial = today + UPDATE_AT_LEAST
