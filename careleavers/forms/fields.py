"""Dates as people type them: every mistake gets a sentence that says what to do, and nothing typed is a crash."""

import calendar
import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple

from django import forms
from django.core.exceptions import ValidationError

from careleavers.rules import words

# Nobody in the records was born before this, and nothing in them is planned after.
FIRST_YEAR, LAST_YEAR = 1900, 2100
NINE_YEARS = timedelta(days=9 * 365 + 3)


# Thousands apart by commas or not at all, and no exponent. An amount below 0 has a sentence of its own.
AS_PEOPLE_WRITE_NUMBERS = re.compile(r"-?(\d{1,3}(,\d{3})+|\d*)(\.\d*)?")


class PoundsField(forms.DecimalField):
    """An amount in pounds, none of them below 0, typed as people write it: 94.50, £94.50 or 1,200."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})

    def __init__(self, *, max_digits: int, **kwargs: Any) -> None:
        super().__init__(min_value=0, max_digits=max_digits, decimal_places=2, **kwargs)

    def to_python(self, value: Any) -> Any:
        """A Decimal, or None for an empty box."""
        return super().to_python(_as_number(self, value))


class WholeNumberField(forms.IntegerField):
    """A whole number, typed as people write it: 1200, 1,200 or, of money, £1,200.00."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "govuk-input--width-5"})

    def to_python(self, value: Any) -> Any:
        """An int, or None for an empty box."""
        return super().to_python(_as_number(self, value))


def _as_number(field: forms.Field, value: Any) -> Any:
    """What was typed without its sign and commas, for Django to read; an empty box as it is."""
    if not isinstance(value, str) or not value.strip():
        return value
    typed = value.strip().removeprefix("£").strip()
    if not AS_PEOPLE_WRITE_NUMBERS.fullmatch(typed):
        raise ValidationError(field.error_messages["invalid"], code="invalid")
    return typed.replace(",", "")


class SuggestingInput(forms.TextInput):
    """A box in which anything may be typed, with suggestions; a form sets `suggestions`, called when a page is made."""

    template_name = "careleavers/widgets/suggesting.html"
    suggestions: Callable[[], list[str]] = list

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"autocomplete": "off", **(attrs or {})})

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["attrs"]["list"] = f"{name}-suggestions"
        return context | {"suggestions": self.suggestions()}


class DateParts(NamedTuple):
    """A date as typed, in three boxes."""

    day: str
    month: str
    year: str


class DateInput(forms.Widget):
    """Three boxes: day, month, year. For dates known by heart, such as a birthday."""

    template_name = "careleavers/widgets/date.html"
    use_fieldset = True
    sure: date | None = None  # as in DayInput
    WIDTHS = {"day": 2, "month": 2, "year": 4}

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> DateParts:
        return DateParts(*(str(data.get(f"{name}_{part}", "")).strip() for part in DateParts._fields))

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return not any(f"{name}_{part}" in data for part in DateParts._fields)

    def id_for_label(self, id_: str) -> str:
        return f"{id_}_day" if id_ else id_

    def format_value(self, value: Any) -> DateParts:
        if isinstance(value, date):
            return DateParts(str(value.day), str(value.month), str(value.year))
        return value if isinstance(value, DateParts) else DateParts("", "", "")

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        attrs = dict(attrs or {})
        wrong = attrs.pop("wrong", ())
        context = super().get_context(name, None, attrs)
        typed = self.format_value(value)
        context["parts"] = [
            {
                "label": part.capitalize(),
                "name": f"{name}_{part}",
                "id": f"{attrs.get('id', name)}_{part}",
                "value": getattr(typed, part),
                "width": self.WIDTHS[part],
                "wrong": part in wrong,
                "autocomplete": f"bday-{part}" if self.attrs.get("autocomplete") == "bday" else "off",
            }
            for part in DateParts._fields
        ]
        return context


