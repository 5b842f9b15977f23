"""Forms that put something new in the place of what is there, such as an address to write to or a setting."""

from __future__ import annotations

from typing import Any, NamedTuple, cast

from django import forms
from django.http import QueryDict

from careleavers.forms.base import Form


class InForce(NamedTuple):
    """What is there now, which the form would replace: a mark that changes with it, and a sentence that tells of it."""

    mark: str = ""
    sentence: str = ""


NOTHING = InForce()


class ReplacingForm(Form):
    """Sends the mark of what was there when it was opened. If something else is there by now, it is shown with a
    sentence that tells of it; sent once more, having seen that, it goes through.
    """

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, in_force: InForce = NOTHING, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.in_force = in_force
        self.fields["seen"].initial = in_force.mark

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        seen, name = given.pop("seen", ""), self.add_prefix("seen")
        if name in self.data and seen != self.in_force.mark:
            answers = cast(QueryDict, self.data).copy()
            answers[name] = self.in_force.mark
            self.data = answers
            self.add_error(None, f"{self.in_force.sentence} Nothing you typed is lost: look it over, then save again.")
        return given
