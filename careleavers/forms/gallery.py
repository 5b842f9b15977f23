"""One form with every kind of field, for the gallery."""

from datetime import date
from typing import Any

from django import forms

from careleavers.forms.base import Form
from careleavers.forms.fields import DateField, DayField

HOW = [
    ("visit", "Visit"),
    ("phone", "Phone call"),
    ("text", "Text or chat"),
    ("video", "Video call"),
    ("letter", "Email or letter"),
    ("other", "Another way"),
]
RESULT = [
    ("spoke", "Spoke with Amira"),
    ("no_reply", "Tried, no reply"),
    ("about", "Somebody else told us about Amira"),
]


class ContactSample(Form):
    """The anatomy of the contact form."""

    how = forms.ChoiceField(
        label="How were you in touch?",
        choices=HOW,
        widget=forms.RadioSelect(attrs={"class": "tiles"}),
        error_messages={"required": "Choose how you were in touch"},
    )
    happened_on = DayField(label="When?", called="the day of the contact")
    result = forms.ChoiceField(
        label="What came of it?",
        choices=RESULT,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what came of it"},
    )
    note = forms.CharField(
        label="What was said",
        required=False,
        max_length=400,
        help_text="Write as if Amira will read it, because one day she may.",
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        happened_on = self.fields["happened_on"]
        assert isinstance(happened_on, DayField)
        happened_on.set_today(today)


class FieldsSample(Form):
    """The kinds of field that the contact form has not."""

    name = forms.CharField(label="Preferred name", help_text="What they like to be called.", max_length=40)
    born_on = DateField(
        label="Date of birth",
        called="the date of birth",
        help_text="For example, 27 3 2007",
        error_messages={"required": "Enter the date of birth"},
    )
    home = forms.ChoiceField(
        label="Where they live",
        choices=[
            ("", "Choose one"),
            ("lodgings", "Supported lodgings"),
            ("own", "Own tenancy"),
            ("put", "Staying put"),
        ],
    )
    needs = forms.MultipleChoiceField(
        label="What helps when we talk",
        required=False,
        choices=[
            ("plain", "Plain words, no jargon"),
            ("interpreter", "An interpreter"),
            ("together", "Somebody with them"),
        ],
        widget=forms.CheckboxSelectMultiple,
    )
    scan = forms.FileField(label="A photo or scan", required=False, help_text="PDF, JPEG or PNG, up to 10 MB.")
    agreed = forms.BooleanField(
        label="Amira has seen this and agrees",
        error_messages={"required": "Show it to Amira first, then tick the box"},
    )
