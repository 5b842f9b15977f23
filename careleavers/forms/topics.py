"""The list of topics of contacts."""

from __future__ import annotations

from typing import Any

from django import forms

from careleavers.forms.revisions import RevisedForm
from careleavers.site.extensions import plan_matters


class TopicForm(RevisedForm):
    name = forms.CharField(label="Topic", max_length=40)
    prompt = forms.CharField(
        label="Question",
        required=False,
        max_length=160,
        help_text="A question that helps to write, such as “Is there enough until the end of the month?”",
    )
    matter = forms.ChoiceField(label="Which matter of the pathway plan is it part of?", required=False)
    position = forms.IntegerField(
        label="Place in the list", min_value=1, max_value=999, initial=100, help_text="Lower numbers come first."
    )
    is_retired = forms.BooleanField(
        label="Not offered any more", required=False, help_text="It stays on the contacts that were about it."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["matter"].choices = [("", "None"), *plan_matters().items()]  # type: ignore[attr-defined]

    def initial_of(self, row: Any) -> dict[str, Any]:
        return super().initial_of(row) | {"is_retired": row.retired_on is not None}
