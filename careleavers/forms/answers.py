"""What somebody answered in a form, in a shape that can be stored and compared."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence

from django import forms
from django.http import QueryDict

from careleavers.rules.words import storable

# Fields of the page and not of its writer.
NOT_ANSWERS = frozenset({"csrfmiddlewaretoken", "draft", "draft_revision"})
BOXES = (forms.CharField, forms.IntegerField, forms.TimeField)  # what somebody types into; all else is chosen
CHOSEN = re.compile(r"on|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def answers_in(post: QueryDict) -> dict[str, list[str]]:
    """The answers of a form as it was sent, by field."""
    return {name: [str(value) for value in values] for name, values in post.lists() if name not in NOT_ANSWERS}


def normal(answers: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """Without empty answers and differences that no writer sees: kinds of line ends, characters that cannot be kept."""
    plain = {name: [_plain(value) for value in values] for name, values in answers.items() if name not in NOT_ANSWERS}
    return {name: kept for name, values in sorted(plain.items()) if (kept := [value for value in values if value])}


def typed_in(answers: Mapping[str, Sequence[str]], kinds: Iterable[type[forms.BaseForm]]) -> list[str]:
    """What was typed into the boxes of a form of one of these kinds, without what was chosen, such as a day.

    A box that none of them names is one that a form adds for somebody: what is in it was typed, unless it is a tick or
    an id.
    """
    fields = {name: field for kind in kinds for name, field in kind.base_fields.items()}  # type: ignore[attr-defined]

    def was_typed(name: str, text: str) -> bool:
        if field := fields.get(name):
            return isinstance(field, BOXES) and not field.widget.is_hidden
        return name.removesuffix("_sure") not in fields and not CHOSEN.fullmatch(text)

    return [text for name, texts in answers.items() for text in texts if text.strip() and was_typed(name, text)]


def missing_from(sent: Mapping[str, Sequence[str]], saved: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """The saved answers that are not in what was sent, by field. A text that was written on is in it."""
    given = normal(sent)
    missing = {
        name: [value for value in values if not any(text.startswith(value) for text in given.get(name, ()))]
        for name, values in normal(saved).items()
    }
    return {name: values for name, values in missing.items() if values}


def digest(answers: Mapping[str, Sequence[str]]) -> str:
    """SHA-256 of the normal answers, in hexadecimal: the same for the same answers, and no text can be read from it."""
    return hashlib.sha256(json.dumps(normal(answers)).encode()).hexdigest()


def _plain(text: str) -> str:
    return "\n".join(storable(text).splitlines()).strip()
