"""What somebody needs to look after their own health, and how they say they are."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from careleavers.forms.fields import DayField
from careleavers.forms.next_steps import NextStepForm
from careleavers.forms.revisions import RevisedForm
from careleavers.models import HealthMatter
from careleavers.rules.health import WELLBEING, HealthKind, HealthState

FROM_0_TO_10 = [("", "They would rather not say"), *((str(number), str(number)) for number in range(11))]


class HealthMatterForm(NextStepForm):
    """How it is with one of these since a day. No diagnosis is asked for."""

    kind = forms.ChoiceField(label="What is it about?", choices=[("", "Choose"), *HealthMatter.KINDS])
    state = forms.ChoiceField(
        label="How is it?", choices=HealthMatter.STATES, widget=forms.RadioSelect(attrs={"class": "tiles"})
    )
    since = DayField(label="Since when?", called="the day since when it is so")
    place = forms.CharField(label="Where, or with whom?", required=False, max_length=200)
    last_seen_on = DayField(label="Last there on", called="the day on which they were last there", required=False)
    how = forms.CharField(
        label="If it is their health history: how was it given to them?", required=False, max_length=200
    )
    note = forms.CharField(
        label="What others must know",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Only what somebody needs who visits or helps. No diagnosis.",
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, today=today, **kwargs)
        self.fields["since"].initial = today
        for name in ("since", "last_seen_on"):
            self.fields[name].set_today(today)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        kind, is_there = given.get("kind"), given.get("state") == HealthState.THERE
        if kind == HealthKind.HISTORY and is_there and not given.get("how"):
            self.add_error("how", "Say how it was given to them, such as talked through with a nurse and on paper")
        if kind != HealthKind.HISTORY:
            given["how"] = ""
        if kind == HealthKind.NEEDS and not given.get("note"):
            self.add_error("note", "Say what others must know")
        return given


class WellbeingForm(RevisedForm):
    """The four questions, each of which they may leave out."""

    answered_on = DayField(label="Asked on", called="the day on which they answered")

    def __init__(self, *args: Any, today: date, row: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, row=row, **kwargs)
        self.fields["answered_on"].initial = today
        self.fields["answered_on"].set_today(today)  # type: ignore[attr-defined]
        for question in WELLBEING:
            self.fields[question.code] = forms.TypedChoiceField(
                label=question.words,
                help_text=f"0 is {question.nought}, 10 is {question.ten}.",
                choices=FROM_0_TO_10,
                coerce=int,
                empty_value=None,
                required=False,
            )
            if row:
                self.initial[question.code] = getattr(row, question.code)
        self.set_plain_messages()

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if not self.errors and all(given.get(question.code) is None for question in WELLBEING):
            self.add_error(WELLBEING[0].code, "There is nothing to save: they answered none, and that is fine")
        return given
