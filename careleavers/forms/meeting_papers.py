"""Papers of a meeting."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms

from careleavers.forms.uploads import WithFiles
from careleavers.models import MeetingItem


class PapersForm(WithFiles):
    """Files for a meeting, or for one of the items on its agenda that the user may read."""

    item = forms.TypedChoiceField(
        label="What are they about?",
        required=False,
        coerce=UUID,
        empty_value=None,
        help_text="Papers about one thing can be opened by those who may read about it.",
    )

    field_order = ("documents", "item")

    def __init__(self, *args: Any, items: Iterable[MeetingItem], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "The whole meeting"), *((str(each.pk), each.heading) for each in items)]
        self.fields["item"].choices = choices  # type: ignore[attr-defined]
        self.need_files("Papers")
