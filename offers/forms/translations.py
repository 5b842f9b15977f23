"""A draft of the local offer in another language. These forms validate and never save."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from careleavers.forms.base import Form
from careleavers.forms.revisions import RevisedForm
from offers.rules.languages import EDITION_CHOICES, Language
from offers.rules.leaflet_words import MOST_CHARACTERS, WORDS_AROUND

PREFIX = "around_"


def _written_in(language: Language, fields: Mapping[str, forms.Field]) -> None:
    """The browser knows in which language these boxes are written, and from which side."""
    for name, field in fields.items():
        if name != "revision":
            field.widget.attrs |= {"lang": language.tag, "dir": language.direction, "spellcheck": "true"}


class LanguageForm(Form):
    language = forms.ChoiceField(label="Language", choices=[("", "Choose one"), *EDITION_CHOICES])


class TranslationForm(RevisedForm):
    """The beginning, and the words around the entries; what is empty is shown in English."""

    mark_optional = False  # what may be left for later must still be there to approve

    title = forms.CharField(max_length=120, required=False)
    introduction = forms.CharField(required=False, max_length=2250, widget=forms.Textarea)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = self.row.called
        for key, english in WORDS_AROUND.items():
            self.fields[PREFIX + key] = forms.CharField(
                label=english, required=False, max_length=MOST_CHARACTERS, initial=self.row.words.get(key, "")
            )
        _written_in(language, self.fields)
        self.fields["title"].help_text = f"In English: {self.row.offer.title}"

    def initial_of(self, row: Any) -> dict[str, Any]:
        around = {PREFIX + key: row.words.get(key, "") for key in WORDS_AROUND}
        return {"title": row.title, "introduction": row.introduction, **around}

    @property
    def answers(self) -> dict[str, Any]:
        said = super().answers
        around = {key: said.pop(PREFIX + key) for key in WORDS_AROUND}
        return {**said, "words": {key: text for key, text in around.items() if text}}


class EntryTranslationForm(RevisedForm):
    title = forms.CharField(label="What it is", max_length=100)
    text = forms.CharField(label="What you can have", max_length=900, widget=forms.Textarea(attrs={"rows": 4}))
    how_to_claim = forms.CharField(label="How to ask for it", required=False, max_length=450)

    def __init__(self, *args: Any, language: Language, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _written_in(language, self.fields)
