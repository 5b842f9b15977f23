"""Can a letter be posted to these address lines?

As GOV.UK Notify, the printing service, judges them, and one rule of our own for prisons. Some rules are about the
service's machines alone: they stop only what the service prints, and are a warning for what is printed here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from careleavers.rules import identifiers
from offers.rules.countries import is_abroad, is_crown_dependency, is_united_kingdom

LEAST_LINES, MOST_LINES = 3, 7
BAD_FIRST_CHARACTERS = '@()=[]"“”\\/,<>~'
NO_FIXED_ABODE = re.compile(r"\bno fixed (abode|address)\b|^n\.? ?f\.? ?a\.?$", re.IGNORECASE | re.MULTILINE)
BFPO = re.compile(r"\s*BFPO\s*(c/o)?\s*(?P<number>\d+)?\s*", re.IGNORECASE)
LETTER_OR_NUMBER = re.compile(r"[A-Za-z0-9]")
# GOV.UK, "Staying in touch with someone in prison": a letter carries the prisoner's name and number. Secure children's
# homes and secure training centres give no such number.
PRISON = re.compile(r"\b(HMP|HMYOI|HM ?P?YOI|YOI|HM Prison|Young Offenders?'? Institution)\b", re.IGNORECASE)
GIROBANK = "GIR 0AA"  # a real postcode that the printing service does not take
# Spaces that nobody sees, copied from other programs.
UNSEEN_SPACES = dict.fromkeys(map(ord, "\u180e\u200b\u200c\u200d\u2060\ufeff"))
PRISONER_NUMBER = re.compile(r"\b[A-Z]\d{4}[A-Z]{2}\b", re.IGNORECASE)


class LetterChannel(StrEnum):
    """By which way a letter goes: who prints it and posts it, or as a message."""

    OWN_PRINTER = "own_printer"
    PRINTING_SERVICE = "printing_service"
    EMAIL = "email"
    TEXT = "text"

    @property
    def label(self) -> str:
        return CHANNEL_LABELS[self]

    @property
    def is_message(self) -> bool:
        """Whether no paper goes: the letter by email, or a text that says that there is one."""
        return self in MESSAGES

    def stops(self, fault: AddressFault) -> bool:
        """Whether a fault stops a letter that goes this way."""
        return self is LetterChannel.PRINTING_SERVICE or fault.code not in ONLY_FOR_THE_SERVICE


CHANNEL_LABELS = {
    LetterChannel.OWN_PRINTER: "Printed and posted here",
    LetterChannel.PRINTING_SERVICE: "Printed and posted by GOV.UK Notify",
    LetterChannel.EMAIL: "Sent by email",
    LetterChannel.TEXT: "A text says that it is there",
}
MESSAGES = (LetterChannel.EMAIL, LetterChannel.TEXT)
BY_NOTIFY = (LetterChannel.PRINTING_SERVICE, LetterChannel.TEXT)
ONLY_FOR_THE_SERVICE = frozenset({"invalid-address-line-1-or-2", "invalid-char-in-address"})


@dataclass(frozen=True)
class AddressFault:
    """One thing wrong with an address. `code` is the service's, or our own where `judged_by_service` is False."""

    code: str
    message: str
    judged_by_service: bool = True


def address_problems(
    lines: Iterable[str], *, channel: LetterChannel = LetterChannel.PRINTING_SERVICE, allow_abroad: bool = True
) -> tuple[str, ...]:
    """What stops a letter to these lines, one sentence each saying what to do; empty when it can be posted."""
    return tuple(fault.message for fault in address_faults(lines, allow_abroad=allow_abroad) if channel.stops(fault))


