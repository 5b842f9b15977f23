"""Ways to reach somebody, in the form in which they are looked for. Pure."""

from __future__ import annotations

import re

NUMBERS = ("mobile", "phone")


def digits_of(number: str) -> str:
    """The digits of a phone number as dialled inside the country: "+44 7700 900123" is "07700900123"."""
    digits = re.sub(r"[^\d+]", "", number)
    digits = re.sub(r"^(\+44|0044)0?", "0", digits)
    return digits.replace("+", "00", 1) if digits.startswith("+") else digits.replace("+", "")


def normal_form(kind: str, value: str) -> str:
    """What a contact detail of this kind is searched by: digits of a number, else lower case."""
    return digits_of(value) if kind in NUMBERS else value.strip().lower()


def problem(kind: str, value: str) -> str | None:
    """What is wrong with a contact detail of this kind, in a sentence that says what to do; None: nothing."""
    if kind in NUMBERS and not 6 <= len(digits_of(value)) <= 16:
        return "Write the whole phone number, with its area code"
    if kind == "email" and not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s.]{2,}", value.strip()):
        return "Write the whole email address, like amira@example.org"
    return None
