"""Addresses that open something to whoever has them. Pure."""

from __future__ import annotations

from hashlib import sha256

SECRET_BYTES = 32


def digest_of(secret: str) -> str:
    """What is kept of a secret: its SHA-256 in hexadecimal, from which it cannot be read again."""
    return sha256(secret.encode()).hexdigest()
