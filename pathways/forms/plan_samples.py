"""Drawing a dip sample, and grading one plan of it. These forms validate and never save."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from careleavers.actions.next_steps import NextStep
from careleavers.forms.base import Form
from careleavers.forms.fields import DayField
from careleavers.models import User
from careleavers.rules.team_scopes import TeamScope
from pathways.forms.plans import text_field
from pathways.models import PlanGrade
from pathways.rules.plan_samples import GRADE_WORDS, MOST, THEMES

TILES = {"class": "tiles"}


class DrawSampleForm(Form):
    """Whose plans, and how many. `scopes` are those that the reader's roles reach."""

    team = forms.ChoiceField(label="Whose plans?")
    wanted = forms.IntegerField(
        label="How many?", min_value=1, max_value=MOST, initial=10, help_text="Each is read whole, by two people."
    )

    def __init__(self, *args: Any, scopes: Sequence[TeamScope], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team"].choices = [(scope.key, scope.label) for scope in scopes]  # type: ignore[attr-defined]


class GradePlanForm(Form):
    """The questions of the sample, each with an answer; the grade; and what is done about the plan."""

    grade = forms.ChoiceField(
        label="How good is this plan?",
        choices=[(each.value, words) for each, words in GRADE_WORDS.items()],
        widget=forms.RadioSelect(attrs=TILES),
    )
    themes = forms.MultipleChoiceField(
        label="What is it about?",
        required=False,
        choices=list(THEMES.items()),
        widget=forms.CheckboxSelectMultiple(attrs=TILES),
        help_text="What stands out in it, good or bad, so that it is seen across plans.",
    )
    comment = text_field("What is good, and what would make it better?", rows=4)
    they_say = text_field("What does the young person say of their plan?", help_text="Ask them.", rows=3)
    step_text = forms.CharField(label="What is done about this plan next?", required=False, max_length=200)
    step_by = DayField(label="By when?", called="the day by which it is done", required=False)

    def __init__(self, *args: Any, questions: Sequence[str], owner: User | None, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.owner, self.names = owner, [f"question_{number}" for number in range(len(questions))]
        for name, question in zip(self.names, questions, strict=True):
            self.fields[name] = forms.ChoiceField(
                label=question, choices=PlanGrade.ANSWERS, widget=forms.RadioSelect(attrs=TILES)
            )
        self.order_fields([*self.names, *self.fields])
        self.fields["step_by"].set_today(today, future=True)  # type: ignore[attr-defined]
        self.fields["step_by"].not_before = today  # type: ignore[attr-defined]
        if owner is None:
            del self.fields["step_text"], self.fields["step_by"]
        else:
            self.fields["step_text"].help_text = f"It is on Today of {owner.name}."

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("step_text") and not given.get("step_by") and "step_by" not in self.errors:
            self.add_error("step_by", "Give the day by which it is done")
        if given.get("step_by") and not given.get("step_text"):
            self.add_error("step_text", "Say what is to be done by then, or empty the day")
        return given

    @property
    def facts(self) -> dict[str, Any]:
        """What a valid form says, as `grade_plan` takes it."""
        given = self.cleaned_data
        step = None
        if self.owner and given.get("step_text"):
            step = NextStep(given["step_text"], given["step_by"], self.owner)
        names = ("grade", "themes", "comment", "they_say")
        return {name: given[name] for name in names} | {
            "answers": [given[name] for name in self.names],
            "next_step": step,
        }
