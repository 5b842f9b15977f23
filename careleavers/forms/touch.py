"""That somebody refuses contact, or wants no more from the service."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from careleavers.forms.fields import DayField
from careleavers.forms.revisions import RevisedForm
from careleavers.models import TouchStatus


class TouchStatusForm(RevisedForm):
    """From a day on, or put right and ended."""

    kind = forms.ChoiceField(
        label="What do they want?", choices=TouchStatus.KINDS, widget=forms.RadioSelect(attrs={"class": "tiles"})
    )
    reason = forms.CharField(
        label="What did they say, or how do we know?", max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )
    starts_on = DayField(label="Since when?", called="the day since when it is so")
    ends_on = DayField(
        label="Until when?",
        called="the day from which it is so no more",
        required=False,
        help_text="Leave it empty while it is so. The same day as above takes it out.",
    )

    def __init__(self, *args: Any, today: date, row: TouchStatus | None = None, **kwargs: Any) -> None:
        super().__init__(*args, row=row, **kwargs)
        self.fields["starts_on"].initial = today
        self.fields["starts_on"].set_today(today)  # type: ignore[attr-defined]
        self.fields["ends_on"].set_today(today)  # type: ignore[attr-defined]
        if row is None:
            del self.fields["ends_on"]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if (ends_on := given.get("ends_on")) and (starts_on := given.get("starts_on")) and ends_on < starts_on:
            self.add_error("ends_on", "That is before it began: check the days")
        return given
