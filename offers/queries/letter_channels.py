"""By which way letters go: who prints and posts them, and who prefers an email or a text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings

from careleavers.models import ContactDetail
from careleavers.rules.code_sets import HomeKind
from offers.models import Letter
from offers.queries.letter_facts import PeopleFacts, row_on
from offers.rules.addresses import LetterChannel
from offers.rules.letter_kinds import LetterKind
from offers.rules.messages import mobile_to_text


def service_is_connected() -> bool:
    """Whether whoever runs this system has given it a key of GOV.UK Notify."""
    return bool(settings.NOTIFY_API_KEY)


def texts_are_connected() -> bool:
    return service_is_connected() and bool(settings.NOTIFY_TEXT_TEMPLATE)


def authority_channel(policies: Mapping[str, Any]) -> LetterChannel:
    """As the authority has chosen, where the printing service is connected; else letters are printed here."""
    return LetterChannel(policies["letter_channel"]) if service_is_connected() else LetterChannel.OWN_PRINTER


@dataclass(frozen=True)
class MessageRoute:
    """How somebody is written to without paper. `to`: the email address, or the digits of the mobile; `changed_on`:
    since when that is so."""

    channel: LetterChannel
    to: str
    changed_on: date


def message_route(facts: PeopleFacts, letter: Letter, policies: Mapping[str, Any]) -> MessageRoute | None:
    """As they prefer to be reached, where the authority writes so and it is safe; None where the letter is paper.

    What is not safe to use, or only with care, is never used; nor is what another entry of theirs says is not safe. A
    letter for council tax is shown to an office, and in custody there is no phone.
    """
    if policies["letters_as_preferred"] != "yes" or letter.by_post or letter.kind == LetterKind.COUNCIL_TAX:
        return None
    home = facts.home(letter.person_id)
    if home and home.kind == HomeKind.CUSTODY:
        return None
    now = [each for each in facts.contact_details[letter.person_id] if row_on([each], facts.today)]
    unsafe = {each.search_value for each in now if not each.safe_to_use}
    for each in now:
        if each.is_preferred and each.search_value not in unsafe and not each.how_to_use:
            return _route_by(each)
    return None


def _route_by(detail: ContactDetail) -> MessageRoute | None:
    since = max(detail.starts_on, detail.recorded_at.date() if detail.recorded_by_id else date.min)
    if detail.kind == "email":
        return MessageRoute(LetterChannel.EMAIL, detail.value.strip(), since)
    number = mobile_to_text(detail.value) if detail.kind == "mobile" and texts_are_connected() else ""
    return MessageRoute(LetterChannel.TEXT, number, since) if number else None
