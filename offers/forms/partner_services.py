"""A service of somebody else. This form validates and never saves."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from careleavers.forms.fields import DayField
from careleavers.models import User
from offers.forms.local_offer import ForSome, districts_field
from offers.rules.offer_areas import AREAS_IN_WORDS, OLDEST, YOUNGEST


def _age(label: str, help_text: str = "") -> forms.IntegerField:
    short = forms.NumberInput(attrs={"class": "govuk-input--width-3"})
    return forms.IntegerField(
        label=label, required=False, min_value=YOUNGEST, max_value=OLDEST, widget=short, help_text=help_text
    )


TO_THE_HOST = 2  # slashes in https://host


class PartnerServiceForm(ForSome):
    title = forms.CharField(label="What is it called?", max_length=120)
    organisation = forms.CharField(label="Who gives it?", max_length=120)
    area = forms.ChoiceField(label="Area", choices=[(area.value, words) for area, words in AREAS_IN_WORDS.items()])
    what = forms.CharField(
        label="What do they do?",
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="As young people read it, in short sentences.",
    )
    where = forms.CharField(label="Where?", required=False, max_length=200)
    when = forms.CharField(label="When?", required=False, max_length=200, help_text="For example: Tuesdays, 2 to 5.")
    how_to_refer = forms.CharField(
        label="How does somebody get it?", max_length=300, help_text="Whether they go themselves, or who refers them."
    )
    phone = forms.CharField(label="Phone", required=False, max_length=30)
    email = forms.EmailField(label="Email", required=False, max_length=120)
    website = forms.URLField(label="Website", required=False, max_length=200, assume_scheme="https")
    districts = districts_field()
    age_from = _age("From age")
    age_to = _age("To age", "The last age that counts.")
    owner = forms.ModelChoiceField(label="Who here keeps in touch with them?", queryset=User.objects.none())
    review_on = DayField(
        label="When do they ask again whether it is still so?",
        called="the day on which they ask again",
        help_text="It is on their Today from a week before.",
    )
    ended_on = DayField(label="Since when is it not given any more?", called="the day of the end", required=False)

    def __init__(self, *args: Any, today: date, owners: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = owners  # type: ignore[attr-defined]
        for name in ("review_on", "ended_on"):
            self.fields[name].set_today(today, future=True)  # type: ignore[attr-defined]

    def clean_website(self) -> str:
        """A bare host ends with a slash, as the open data asks of every address."""
        given: str = self.cleaned_data["website"]
        return f"{given}/" if given.count("/") == TO_THE_HOST else given
