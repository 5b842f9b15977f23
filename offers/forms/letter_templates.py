"""The words of a letter, as somebody writes them. This form validates and never saves."""

from __future__ import annotations

from django import forms

from careleavers.forms.revisions import RevisedForm
from offers.documents.letter_markdown import BadTemplate, read_template
from offers.rules.letter_templates import MOST_CHARACTERS


class LetterTemplateForm(RevisedForm):
    text = forms.CharField(
        label="What the letter says",
        max_length=MOST_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 20, "spellcheck": "true"}),
        help_text="An empty line begins a paragraph. “# ” begins the heading, “## ” a smaller one, “- ” a point of a "
        "list; **two stars** on each side make words bold.",
    )

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        try:
            read_template(text, self.row.template_kind)
        except BadTemplate as wrong:
            raise forms.ValidationError([str(fault) for fault in wrong.faults]) from wrong
        return text
