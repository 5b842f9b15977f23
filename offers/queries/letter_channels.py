"""Who prints letters and posts them."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings

from offers.rules.addresses import LetterChannel


def service_is_connected() -> bool:
    """Whether whoever runs this system has given it a key of GOV.UK Notify."""
    return bool(settings.NOTIFY_API_KEY)


def authority_channel(policies: Mapping[str, Any]) -> LetterChannel:
    """As the authority has chosen, where the printing service is connected; else letters are printed here."""
    return LetterChannel(policies["letter_channel"]) if service_is_connected() else LetterChannel.OWN_PRINTER
