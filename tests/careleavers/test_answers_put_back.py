"""What another person saved is put into the boxes of a form, whatever kind of box it is, and said in words."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django import forms
from django.http import QueryDict

from careleavers.forms.base import Form
from careleavers.forms.fields import DateField, DayField, PoundsField
from careleavers.forms.revisions import answer_words, set_answer


class Boxes(Form):
    name = forms.CharField(required=False)
    agreed = forms.BooleanField(required=False)
    born_on = DateField(label="Born", called="the date of birth", required=False)
    seen_on = DayField(label="Seen", required=False)
    rent = PoundsField(max_digits=8, required=False)
    how = forms.TypedChoiceField(choices=[("", "Choose"), ("1", "One")], coerce=int, required=False, empty_value=None)
    needs = forms.MultipleChoiceField(
        choices=[("a", "A"), ("b", "B")], widget=forms.CheckboxSelectMultiple, required=False
    )


@pytest.mark.parametrize("begun_with", ["", "something else"])
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("name", "Noor"),
        ("agreed", True),
        ("agreed", False),
        ("born_on", date(2008, 3, 27)),
        ("born_on", None),
        ("seen_on", date(2026, 11, 20)),
        ("rent", Decimal("94.50")),
        ("how", 1),
        ("how", None),
        ("needs", ["a", "b"]),
        ("needs", []),
    ],
)
def test_a_box_reads_what_was_put_into_it(name: str, value: Any, begun_with: str) -> None:
    """Seen to fail: without the branches for ticks and for dates in three boxes."""
    sent = "agreed=on&born_on_day=1&born_on_month=2&born_on_year=2009&how=1&needs=a" if begun_with else ""
    answers = QueryDict(sent, mutable=True)
    box = Boxes(answers)[name]
    set_answer(answers, box, value)
    field = Boxes.base_fields[name]
    assert field.clean(field.widget.value_from_datadict(answers, {}, name)) == value


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("agreed", True, "Yes"),
        ("agreed", False, "No"),
        ("born_on", date(2008, 3, 27), "27 March 2008"),
        ("how", "1", "One"),
        ("name", "", "nothing"),
    ],
)
def test_an_answer_is_said_as_people_say_it(name: str, value: Any, words: str) -> None:
    assert answer_words(Boxes.base_fields[name], value) == words
