"""A reviewer's own rating of a plan."""

from __future__ import annotations

from django import forms

from careleavers.forms.base import Form
from pathways.rules.plan_rag import RAG_WORDS


class RatingForm(Form):
    WORKED_OUT = "worked_out"

    rag = forms.ChoiceField(
        label="How do you rate this plan?",
        choices=[*((rag.value, words) for rag, words in RAG_WORDS.items()), (WORKED_OUT, "As it is worked out")],
        widget=forms.RadioSelect(attrs={"class": "tiles"}),
    )
    reason = forms.CharField(
        label="Why?",
        max_length=500,
        help_text="In a sentence or two that the young person may read.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean_rag(self) -> str:
        rag = str(self.cleaned_data["rag"])
        return "" if rag == self.WORKED_OUT else rag
