"""How to reach somebody, where to write, and what to be careful of. These forms validate and never save."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from careleavers.forms.fields import DayField
from careleavers.forms.revisions import RevisedForm
from careleavers.forms.safety import SafetyField, safety_answer
from careleavers.forms.seen import ReplacingForm
from careleavers.models import ContactDetail, WarningNote, YoungPerson
from careleavers.rules import identifiers, phones

REVIEW_AFTER = timedelta(days=182)  # local practice: a warning is looked at twice a year


class HowSafeForm(RevisedForm):
    """Whether a way to reach them is safe, and how to use it."""

    safe_to_use = SafetyField("Is it safe to use?")
    how_to_use = forms.CharField(
        label="How to use it safely",
        required=False,
        max_length=200,
        help_text="For example: text first, or do not leave a message.",
    )
    is_preferred = forms.BooleanField(label="They like this one best", required=False)

    def initial_of(self, row: Any) -> dict[str, Any]:
        return super().initial_of(row) | {"safe_to_use": safety_answer(row.safe_to_use)}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("is_preferred") and cleaned.get("safe_to_use") is False:
            self.add_error("is_preferred", "What is not safe to use cannot be what we use first")
        return cleaned


class ContactDetailForm(HowSafeForm):
    kind = forms.ChoiceField(
        label="What it is", choices=ContactDetail.KINDS, widget=forms.RadioSelect(attrs={"class": "tiles"})
    )
    value = forms.CharField(label="Number, address or name", max_length=200)
    starts_on = DayField(label="Since when", called="the day since when it reaches them")

    field_order = ("kind", "value", "safe_to_use", "how_to_use", "is_preferred", "starts_on")

    def __init__(self, *args: Any, person: YoungPerson, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        self.fields["starts_on"].initial = today
        self.fields["starts_on"].set_today(today)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        kind, value = cleaned.get("kind"), cleaned.get("value", "")
        if kind and value and self._is_there(kind, value):
            self.add_error("value", "This is recorded already, and has not ended: change how it is used instead")
        if kind in phones.NUMBERS and not 6 <= len(phones.digits_of(value)) <= 16:
            self.add_error("value", "Write the whole phone number, with its area code")
        if kind == "email" and value:
            try:
                validate_email(value)
            except ValidationError:
                self.add_error("value", "Write the whole email address, like amira@example.org")
        return cleaned

    def _is_there(self, kind: str, value: str) -> bool:
        same = self.person.contact_details.filter(kind=kind, search_value=phones.normal_form(kind, value))
        return same.filter(ends_on=None).exists()


class EndForm(RevisedForm):
    """Something holds no longer, from a day on."""

    ends_on = DayField(label="Until when", called="the day it ended")

    def __init__(self, *args: Any, today: date, not_before: date | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ends_on"].initial = today
        self.fields["ends_on"].set_today(today)  # type: ignore[attr-defined]
        self.fields["ends_on"].not_before = not_before  # type: ignore[attr-defined]

    def initial_of(self, row: Any) -> dict[str, Any]:
        return {}  # an open row has no last day yet


class WarningNoteForm(RevisedForm):
    """Something to know before a visit, and whether the young person knows that we say so."""

    kind = forms.ChoiceField(
        label="What it is about", choices=WarningNote.KINDS, widget=forms.RadioSelect(attrs={"class": "tiles"})
    )
    text = forms.CharField(
        label="What to know",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="One sentence that a colleague can act on. It is shown on every page of the record.",
    )
    told = forms.ChoiceField(
        label="Do they know that we say this?",
        choices=[("yes", "Yes"), ("no", "No")],
        widget=forms.RadioSelect,
    )
    person_told_on = DayField(label="When they were told", called="the day they were told", required=False)
    why_not_told = forms.CharField(label="If not, why", max_length=200, required=False)
    review_on = DayField(label="Review it on", called="the day of the review")

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person_told_on"].set_today(today)  # type: ignore[attr-defined]
        self.fields["review_on"].initial = self.initial.get("review_on") or today + REVIEW_AFTER
        self.fields["review_on"].set_today(today, future=True)  # type: ignore[attr-defined]
        self.fields["review_on"].not_before = today  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("told") == "yes":
            cleaned["why_not_told"] = ""
            if not cleaned.get("person_told_on") and "person_told_on" not in self.errors:
                self.add_error("person_told_on", "Enter the day they were told")
        elif cleaned.get("told") == "no":
            cleaned["person_told_on"] = None
            if not cleaned.get("why_not_told"):
                self.add_error("why_not_told", "Say why they have not been told")
        return cleaned

    @property
    def note(self) -> dict[str, Any]:
        """What the actions are given."""
        return {name: value for name, value in self.cleaned_data.items() if name != "told"}


class ReviewWarningForm(WarningNoteForm):
    """The note looked at again: it still holds, worded as it is now."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["kind"]

    def initial_of(self, row: Any) -> dict[str, Any]:
        return {
            "text": row.text,
            "told": "yes" if row.person_told_on else "no",
            "person_told_on": row.person_told_on,
            "why_not_told": row.why_not_told,
        }


class CorrespondenceForm(ReplacingForm):
    """Where to write, when that is not where they live."""

    care_of = forms.CharField(label="Care of", max_length=120, required=False)
    address = forms.CharField(
        label="Address",
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="As on an envelope, without the name and the postcode.",
    )
    postcode = forms.CharField(label="Postcode", max_length=20)
    safe_to_use = SafetyField("Is it safe to write to them there?")
    starts_on = DayField(label="Since when", called="the day since when we write there")

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["starts_on"].initial = today
        self.fields["starts_on"].set_today(today, future=True)  # type: ignore[attr-defined]

    def clean_postcode(self) -> str:
        checked = identifiers.check("postcode", self.cleaned_data["postcode"])
        if not checked.valid:
            raise ValidationError(checked.message or "Check this postcode.")
        return checked.normal or ""
