"""Strategies, policies, protocols and decisions. These forms validate and never save."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet

from careleavers.forms.base import Form
from careleavers.forms.fields import DayField
from careleavers.forms.revisions import RevisedForm
from careleavers.models import User
from reporting.forms.improvement import NO_NAMES, TILES
from reporting.models import ServiceDocument


class ServiceDocumentForm(RevisedForm):
    """A new one is not withdrawn: that is asked of one that is there."""

    kind = forms.ChoiceField(label="What is it?", choices=ServiceDocument.KINDS, widget=forms.RadioSelect(attrs=TILES))
    title = forms.CharField(label="What is it called?", max_length=160)
    version = forms.CharField(label="Version", max_length=20, required=False)
    says = forms.CharField(
        label="What does it settle?",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=NO_NAMES,
    )
    kept_at = forms.CharField(
        label="Where is it kept?", max_length=300, required=False, help_text="An address or a folder."
    )
    approved_on = DayField(
        label="When was it approved?",
        called="the day of its approval",
        required=False,
        help_text="Leave it empty while it is a draft.",
    )
    approved_by = forms.CharField(label="Which body approved it?", max_length=160, required=False)
    equality = forms.ChoiceField(
        label="Equality impact", choices=ServiceDocument.EQUALITY, required=False, widget=forms.RadioSelect(attrs=TILES)
    )
    equality_on = DayField(label="When was that done?", called="the day of the equality screening", required=False)
    owner = forms.ModelChoiceField(label="Who answers for it?", queryset=User.objects.none())
    look_on = DayField(
        label="When do they look at it again?",
        called="the day on which they look at it again",
        help_text="Of a draft: by when it is to be approved.",
    )
    withdrawn_on = DayField(label="Withdrawn on", called="the day on which it was withdrawn", required=False)

    def __init__(self, *args: Any, today: date, colleagues: QuerySet[User], row: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, row=row, **kwargs)
        self.fields["owner"].queryset = colleagues  # type: ignore[attr-defined]
        for name in ("approved_on", "equality_on", "withdrawn_on"):
            self.fields[name].set_today(today)  # type: ignore[attr-defined]
        self.fields["look_on"].set_today(today, future=True)  # type: ignore[attr-defined]
        if row is None:
            del self.fields["withdrawn_on"]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        self.ask_for_both(
            "approved_by",
            "approved_on",
            no_text="Say which body approved it",
            no_day="Enter the day on which they approved it",
        )
        if given.get("equality") and not given.get("equality_on") and "equality_on" not in self.errors:
            self.add_error("equality_on", "Enter the day on which the screening was done")
        if given.get("equality_on") and not given.get("equality"):
            self.add_error("equality", "Say what the screening came to")
        return given


class SignatoryForm(Form):
    organisation = forms.CharField(label="Which partner?", max_length=160)
    name = forms.CharField(label="Who signs for them?", max_length=120, required=False)
    asked_on = DayField(label="When were they asked?", called="the day on which they were asked")

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["asked_on"].set_today(today)  # type: ignore[attr-defined]
        self.fields["asked_on"].initial = today


class SignedForm(Form):
    signed_on = DayField(label="When did they sign?", called="the day on which they signed")

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["signed_on"].set_today(today)  # type: ignore[attr-defined]
        self.fields["signed_on"].initial = today