class DateField(forms.Field):
    """A date in three boxes. `called` names it in sentences: "the date of birth".

    `not_before` and `not_after` are closed bounds; a form that knows today sets them on the instance.
    The code of an error holds the boxes to put right, "day month".
    """

    widget = DateInput

    def __init__(
        self,
        *,
        called: str = "the date",
        not_before: date | None = None,
        not_after: date | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.called = called
        self.plausible: tuple[date, date] | None = None  # days outside are asked about once
        self.not_before = not_before
        self.not_after = not_after
        self.error_messages = {"required": f"Enter {called}"} | (kwargs.get("error_messages") or {})

    def to_python(self, value: Any) -> date | None:
        if value is None or isinstance(value, date):
            return value
        typed = value if isinstance(value, DateParts) else DateParts("", "", "")
        if not any(typed):
            return None
        missing = [part for part in DateParts._fields if not getattr(typed, part)]
        if missing:
            parts = words.listing(f"the {part}" for part in missing)
            raise ValidationError(f"Add {parts} to {self.called}", code=" ".join(missing))
        return self._within(self._real_day(typed))

    def _real_day(self, typed: DateParts) -> date:
        day, month, year = _number(typed.day, 2), _month(typed.month), _number(typed.year, 4)
        if year is None or not FIRST_YEAR <= year <= LAST_YEAR:
            raise ValidationError(f"Write the year of {self.called} with four digits, like 2007", code="year")
        if month is None:
            raise ValidationError(
                f"Write the month of {self.called} as a number from 1 to 12, or its name", code="month"
            )
        longest = calendar.monthrange(year, month)[1]
        if day is None or not 1 <= day <= 31:
            raise ValidationError(f"Write the day of {self.called} as a number from 1 to {longest}", code="day")
        if day > longest:
            name = words.MONTHS[month - 1] + (f" {year}" if month == 2 else "")
            raise ValidationError(f"{name} has {longest} days: check the day of {self.called}", code="day")
        return date(year, month, day)

    def _within(self, when: date) -> date:
        check_bounds(when, self.called, self.not_before, self.not_after)
        return when


class DayInput(forms.DateInput):
    """The browser's own date box, with buttons for the days nearly always meant, once `today` is set."""

    input_type = "date"
    today: date | None = None
    future = False
    sure: date | None = None  # an implausible day, shown once: sent again, it is meant

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")

    @property
    def quick_days(self) -> list[tuple[str, date]]:
        if self.today is None:
            return []
        if self.future:
            return [
                ("Today", self.today),
                ("Tomorrow", self.today + timedelta(days=1)),
                ("In a week", self.today + timedelta(weeks=1)),
            ]
        return [("Today", self.today), ("Yesterday", self.today - timedelta(days=1))]


class DayField(forms.DateField):
    """A recent day, such as that of a contact: one box, and after `set_today` Today and Yesterday beside it."""

    widget = DayInput
    FORMATS = ["%Y-%m-%d", "%d/%m/%Y", "%d/%m/%y", "%d.%m.%Y", "%d-%m-%Y", "%d %m %Y", "%d %B %Y", "%d %b %Y"]

    def __init__(self, *, called: str = "the day", **kwargs: Any) -> None:
        messages = {
            "required": f"Enter {called}",
            "invalid": f"Write {called} as day, month and year, like 27/3/2026",
        }
        kwargs.setdefault("input_formats", self.FORMATS)
        super().__init__(**kwargs | {"error_messages": messages | (kwargs.get("error_messages") or {})})
        self.called = called
        self.plausible: tuple[date, date] | None = None
        self.not_before: date | None = None
        self.not_after: date | None = None

    def set_today(self, today: date, *, future: bool = False) -> None:
        """Offer today and yesterday, and refuse later days; or, for a day to come, tomorrow and in a week.

        A day nine years away or more is asked about: most are a digit of the year mistyped.
        """
        self.widget.today, self.widget.future = today, future
        self.plausible = (today - NINE_YEARS, today + NINE_YEARS)
        if not future:
            self.not_after = today
            self.widget.attrs["max"] = today.isoformat()

    def to_python(self, value: Any) -> date | None:
        when = super().to_python(value)
        if when is not None:
            check_bounds(when, self.called, self.not_before, self.not_after)
        return when


def implausible(field: "DateField | DayField", when: date) -> str | None:
    """The question that a day outside the field's `plausible` days raises, or None. Both ends are plausible days."""
    if field.plausible is None or field.plausible[0] <= when <= field.plausible[1]:
        return None
    return f"Is {words.day(when)} right? If it is, save again; if not, correct the year."


def refuse_day_over(form: forms.BaseForm, name: str, today: date) -> None:
    """Of a form whose fields are cleaned: nothing that is still to be done is given a day that is over. One that was
    written down before may stay.
    """
    when = form.cleaned_data.get(name)
    if when and when < today and name in form.changed_data:
        form.add_error(name, "That day is over: give one that is still to come")


def check_bounds(when: date, called: str, not_before: date | None, not_after: date | None) -> None:
    """Both bounds are allowed days. Raises a sentence naming the bound."""
    first, last = not_before or date(FIRST_YEAR, 1, 1), not_after or date(LAST_YEAR, 12, 31)
    start = called[:1].upper() + called[1:]
    if when < first:
        raise ValidationError(f"{start} cannot be before {words.day(first)}: check it", code="day month year")
    if when > last:
        raise ValidationError(f"{start} cannot be after {words.day(last)}: check it", code="day month year")


def _number(text: str, digits: int) -> int | None:
    """A whole number of at most so many decimal digits; the length is looked at first, so a long one costs nothing."""
    return int(text) if len(text) <= digits and text.isdecimal() else None


def _month(text: str) -> int | None:
    """1 to 12 from a number, an English name or its first three letters."""
    number = _number(text, 2)
    if number is None and len(text) >= 3:
        for index, name in enumerate(words.MONTHS, start=1):
            if name.lower().startswith(text.lower()):
                return index
    return number if number is not None and 1 <= number <= 12 else None
