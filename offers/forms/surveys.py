"""Rounds of a survey and what is answered in them. These forms validate and never save."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django import forms

from careleavers.forms.base import Form
from careleavers.forms.fields import DayField, refuse_day_over
from careleavers.forms.revisions import RevisedForm
from offers.models import SurveyInvitation, SurveyQuestion, SurveyResponse
from offers.models.surveys import AREAS
from offers.rules.surveys import QUESTION_WORDS, SCALE_WORDS, QuestionKind

MOST_ASKED, MOST_CHOICES = 500, 8
NOT_SAFE = "Says that they are not safe, or somebody else is not, and wrote no more."
NO_REPLY = "no_reply"
TRY_RESULTS = [
    (NO_REPLY, "No reply, or phone again another day"),
    (SurveyInvitation.DECLINED, "They do not want to answer"),
    (SurveyInvitation.NOT_REACHED, "The number is wrong, and there is no other way"),
]


class RoundForm(RevisedForm):
    mark_optional = False  # what may be left for later must be there when the round begins

    title = forms.CharField(label="Title", max_length=120, help_text="Such as “Autumn 2026”.")
    welcome = forms.CharField(
        label="What is said first",
        required=False,
        max_length=1500,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Who you are, why you ask, how long it takes. How answers are kept is said after it by itself.",
    )
    areas = forms.MultipleChoiceField(
        label="About which areas of the local offer?",
        required=False,
        choices=AREAS,
        widget=forms.CheckboxSelectMultiple,
    )
    size = forms.IntegerField(
        label="How many young people are asked?",
        min_value=1,
        max_value=MOST_ASKED,
        help_text="They are drawn by chance from everybody of 16 to 24, in proportion to the age bands.",
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-5"}),
    )
    closes_on = DayField(label="Last day for answers", called="the last day")

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["closes_on"].set_today(today, future=True)  # type: ignore[attr-defined]


class SurveyQuestionForm(RevisedForm):
    text = forms.CharField(label="The question", max_length=200, help_text="One thing, in plain words.")
    kind = forms.ChoiceField(
        label="How is it answered?",
        choices=[(kind.value, words) for kind, words in QUESTION_WORDS.items()],
        widget=forms.RadioSelect,
    )
    choices = forms.CharField(
        label="If by one of several answers: which?",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="One on each line, two at least.",
    )

    def initial_of(self, row: Any) -> dict[str, Any]:
        return super().initial_of(row) | {"choices": "\n".join(row.choices)}

    def clean_choices(self) -> list[str]:
        lines = [line.strip() for line in self.cleaned_data["choices"].splitlines()]
        return list(dict.fromkeys(filter(None, lines)))

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        choices = given.get("choices", [])
        if given.get("kind") != QuestionKind.CHOICE:
            given["choices"] = []
        elif not 2 <= len(choices) <= MOST_CHOICES:
            self.add_error("choices", f"Write from two to {MOST_CHOICES} answers, one on each line")
        elif any(len(choice) > 60 for choice in choices):
            self.add_error("choices", "Shorten the answers: each may have 60 characters")
        return given


class AnswersForm(Form):
    """The questions of a round, all of them optional. `answers` gives what was answered, by question."""

    def __init__(self, *args: Any, questions: Sequence[SurveyQuestion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = list(self.fields)
        self.questions = {self.name_of(question): question for question in questions}
        for name, question in self.questions.items():
            self.fields[name] = _field_of(question)
        self.order_fields([*self.questions, *own])
        self.set_plain_messages()

    @staticmethod
    def name_of(question: SurveyQuestion) -> str:
        return f"answer_{question.pk.hex}"

    @property
    def answers(self) -> dict[UUID, int | str]:
        """What a valid form says: a number or words for each question that was answered."""
        found = {}
        for name, question in self.questions.items():
            if answer := self.cleaned_data[name]:
                found[question.pk] = int(answer) if question.kind == QuestionKind.SCALE else answer
        return found


def _field_of(question: SurveyQuestion) -> forms.Field:
    tiles = forms.RadioSelect(attrs={"class": "tiles"})
    match question.kind:
        case QuestionKind.SCALE:
            numbers = [(str(number), words) for number, words in SCALE_WORDS.items()]
            return forms.ChoiceField(label=question.text, required=False, choices=numbers, widget=tiles)
        case QuestionKind.CHOICE:
            choices = [(choice, choice) for choice in question.choices]
            return forms.ChoiceField(label=question.text, required=False, choices=choices, widget=tiles)
    return forms.CharField(
        label=question.text, required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )


class AnswersAndMessageForm(AnswersForm):
    """With what is to be passed on beside the answers: `pass_on`, and whether somebody is `not_safe`. The id that the
    form brings makes one message of one that is sent twice.
    """

    message_id = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["message_id"].initial = uuid4()

    def is_unsafe_without_words(self, given: Mapping[str, Any]) -> bool:
        """Whether somebody is not safe and nothing is written about it."""
        return bool(given.get("not_safe") and not given.get("pass_on") and "pass_on" not in self.errors)


class CallForm(AnswersAndMessageForm):
    """What somebody answered to a worker, and what is to be passed on from it."""

    route = forms.ChoiceField(
        label="How did they answer?",
        choices=[each for each in SurveyResponse.ROUTES if each[0] != SurveyResponse.LINK],
        initial=SurveyResponse.PHONE,
        widget=forms.RadioSelect(attrs={"class": "tiles"}),
    )
    pass_on = forms.CharField(
        label="Is there something to pass on to whoever works with them?",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Only what they agree to, or what is not safe. It goes with their name, apart from the answers.",
    )
    not_safe = forms.BooleanField(label="Somebody is not safe: it is to be answered today", required=False)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if self.is_unsafe_without_words(given):
            self.add_error("pass_on", "Write down what is not safe, so that whoever works with them can act")
        return given


class SurveyLinkForm(AnswersAndMessageForm):
    """What somebody answers by a link, and what they want help with. Whoever is not safe need write nothing."""

    mark_optional = False  # it is said above the first that all may be left out

    pass_on = forms.CharField(
        label="Do you want help with something?",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="This goes to whoever works with you, with your name, and apart from your answers.",
    )
    not_safe = forms.BooleanField(label="I am not safe, or somebody else is not", required=False)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if self.is_unsafe_without_words(given):
            given["pass_on"] = NOT_SAFE
        return given

    @property
    def passed_on(self) -> dict[str, Any]:
        """Of a valid form, what goes to whoever works with them, apart from the answers."""
        return {name: self.cleaned_data[name] for name in ("message_id", "pass_on", "not_safe")}


class SurveyTryForm(Form):
    result = forms.ChoiceField(
        label="What happened?", choices=TRY_RESULTS, widget=forms.RadioSelect(attrs={"class": "tiles"})
    )
    call_again_on = DayField(label="Phone again on", called="the day on which to phone again", required=False)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["call_again_on"].set_today(today, future=True)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        refuse_day_over(self, "call_again_on", self.today)
        return given

    @property
    def outcome(self) -> str:
        """The outcome of the invitation that a valid form says, "" while it goes on."""
        result = self.cleaned_data["result"]
        return "" if result == NO_REPLY else str(result)


class ThemeForm(RevisedForm):
    title = forms.CharField(label="A theme", max_length=80, help_text="Such as “Waiting for a flat”.")


class MarksForm(Form):
    """Which themes an answer is about."""

    mark_optional = False

    themes = forms.MultipleChoiceField(label="Themes", required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, themes: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["themes"].choices = themes  # type: ignore[attr-defined]
