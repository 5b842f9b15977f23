"""A draft of the local offer, and its entries. These forms validate and never save."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from careleavers.forms.fields import DayField, WholeNumberField
from careleavers.forms.revisions import RevisedForm
from careleavers.rules.code_sets import LEAVING_CARE_OR_QUALIFYING
from offers.rules.catalogue import ENTITLEMENT_NAMES
from offers.rules.offer_areas import AREAS_IN_WORDS, BASES, CUSTODY, OLDEST, YOUNGEST

LONGEST_DISTRICT = 60


def names_of_districts(typed: str) -> list[str]:
    """Each once, as they are typed with commas between them. ValidationError for one that is too long."""
    names = list(dict.fromkeys(filter(None, (each.strip() for each in typed.split(",")))))
    if too_long := next((each for each in names if len(each) > LONGEST_DISTRICT), None):
        raise forms.ValidationError(f"“{too_long[:20]}…” is too long for a district: put a comma between two")
    return names


class OfferForm(RevisedForm):
    mark_optional = False  # what may be left for later must still be there to publish

    title = forms.CharField(max_length=120)
    introduction = forms.CharField(
        required=False, max_length=1500, widget=forms.Textarea, help_text="The first words of the leaflet."
    )
    consulted = forms.CharField(
        label="Who was asked, and what they said",
        required=False,
        max_length=2000,
        widget=forms.Textarea,
        help_text="Care leavers, and people who speak for them, must be asked before it is published.",
    )
    agreed_by = forms.CharField(
        label="Which board or meeting agreed to it?",
        required=False,
        max_length=120,
        help_text="Such as the Corporate Parenting Board. Everybody reads it.",
    )
    agreed_on = DayField(label="When did it agree?", called="the day on which it agreed", required=False)
    lasts_until = DayField(
        label="Until when is it meant to last?",
        called="the day until which it is meant to last",
        required=False,
        help_text="Eight weeks before that, the next version is on Today of those who keep the offer.",
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agreed_on"].set_today(today)  # type: ignore[attr-defined]
        self.fields["lasts_until"].set_today(today, future=True)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        by, on = given.get("agreed_by"), given.get("agreed_on")
        if by and not on and "agreed_on" not in self.errors:
            self.add_error("agreed_on", "Say on which day it agreed")
        if on and not by and "agreed_by" not in self.errors:
            self.add_error("agreed_by", "Say which board or meeting agreed to it")
        return given


def _short_number() -> forms.NumberInput:
    return forms.NumberInput(attrs={"class": "govuk-input--width-5"})


def districts_field() -> forms.CharField:
    return forms.CharField(
        label="Which districts does it cover?",
        required=False,
        max_length=400,
        help_text="With a comma between them. Leave it empty if it covers the whole area.",
    )


class ForSome(RevisedForm):
    """Over what only some can have: in `districts`, from `age_from` up to `age_to`, as its own fields ask."""

    def initial_of(self, row: Any) -> dict[str, Any]:
        return {**super().initial_of(row), "districts": ", ".join(row.districts)}

    def clean_districts(self) -> list[str]:
        return names_of_districts(self.cleaned_data["districts"])

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        first, last = given.get("age_from"), given.get("age_to")
        if first is not None and last is not None and last < first:
            self.add_error("age_to", "“To age” must not be below “From age”")
        return given


class EntryForm(ForSome):
    title = forms.CharField(label="What is it?", max_length=100, help_text="For example: Free bus travel.")
    text = forms.CharField(
        label="Say it to the young person",
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="What you can have, in short sentences.",
    )
    area = forms.ChoiceField(label="Area", choices=[(area.value, words) for area, words in AREAS_IN_WORDS.items()])
    basis = forms.ChoiceField(label="Who gives it?", choices=BASES, widget=forms.RadioSelect)
    statuses = forms.MultipleChoiceField(
        label="For whom?",
        required=False,
        choices=[(status, status.label.capitalize()) for status in LEAVING_CARE_OR_QUALIFYING],
        widget=forms.CheckboxSelectMultiple,
        help_text="Tick none if it is for every care leaver.",
    )
    age_from = forms.IntegerField(
        label="From age", required=False, min_value=YOUNGEST, max_value=OLDEST, widget=_short_number()
    )
    age_to = forms.IntegerField(
        label="To age",
        required=False,
        min_value=YOUNGEST,
        max_value=OLDEST,
        help_text="The last age that counts.",
        widget=_short_number(),
    )
    amount = WholeNumberField(label="Amount in whole pounds", required=False, min_value=1, max_value=100_000)
    districts = districts_field()
    custody = forms.ChoiceField(
        label="Is it for those in prison or in custody?", required=False, choices=CUSTODY, widget=forms.RadioSelect
    )
    entitlement = forms.ChoiceField(
        label="Is it one of these entitlements?",
        required=False,
        choices=[("", "None of them"), *ENTITLEMENT_NAMES.items()],
        help_text="Then what is theirs says it once, in the words of this entry, to whoever you give it by choice.",
    )
    how_to_claim = forms.CharField(label="How do they ask for it?", required=False, max_length=300)
    owner = forms.CharField(
        label="Who is responsible for it?", required=False, max_length=120, help_text="A department or partner."
    )
