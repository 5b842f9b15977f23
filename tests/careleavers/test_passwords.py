"""A password is long, not common, and not something short written over again."""

from __future__ import annotations

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError


@pytest.mark.parametrize(
    "password",
    [
        "passwordpassword",
        "Password1Password1",
        "PASSWORDpassword",
        "abcabcabcabc",
        "abcdabcdabcdab",
        "aaaaaaaaaaaaaa",
        "abababababababab",
        "123456789012",
        "abcdefghijklmnop",
        "9876543210987",
        "112211221122112",
        "short",
    ],
)
def test_a_password_that_is_easily_guessed_is_refused(password: str) -> None:
    """Seen to fail: Django's own validators take "passwordpassword"."""
    with pytest.raises(ValidationError):
        validate_password(password)


@pytest.mark.parametrize(
    "password",
    ["demo council 2026", "a passphrase of the tests", "tea and toast at ten", "Zbm4!kQ92xvLp", "abcdabceabcf"],
)
def test_a_passphrase_is_taken(password: str) -> None:
    validate_password(password)
