"""Who answers for an entry of the local offer, and when it is looked at again."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from careleavers.forms.fields import DayField
from careleavers.forms.revisions import RevisedForm
from careleavers.models import User


class EntryCareForm(RevisedForm):
    owner = forms.ModelChoiceField(label="Who answers for it here?", queryset=User.objects.none())
    review_on = DayField(
        label="When do they look at it again?",
        called="the day on which they look at it again",
        help_text="It is on their Today from a week before.",
    )
    found = forms.CharField(
        label="If you looked at it today, what did you find?",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Such as: still right; the amount is to change; asked the partner.",
    )

    def __init__(self, *args: Any, today: date, owners: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = owners  # type: ignore[attr-defined]
        self.fields["review_on"].set_today(today, future=True)  # type: ignore[attr-defined]
