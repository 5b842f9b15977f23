"""What else is asked of a password."""

from __future__ import annotations

from itertools import pairwise

from django.core.exceptions import ValidationError

from careleavers.models import User

FEWEST_CHARACTERS = 5


class RepeatedPasswordValidator:
    """Refuses what is long only because something short is written over again, or counts on: "passwordpassword",
    "Password1Password1", "abcabcabcabc", "aaaaaaaaaaaa", "123456789012"."""

    def validate(self, password: str, user: User | None = None) -> None:
        text = password.casefold()
        if is_repeated(text) or len(set(text)) < FEWEST_CHARACTERS or counts_on(text):
            raise ValidationError("Choose another password: this one is something short, written over again.")

    def get_help_text(self) -> str:
        return "Not something short that is written over again."


def is_repeated(text: str) -> bool:
    """Whether it is the beginning of a shorter text written over and over: "abcabcab" is."""
    return any(text == (text[:size] * len(text))[: len(text)] for size in range(1, len(text) // 2 + 1))


def counts_on(text: str) -> bool:
    """Whether each character is the next one after that before it, up or down; nine is followed by nought."""
    steps = {(ord(after) - ord(before)) for before, after in pairwise(text)}
    return bool(steps) and (steps <= {1, -9} or steps <= {-1, 9})
