"""What a young person asks for at the link to what is theirs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from django import forms

from careleavers.forms.base import Form


class HelpWantedForm(Form):
    """What they want help with. `choices`: codes of items, each with what it is called to them."""

    mark_optional = False  # one of the two is enough

    answer_id = forms.UUIDField(widget=forms.HiddenInput)
    help_with = forms.MultipleChoiceField(
        label="I want help with", required=False, widget=forms.CheckboxSelectMultiple(attrs={"class": "tiles"})
    )
    own_words = forms.CharField(
        label="What do you want to say?", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, *args: Any, choices: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["answer_id"].initial = uuid4()
        self.fields["help_with"].choices = choices  # type: ignore[attr-defined]
        if not choices:
            del self.fields["help_with"]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if not (given.get("help_with") or given.get("own_words")) and not self.errors:
            raise forms.ValidationError("Choose or write something first: what do you want help with?")
        return given
