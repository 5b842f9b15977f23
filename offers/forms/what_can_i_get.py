"""Four questions to somebody who wants to know what they can get."""

from __future__ import annotations

from django import forms
from django.forms import RadioSelect

from careleavers.forms.base import Form
from offers.rules.what_can_i_get import IN_CARE_IN_WORDS, YES_IN_WORDS, FourAnswers, InCare, Yes


class WhatCanIGetForm(Form):
    """Sent by GET: the answers stand in the address alone and are kept nowhere."""

    age = forms.IntegerField(
        label="How old are you?",
        min_value=5,
        max_value=100,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-3"}),
    )
    in_care = forms.ChoiceField(
        label="Were you in care when you were 16 or 17?", choices=IN_CARE_IN_WORDS, widget=RadioSelect
    )
    weeks = forms.ChoiceField(
        label="Were you in care for 13 weeks or more, all together, after you turned 14?",
        help_text="With foster carers, in a children's home, or with relatives while a council looked after you.",
        choices=YES_IN_WORDS,
        widget=RadioSelect,
    )
    learning = forms.ChoiceField(
        label="Are you at school, at college, at university or in training?",
        choices=YES_IN_WORDS[:2],
        widget=RadioSelect,
    )

    @property
    def answers(self) -> FourAnswers:
        given = self.cleaned_data
        return FourAnswers(
            age=given["age"],
            in_care=InCare(given["in_care"]),
            weeks=Yes(given["weeks"]),
            learning=given["learning"] == Yes.YES,
        )
