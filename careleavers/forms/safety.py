"""Whether a number or an address is safe to use. Somebody says it each time: a form never presumes it."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.http import QueryDict

from careleavers.forms.revisions import RevisedForm
from careleavers.queries.revisions import row_at

SAFE = [("True", "Yes"), ("False", "No")]
SAY_WHETHER_TO_WRITE = "Say whether it is safe to write to them there: choose “No” until you know"
ADDRESS_CHANGED = "The address is another one now: say again whether it is safe to write to them there"
SAY_WHETHER_TO_USE = "Say whether it is safe to use: choose “No” until you know"


class SafetyField(forms.TypedChoiceField):
    """Yes or no, and neither of them chosen beforehand. Its value is True, False, or None where nothing was said."""

    mark_optional = False  # where there is an address or a number, it must be answered

    def __init__(self, label: str, *, required: bool = True) -> None:
        super().__init__(
            label=label,
            required=required,
            choices=SAFE,
            coerce=lambda typed: typed == "True",
            empty_value=None,
            widget=forms.RadioSelect(attrs={"class": "tiles"}),
            help_text="Choose “No” until you know.",
        )


def safety_answer(is_safe: bool | None) -> str:
    """What a row says, as the field shows it."""
    return "" if is_safe is None else str(is_safe)


def ask_of_address(form: forms.BaseForm, given: dict[str, Any], prefix: str = "") -> None:
    """Ask for the answer where an address was written; where none was, an answer is about nothing and is left out."""
    name = f"{prefix}safe_to_use"
    if not (given.get(f"{prefix}address") or given.get(f"{prefix}postcode")):
        given[name] = None
    elif given.get(name) is None:
        form.add_error(name, SAY_WHETHER_TO_WRITE)


class AsksAgain(RevisedForm):
    """A form over a row with an address: what was said of it is no answer about another one.

    Where the address was changed and the answer was not, the answer is asked for again, with nothing chosen.
    `asked_about` says for which address that was done, so that the next answer counts.
    """

    asked_about = forms.CharField(required=False, max_length=1000, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.row is None:
            del self.fields["asked_about"]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        asked_about = given.pop("asked_about", "")
        ask_of_address(self, given)
        about, before = _letters(given.get("address", ""), given.get("postcode", "")), self._as_seen()
        if before is None or given.get("safe_to_use") is None or given["safe_to_use"] is not before.safe_to_use:
            return given
        if about not in (asked_about, _letters(before.address, before.postcode)):
            self.add_error("safe_to_use", ADDRESS_CHANGED)
            self._ask_about(about)
        return given

    def _as_seen(self) -> Any:
        """The row as it was when this form was opened; None where it makes a new one."""
        revision = self.cleaned_data.get("revision")
        if self.row is None or revision is None or revision == self.row.revision:
            return self.row
        return row_at(self.row, revision) or self.row

    def _ask_about(self, address: str) -> None:
        answers = cast(QueryDict, self.data).copy()
        answers.pop(self.add_prefix("safe_to_use"), None)
        answers[self.add_prefix("asked_about")] = address
        self.data = answers


def _letters(*texts: str) -> str:
    """What makes an address another one: its letters and digits, however they are written."""
    return "".join(letter for letter in "".join(texts).casefold() if letter.isalnum())
