"""What is wrong with a page, and the answer. These forms validate and never save."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django import forms

from careleavers.forms.base import Form


class PageProblemForm(Form):
    problem_id = forms.UUIDField(widget=forms.HiddenInput)
    page = forms.CharField(widget=forms.HiddenInput, required=False, max_length=200)
    text = forms.CharField(
        label="What is wrong?",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="What you did, what you expected, what came. Name no young person: who answers reads no record.",
    )

    def __init__(self, *args: Any, page: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["problem_id"].initial = uuid4()
        self.fields["page"].initial = page


class AnswerToProblemForm(Form):
    answer = forms.CharField(label="Your answer", max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))