def address_faults(lines: Iterable[str], *, allow_abroad: bool = True) -> tuple[AddressFault, ...]:
    """Every fault of an address, each with its code. Empty lines and spaces around a line do not count."""
    tidy = tidied(lines)
    if not tidy:
        return (AddressFault("address-is-empty", "There is no address. Ask where letters should go."),)
    printed = _without_home_country(tidy)
    found = [*_number_of_lines(printed), *_names_and_characters(printed), *_last_line(printed, allow_abroad)]
    text = "\n".join(tidy)
    if NO_FIXED_ABODE.search(text):
        say = "No fixed abode is not an address. Ask for one where letters are safe, or give the letter by hand."
        found.append(AddressFault("no-fixed-abode-address", say))
    if PRISON.search(text) and not PRISONER_NUMBER.search(text):
        say = "A letter to a prison needs the prisoner number beside the name, like A1234BC. Ask the prison for it."
        found.append(AddressFault("prisoner-number-missing", say, judged_by_service=False))
    return tuple(found)


def tidied(lines: Iterable[str]) -> tuple[str, ...]:
    """The lines as they would print: spaces closed up, spaces and commas at the end and empty lines left out."""
    closed_up = (" ".join(line.translate(UNSEEN_SPACES).split()).rstrip(" ,") for line in lines)
    return tuple(line for line in closed_up if line)


def _number_of_lines(lines: tuple[str, ...]) -> list[AddressFault]:
    if len(lines) < LEAST_LINES:
        say = f"The address has {len(lines)} of the {LEAST_LINES} lines it needs at least. Add what is missing."
        return [AddressFault("not-enough-address-lines", say)]
    if len(lines) > MOST_LINES:
        say = f"The address has {len(lines)} lines and only {MOST_LINES} fit the window. Put two of them on one line."
        return [AddressFault("too-many-address-lines", say)]
    return []


def _names_and_characters(lines: tuple[str, ...]) -> list[AddressFault]:
    found = []
    if not all(LETTER_OR_NUMBER.search(line) for line in lines[:2]):
        say = (
            "Each of the first two address lines needs a letter from A to Z or a number. Write them in English letters."
        )
        found.append(AddressFault("invalid-address-line-1-or-2", say))
    found += [
        AddressFault("invalid-char-in-address", f"An address line cannot begin with {line[0]} (“{line}”). Take it out.")
        for line in lines
        if line[0] in BAD_FIRST_CHARACTERS
    ]
    return found


def _last_line(lines: tuple[str, ...], allow_abroad: bool) -> list[AddressFault]:
    rest = _without_bfpo(lines)
    abroad = bool(rest) and is_abroad(rest[-1])
    if len(rest) < len(lines):
        say = "A BFPO address must not end with a country. Take the country out."
        return [AddressFault("has-country-for-bfpo-address", say)] if abroad else []
    if abroad:
        say = "Letters abroad are not allowed by this service. Use an address in the United Kingdom."
        return [] if allow_abroad else [AddressFault("cant-send-international-letters", say)]
    if identifiers.check("postcode", lines[-1]).normal not in (None, GIROBANK):
        return []
    if allow_abroad:
        say = "The last line must be a real UK postcode on its own, or the name of another country."
        return [AddressFault("not-a-real-uk-postcode-or-country", say)]
    return [AddressFault("not-a-real-uk-postcode", "The last line must be a real UK postcode on its own.")]


def _without_home_country(lines: tuple[str, ...]) -> tuple[str, ...]:
    """The service leaves out "England" and the like below the postcode before it counts lines."""
    kept = _without_bfpo(lines)
    number = next((line for line in lines if _bfpo_number(line)), None)
    if len(kept) > 1 and is_crown_dependency(kept[-1]):
        kept = kept[:-1]
    else:
        while len(kept) > 1 and is_united_kingdom(kept[-1]):
            kept = kept[:-1]
    return kept if number is None else (*kept, number)


def _without_bfpo(lines: tuple[str, ...]) -> tuple[str, ...]:
    """The lines without those that name a British Forces Post Office, where one of them gives its number."""
    if not any(_bfpo_number(line) for line in lines):
        return lines
    return tuple(line for line in lines if not BFPO.fullmatch(line))


def _bfpo_number(line: str) -> str | None:
    match = BFPO.fullmatch(line)
    return match["number"] if match else None
