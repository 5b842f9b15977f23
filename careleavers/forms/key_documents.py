"""How it is with one of somebody's papers."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from careleavers.forms.fields import NINE_YEARS, DayField
from careleavers.forms.next_steps import NextStepForm
from careleavers.models import KeyDocument
from careleavers.rules.dates import add_months
from careleavers.rules.key_documents import DocumentState

# What an answer to "How is it?" makes necessary, by field, and the sentence that asks for it.
NEEDED = {
    DocumentState.HELD: ("held_by", "Choose who keeps it"),
    DocumentState.NOT_NEEDED: ("why_not_needed", "Say why they do not need it"),
}
LONGEST_MONTHS = 124  # that a paper can be good for: a passport is given for ten years, and a little more
ONLY_HELD = {"held_by": "", "copy_kept": False, "expires_on": None}


class KeyDocumentForm(NextStepForm):
    """One paper: wanted, applied for, there, or not needed; who keeps it, until when it is good, what is next."""

    state = forms.ChoiceField(
        label="How is it?", choices=KeyDocument.STATES, widget=forms.RadioSelect(attrs={"class": "tiles"})
    )
    since = DayField(label="Since when?", called="the day since when it is so")
    held_by = forms.ChoiceField(
        label="If they have it, who keeps it?", choices=[("", "Choose"), *KeyDocument.HOLDERS], required=False
    )
    expires_on = DayField(
        label="Good until",
        called="the last day on which it can be used",
        required=False,
        help_text="We remind you in time to renew it.",
    )
    copy_kept = forms.BooleanField(label="We keep a copy, and they agree to that", required=False)
    number = forms.CharField(
        label="Number", required=False, max_length=40, help_text="Leave it empty unless somebody needs it."
    )
    why_not_needed = forms.CharField(label="If they do not need it, why?", required=False, max_length=200)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, today=today, **kwargs)
        self.fields["since"].initial = today
        self.fields["since"].set_today(today)  # type: ignore[attr-defined]
        self.fields["expires_on"].set_today(today, future=True)  # type: ignore[attr-defined]
        self.fields["expires_on"].plausible = (today - NINE_YEARS, add_months(today, LONGEST_MONTHS))  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        state = given.get("state")
        if state in NEEDED:
            name, sentence = NEEDED[DocumentState(state)]
            if not given.get(name) and name not in self.errors:
                self.add_error(name, sentence)
        if state != DocumentState.HELD:
            given |= ONLY_HELD
        if state != DocumentState.NOT_NEEDED:
            given["why_not_needed"] = ""
        return given
