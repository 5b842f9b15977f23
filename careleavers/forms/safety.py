"""Whether a number or an address is safe to use. Somebody says it each time: a form never presumes it."""

from __future__ import annotations

from typing import Any

from django import forms

SAFE = [("True", "Yes"), ("False", "No")]
SAY_WHETHER_TO_WRITE = "Say whether it is safe to write to them there: choose “No” until you know"
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
