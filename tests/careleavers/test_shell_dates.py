"""Dates as people type them: real days come back as themselves, everything else is a sentence, never a crash."""

from datetime import date

import pytest
from django import forms
from hypothesis import given
from hypothesis import strategies as st

from careleavers.forms.base import Form
from careleavers.forms.fields import FIRST_YEAR, LAST_YEAR, DateField, DayField
from careleavers.rules.words import MONTHS

TODAY = date(2026, 11, 22)
DAYS = st.dates(date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31))
MESS = st.one_of(
    st.text(max_size=40), st.integers().map(str), st.sampled_from(["", "0", "31", "²", "٣", "9" * 30, "9" * 5000, "-1"])
)


class Born(Form):
    born_on = DateField(label="Date of birth", called="the date of birth", not_after=TODAY)


class Optional(Form):
    born_on = DateField(label="Date of birth", called="the date of birth", required=False)


class Seen(Form):
    seen_on = DayField(label="When?", called="the day of the contact")

    def __init__(self, *args, future: bool = False, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seen_on"].set_today(TODAY, future=future)


def typed(day: str, month: str, year: str) -> dict[str, str]:
    return {"born_on_day": day, "born_on_month": month, "born_on_year": year}


@given(day=DAYS)
def test_a_real_day_comes_back_as_itself(day: date) -> None:
    for month in (str(day.month), MONTHS[day.month - 1], MONTHS[day.month - 1][:3].lower(), f"{day.month:02}"):
        form = Optional(typed(f" {day.day} ", month, str(day.year)))
        assert form.is_valid(), form.errors
        assert form.cleaned_data["born_on"] == day


@given(day=MESS, month=MESS, year=MESS)
def test_whatever_is_typed_is_a_day_or_one_sentence(day: str, month: str, year: str) -> None:
    form = Optional(typed(day, month, year))
    if form.is_valid():
        answer = form.cleaned_data["born_on"]
        assert answer is None or (int(day), int(year)) == (answer.day, answer.year)
        return
    (sentence,) = form.errors["born_on"]
    assert "the date of birth" in sentence.lower()
    assert str(form)


@given(text=MESS)
def test_whatever_a_browser_without_date_boxes_sends(text: str) -> None:
    form = Seen({"seen_on": text})
    if not form.is_valid():
        (sentence,) = form.errors["seen_on"]
        assert "the day of the contact" in sentence.lower()


@pytest.mark.parametrize(
    ("day", "month", "year", "sentence", "boxes"),
    [
        ("", "", "", "Enter the date of birth", ""),
        ("", "6", "2007", "Add the day to the date of birth", "day"),
        ("3", "", "", "Add the month and the year to the date of birth", "month year"),
        ("31", "6", "2007", "June has 30 days: check the day of the date of birth", "day"),
        ("29", "2", "2007", "February 2007 has 28 days: check the day of the date of birth", "day"),
        ("32", "1", "2007", "Write the day of the date of birth as a number from 1 to 31", "day"),
        ("0", "1", "2007", "Write the day of the date of birth as a number from 1 to 31", "day"),
        ("3", "13", "2007", "Write the month of the date of birth as a number from 1 to 12, or its name", "month"),
        ("3", "ju", "2007", "Write the month of the date of birth as a number from 1 to 12, or its name", "month"),
        ("3", "6", "07", "Write the year of the date of birth with four digits, like 2007", "year"),
        ("3", "6", "9" * 30, "Write the year of the date of birth with four digits, like 2007", "year"),
        ("3", "6", "9" * 5000, "Write the year of the date of birth with four digits, like 2007", "year"),
        ("3", "6", "1899", "Write the year of the date of birth with four digits, like 2007", "year"),
        (
            "23",
            "11",
            "2026",
            "The date of birth cannot be after 22 November 2026: check it",
            "day month year",
        ),
    ],
)
def test_each_mistake_says_what_to_do(day: str, month: str, year: str, sentence: str, boxes: str) -> None:
    form = Born(typed(day, month, year))
    assert form.errors["born_on"] == [sentence]
    (error,) = form.errors.as_data()["born_on"]
    assert (error.code if boxes else "") == boxes


def test_a_form_shows_again_what_was_typed() -> None:
    html = str(Born(typed("31", "Juno", '20"07'))["born_on"])
    for value in ("31", "Juno", "20&quot;07"):
        assert f'value="{value}"' in html


def test_a_form_starts_from_a_day() -> None:
    form = Born(initial={"born_on": date(2007, 3, 27)})
    for value in ("27", "3", "2007"):
        assert f'value="{value}"' in str(form["born_on"])
    assert not Born(typed("27", "3", "2007"), initial={"born_on": date(2007, 3, 27)}).has_changed()
    assert Born(typed("28", "3", "2007"), initial={"born_on": date(2007, 3, 27)}).has_changed()


@pytest.mark.parametrize("text", ["2026-11-20", "20/11/2026", "20.11.2026", "20 November 2026", "20 nov 2026"])
def test_a_recent_day_however_it_is_written(text: str) -> None:
    form = Seen({"seen_on": text})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["seen_on"] == date(2026, 11, 20)


def test_a_contact_is_not_in_the_future() -> None:
    assert Seen({"seen_on": "2026-11-22"}).is_valid()
    late = Seen({"seen_on": "2026-11-23"})
    assert late.errors["seen_on"] == ["The day of the contact cannot be after 22 November 2026: check it"]
    assert Seen({"seen_on": "2026-11-23"}, future=True).is_valid()
    assert Seen({"seen_on": "0026-11-23"}).errors["seen_on"] == [
        "The day of the contact cannot be before 1 January 1900: check it"
    ]


def test_forms_do_not_share_their_today() -> None:
    first, second = Seen(), DayField()
    assert isinstance(first.fields["seen_on"], forms.DateField)
    assert [day for _, day in first.fields["seen_on"].widget.quick_days] == [date(2026, 11, 22), date(2026, 11, 21)]
    assert second.widget.quick_days == []
    assert Seen.base_fields["seen_on"].widget.quick_days == []
