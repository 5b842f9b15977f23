"""What somebody answered in a form, in a shape that can be stored and compared."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence

from django.http import QueryDict

from careleavers.rules.words import storable

# Fields of the page and not of its writer.
NOT_ANSWERS = frozenset({"csrfmiddlewaretoken", "draft", "draft_revision"})


def answers_in(post: QueryDict) -> dict[str, list[str]]:
    """The answers of a form as it was sent, by field."""
    return {name: [str(value) for value in values] for name, values in post.lists() if name not in NOT_ANSWERS}


def normal(answers: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """Without empty answers and differences that no writer sees: kinds of line ends, characters that cannot be kept."""
    plain = {name: [_plain(value) for value in values] for name, values in answers.items() if name not in NOT_ANSWERS}
    return {name: kept for name, values in sorted(plain.items()) if (kept := [value for value in values if value])}


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
