"""What is asked about a letter: days, and reasons. These forms validate and never save."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from careleavers.forms.base import Form
from careleavers.forms.fields import DayField


class _OneDay(Form):
    """A form about a day up to today, filled in with today."""

    day_field = ""

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.day_field:
            self.fields[self.day_field].set_today(today)  # type: ignore[attr-defined]
            self.fields[self.day_field].initial = today


class PostedForm(_OneDay):
    day_field = "posted_on"
    posted_on = DayField(label="When did they go out?", called="the day they went out")


class ReturnedForm(_OneDay):
    day_field = "returned_on"
    returned_on = DayField(label="When did it come back?", called="the day it came back")
    reason = forms.CharField(
        label="What does the envelope say?", max_length=200, required=False, help_text="For example: gone away."
    )


class GivenForm(_OneDay):
    day_field = "given_on"
    given_on = DayField(label="When did you give it?", called="the day you gave it")


class CancelForm(_OneDay):
    reason = forms.CharField(
        label="Why should this letter not go?",
        max_length=200,
        help_text="They may read this one day. For example: a card from the team was given instead.",
    )
