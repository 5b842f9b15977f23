"""What holds a record back, and whether it is destroyed. These forms validate and never save."""

from __future__ import annotations

from datetime import date
from typing import Any, cast

from django import forms

from careleavers.forms.base import Form
from careleavers.forms.fields import DayField
from careleavers.forms.revisions import RevisedForm


class LegalHoldForm(RevisedForm):
    """Why a record must be kept, and when that is looked at again."""

    reason = forms.CharField(
        label="Why must it be kept?",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="An inquiry, a claim, a complaint. Whoever may open this page can read it.",
    )
    review_on = DayField(label="When do you look at it again?", called="the day on which you look at it again")

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["review_on"].set_today(today, future=True)  # type: ignore[attr-defined]

    def clean_review_on(self) -> date:
        when: date = self.cleaned_data["review_on"]
        if when <= self.today and "review_on" in self.changed_data:
            raise forms.ValidationError("Give a day to come")
        return when


class EndHoldForm(Form):
    """Why it need not be held any more."""

    ended_because = forms.CharField(
        label="Why need it not be held any more?", max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )


class DestructionForm(Form):
    """What the second person decides; `is_mine`: whoever proposed it may only call it off."""

    DESTROY, CALL_OFF = "destroy", "call_off"

    decision = forms.ChoiceField(
        label="Is this record destroyed?",
        choices=[(DESTROY, "Yes: destroy it"), (CALL_OFF, "No: call it off")],
        widget=forms.RadioSelect(attrs={"class": "tiles"}),
    )
    is_sure = forms.BooleanField(
        label="I have looked at it: no inquiry, claim or question needs it, and nobody asks for it", required=False
    )

    def __init__(self, *args: Any, is_mine: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_mine:
            decision = cast(forms.ChoiceField, self.fields["decision"])
            decision.choices = [(self.CALL_OFF, "No: call it off")]
            del self.fields["is_sure"]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("decision") == self.DESTROY and not given.get("is_sure"):
            self.add_error("is_sure", "Tick that you have looked at it: it cannot be brought back")
        return given
