"""A sheet came back."""

from __future__ import annotations

from datetime import date
from typing import Any

from careleavers.forms.fields import DayField
from careleavers.forms.uploads import WithFiles


class SheetBackForm(WithFiles):
    came_back_on = DayField(label="When did you get it back?", called="the day on which you got it back")

    field_order = ("documents", "came_back_on")

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["came_back_on"].set_today(today)  # type: ignore[attr-defined]
        self.need_files("The scan, or a photo of each page")
