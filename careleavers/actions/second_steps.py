"""Second steps as they are stored."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator

from careleavers import encryption
from careleavers.actions.base import action

SECRET_TYPES = (Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES)
SECRETS = ("secret", "seed", "migrated_codes")  # what allauth encrypts of their data


@action
def encrypt_second_steps(*, by: None = None) -> int:
    """Rewrite what is stored in clear or under an older key with the first one; returns how many. What no key opens
    stays as it is."""
    changed = 0
    for step in Authenticator.objects.select_for_update().filter(type__in=SECRET_TYPES).order_by("pk"):
        data = {name: _rewritten(value) if name in SECRETS else value for name, value in step.data.items()}
        if data != step.data:
            step.data = data
            step.save(update_fields=["data"])
            changed += 1
    return changed


def _rewritten(value: Any) -> Any:
    if isinstance(value, list):
        return [_rewritten(each) for each in value]
    if encryption.is_of_first_key(value) or not encryption.can_decrypt(value):
        return value
    return encryption.encrypt(encryption.decrypt(value))
