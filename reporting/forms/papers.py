"""What is written to a section of a committee paper."""

from __future__ import annotations

from django import forms

from careleavers.forms.revisions import RevisedForm


class PaperTextForm(RevisedForm):
    text = forms.CharField(
        label="What the committee should know beside the figures",
        help_text="A blank line begins a new paragraph. It will be public: name no young person, and nobody who can be "
        "recognised.",
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 8}),
    )


class PackTextForm(PaperTextForm):
    text = forms.CharField(
        label="What the Board should know beside the figures",
        help_text="About 150 words: each subject has one page. A blank line begins a new paragraph. It will be public: "
        "name no young person, and nobody who can be recognised.",
        required=False,
        max_length=1200,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
