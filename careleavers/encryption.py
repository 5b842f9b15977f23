"""Secrets of second steps are kept encrypted (Fernet: AES-128-CBC with HMAC-SHA256), so that nobody makes codes from a
copy of the database alone.

The keys are derived from settings.SECOND_STEP_KEYS: the first encrypts, all of them decrypt. What was stored before
there was encryption is read as it is; `encrypt_second_steps` rewrites it, and what an older key encrypted, at night.
"""

from __future__ import annotations

import base64
import logging
import secrets

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

PURPOSE = b"careleavers second steps"
MARK = "fernet:"  # before whatever is encrypted; a stored secret in clear is base32 or hexadecimal, which has no colon


def encrypt(text: str) -> str:
    return MARK + _fernet().encrypt(text.encode()).decode()


def decrypt(stored: str) -> str:
    """The text. Where no key opens it, a secret that nobody has, so that no code is right: the log says so."""
    if not is_encrypted(stored):
        return stored
    try:
        return _fernet().decrypt(stored.removeprefix(MARK).encode()).decode()
    except InvalidToken:
        logging.getLogger(__name__).error(
            "A second step cannot be read: it was encrypted with a key that is in neither SECOND_STEP_KEY nor"
            " SECOND_STEP_KEY_FALLBACKS. Put the former key there, or remove the second step of the account."
        )
        return base64.b32encode(secrets.token_bytes(20)).decode()


def is_encrypted(stored: str) -> bool:
    return stored.startswith(MARK)


def is_of_first_key(stored: str) -> bool:
    """Whether the first key alone opens it."""
    if not is_encrypted(stored):
        return False
    try:
        _derived(settings.SECOND_STEP_KEYS[0]).decrypt(stored.removeprefix(MARK).encode())
    except InvalidToken:
        return False
    return True


def can_decrypt(stored: str) -> bool:
    """Whether it is in clear, or one of the keys opens it."""
    if not is_encrypted(stored):
        return True
    try:
        _fernet().decrypt(stored.removeprefix(MARK).encode())
    except InvalidToken:
        return False
    return True


def _fernet() -> MultiFernet:
    return MultiFernet([_derived(key) for key in settings.SECOND_STEP_KEYS])


def _derived(key: str) -> Fernet:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=PURPOSE).derive(key.encode())
    return Fernet(base64.urlsafe_b64encode(derived))
