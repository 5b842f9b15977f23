"""Addresses that open something to whoever has them and knows one thing more. Pure."""

from __future__ import annotations

import secrets
from datetime import timedelta
from hashlib import sha256

SECRET_BYTES = 32
CODE_DIGITS = 6
MOST_WRONG_TRIES = 5  # after so many a link opens nothing any more
OPEN_FOR = timedelta(days=14)


def new_secret() -> str:
    """A secret for an address, which nobody can guess."""
    return secrets.token_urlsafe(SECRET_BYTES)


def new_code() -> str:
    """A code of six digits, told in another way than the address that it goes with."""
    return f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}}"


def digest_of(secret: str) -> str:
    """What is kept of a secret: its SHA-256 in hexadecimal, from which it cannot be read again."""
    return sha256(secret.encode()).hexdigest()


def digest_of_code(secret: str, code: str) -> str:
    """What is kept of a short code that goes with a secret. Without the secret, which is kept nowhere, no trying of
    every code finds it.
    """
    return digest_of(f"{secret} {''.join(code.split())}")
