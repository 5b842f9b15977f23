"""The form every form of ours extends: what is wrong is said in a sentence that says what to do."""

from functools import cache
from typing import Any

from django import forms
from django.db.models.fields import BLANK_CHOICE_DASH

from careleavers.forms.fields import DateField, DayField, implausible

DASHES = BLANK_CHOICE_DASH[0][1]  # what Django calls no choice
CHOICES = (forms.ChoiceField, forms.ModelChoiceField, forms.TypedChoiceField)


def plain_messages(label: str, field: forms.Field) -> dict[str, str]:
    """By error code. The label is quoted, so that the sentence is right whatever the label is."""
    chosen = isinstance(field, CHOICES)
    messages = {
        "required": f"Choose an answer to “{label}”" if chosen else f"Fill in “{label}”",
        "invalid_choice": f"Choose one of the answers to “{label}”",
        "max_length": f"Shorten “{label}” to %(limit_value)d characters: it has %(show_value)d",
        "min_length": f"“{label}” needs at least %(limit_value)d characters: it has %(show_value)d",
        "min_value": f"“{label}” must be %(limit_value)s or more",
        "max_value": f"“{label}” must be %(limit_value)s or less",
        "null_characters_not_allowed": f"Type “{label}” again: it holds a character that cannot be kept",
    }
    if isinstance(field, forms.DecimalField):
        too_large = f"“{label}” is too large a number: check it"
        messages |= {
            "invalid": f"Write “{label}” as a number, such as 94.50",
            "max_digits": too_large,
            "max_whole_digits": too_large,
            "max_decimal_places": f"Write “{label}” with no more than {field.decimal_places} places after the point",
        }
    elif isinstance(field, forms.IntegerField):
        messages["invalid"] = f"Write “{label}” as a whole number, such as 12"
    if isinstance(field, forms.EmailField):
        messages["invalid"] = "Write an email address, such as name@council.gov.uk"
    return messages


@cache
def default_messages(kind: type[Any]) -> dict[str, Any]:
    """What a field would say if nobody had said anything better, by error code."""
    classes = reversed(kind.__mro__)
    return {code: text for each in classes for code, text in getattr(each, "default_error_messages", {}).items()}


def with_plain_messages(name: str, field: forms.Field) -> forms.Field:
    """The field, saying what to do. Its own `error_messages` stand; only Django's general ones are replaced."""
    general = default_messages(type(field))  # type: ignore[arg-type]
    own = {
        code: text
        for code, text in field.error_messages.items()
        if text is not general.get(code) and text != general.get(code)  # a lazy text is translated to be compared
    }
    label = str(field.label or name.replace("_", " ").capitalize())
    field.error_messages = general | plain_messages(label, field) | own
    if isinstance(field, forms.ModelChoiceField) and field.empty_label == DASHES:
        field.empty_label = "Choose"
    return field


class PlainMessages:
    """For a Form or ModelForm."""

    use_required_attribute = False  # errors are told by us, above the heading, and not by the browser

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.set_plain_messages()

    def set_plain_messages(self) -> None:
        """Give every field its plain messages; a form that adds fields of its own does it again after that."""
        for name, field in self.fields.items():  # type: ignore[attr-defined]
            with_plain_messages(name, field)

    def ask_for_both(self, text: str, day: str, *, no_text: str, no_day: str) -> None:
        """Of two boxes that belong together, what is to be done and by when, ask for the one that is empty."""
        given = self.cleaned_data  # type: ignore[attr-defined]
        if given.get(day) and not given.get(text):
            self.add_error(text, no_text)  # type: ignore[attr-defined]
        if given.get(text) and not given.get(day) and day not in self.errors:  # type: ignore[attr-defined]
            self.add_error(day, no_day)  # type: ignore[attr-defined]

    def _clean_form(self) -> None:
        """Before the form's own checks: ask about days that are hardly right. Sent again unchanged, they are meant."""
        for name, field in self.fields.items():  # type: ignore[attr-defined]
            when = self.cleaned_data.get(name)  # type: ignore[attr-defined]
            if not isinstance(field, DateField | DayField) or when is None or name not in self.changed_data:  # type: ignore[attr-defined]
                continue
            question = implausible(field, when)
            sure = self.data.get(f"{self.add_prefix(name)}_sure")  # type: ignore[attr-defined]
            if question and sure != when.isoformat():
                field.widget.sure = when
                self.add_error(name, question)  # type: ignore[attr-defined]
        super()._clean_form()  # type: ignore[misc]


class Form(PlainMessages, forms.Form):
    pass


class ModelForm(PlainMessages, forms.ModelForm):  # type: ignore[type-arg]
    pass
