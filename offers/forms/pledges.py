"""Pledges, and what was done about one. These forms validate and never save."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django import forms

from careleavers.forms.base import Form
from careleavers.forms.fields import DayField
from careleavers.forms.revisions import RevisedForm
from careleavers.models import User
from offers.models import Pledge, SurveyRound


def _ticks(label: str, help_text: str = "") -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, required=False, widget=forms.CheckboxSelectMultiple, help_text=help_text
    )


class PledgeForm(RevisedForm):
    title = forms.CharField(label="What is pledged?", max_length=160, help_text="As young people read it.")
    about = forms.CharField(
        label="What does it mean?", required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )
    owner = forms.ModelChoiceField(label="Who answers for it?", queryset=User.objects.none())
    look_on = DayField(
        label="When do they look at it again?",
        called="the day on which they look at it again",
        help_text="It is on their Today from a week before.",
    )
    entries = _ticks("What of the local offer keeps it?")
    rounds = _ticks("Which rounds of the survey ask about it?", "What is done after them counts for it.")
    figures = _ticks("Which figures show it?")
    ended_on = DayField(label="Since when does it not count any more?", called="the day of the end", required=False)

    def __init__(
        self,
        *args: Any,
        today: date,
        owners: Any,
        entries: Sequence[tuple[str, str]],
        rounds: Sequence[SurveyRound],
        figures: Sequence[tuple[str, str]],
        row: Pledge | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, row=row, **kwargs)
        self.fields["owner"].queryset = owners  # type: ignore[attr-defined]
        for name in ("look_on", "ended_on"):
            self.fields[name].set_today(today, future=True)  # type: ignore[attr-defined]
        there = {code for code, _ in entries}
        lost = [
            (code, f"{code.partition('|')[2]} (not in the offer any more)") for code in (row.entries if row else ())
        ]
        choices = {
            "entries": [*entries, *(each for each in lost if each[0] not in there)],
            "rounds": [(str(each.pk), each.title) for each in rounds],
            "figures": list(figures),
        }
        for name, given in choices.items():
            self.fields[name].choices = given  # type: ignore[attr-defined]
            if not given:
                del self.fields[name]

    def initial_of(self, row: Any) -> dict[str, Any]:
        return {**super().initial_of(row), "rounds": [str(pk) for pk in row.rounds]}

    @property
    def answers(self) -> dict[str, Any]:
        given = super().answers
        if "rounds" in given:
            given["rounds"] = [UUID(pk) for pk in given["rounds"]]
        return given


class PledgeNoteForm(Form):
    happened_on = DayField(label="When?", called="the day on which it was done")
    text = forms.CharField(
        label="What was done, or what did you find?", max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )
    look_on = DayField(label="When is it looked at again?", called="the day on which it is looked at again")

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["happened_on"].set_today(today)  # type: ignore[attr-defined]
        self.fields["happened_on"].initial = today
        self.fields["look_on"].set_today(today, future=True)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("look_on") and given["look_on"] <= self.today:
            self.add_error("look_on", "Give a day after today")
        return given
