"""What somebody does."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from careleavers.forms.fields import DayField
from careleavers.forms.revisions import RevisedForm
from careleavers.models import Occupation
from careleavers.rules import code_labels, codes


def activities(today: date) -> list[tuple[str, str]]:
    """The DfE's activity codes in short words, as they may be recorded today ("0", not known, is no activity)."""
    year = codes.collection_year(today)
    return [(code, code_labels.occupation_words(code)) for code, _ in codes.choices("ACTIV", year) if code != "0"]


class OccupationForm(RevisedForm):
    """The main activity from a day on, or the correction of one."""

    code = forms.ChoiceField(label="What do they mainly do?")
    detail = forms.CharField(label="Course, employer, or what is in the way", required=False, max_length=200)
    starts_on = DayField(label="Since when?", called="the day it began")
    ends_on = DayField(label="Until when?", called="the day it ended", required=False)

    def __init__(self, *args: Any, today: date, period: Occupation | None = None, **kwargs: Any) -> None:
        super().__init__(*args, row=period, **kwargs)
        self.fields["code"].choices = [("", "Choose"), *activities(today)]  # type: ignore[attr-defined]
        self.fields["starts_on"].set_today(today)  # type: ignore[attr-defined]
        self.fields["ends_on"].set_today(today, future=True)  # type: ignore[attr-defined]
        if period is None:
            del self.fields["ends_on"]
