"""What is known of an activity, and the steps towards education or work."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from careleavers.forms.fields import DayField
from careleavers.forms.next_steps import STEP_FIELDS, NextStepForm
from careleavers.forms.revisions import RevisedForm
from careleavers.models import Occupation, OccupationStep
from careleavers.rules.code_sets import COURSES, IN_EET

OF_A_COURSE = ("level", "course_year")
OF_ANY_EET = ("provider", *OF_A_COURSE, "hours")


class OccupationFactsForm(NextStepForm):
    """Only what fits the activity is asked: a course its level and year, work its hours, neither of them the reason."""

    provider = forms.CharField(label="School, college, employer or training provider", required=False, max_length=120)
    level = forms.ChoiceField(label="Level", choices=[("", "Not known"), *Occupation.LEVELS], required=False)
    course_year = forms.IntegerField(label="Which year of the course?", required=False, min_value=1, max_value=8)
    hours = forms.DecimalField(
        label="Hours in a week", required=False, min_value=0, max_value=80, max_digits=4, decimal_places=1
    )
    reason = forms.ChoiceField(
        label="What stands in the way?", choices=[("", "Not known"), *Occupation.REASONS], required=False
    )

    def __init__(self, *args: Any, row: Occupation, **kwargs: Any) -> None:
        super().__init__(*args, row=row, **kwargs)
        asked: tuple[str, ...] = OF_ANY_EET if row.code in IN_EET else ("reason",)
        if row.code in IN_EET - COURSES:
            asked = tuple(name for name in asked if name != "course_year")
        for name in set(self.fields) - {*asked, *STEP_FIELDS, "revision", "seen"}:
            del self.fields[name]


class OccupationStepForm(RevisedForm):
    """One step, on its day."""

    kind = forms.ChoiceField(label="What was it?", choices=[("", "Choose"), *OccupationStep.KINDS])
    happened_on = DayField(label="On which day?", called="the day of it")
    about = forms.CharField(label="With whom, or for what?", required=False, max_length=200)
    result = forms.CharField(label="What came of it?", required=False, max_length=200)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["happened_on"].initial = today
        self.fields["happened_on"].set_today(today)  # type: ignore[attr-defined]
