"""Whether a child of a return is somebody the record has under another number, or under none.

A number alone is no identity: spreadsheets drop leading zeros and write long numbers as 1.23457E+11, and a new case
management system gives new numbers. So the number, the UPN, the date of birth and the first days of care are compared
together. Reads no database.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import IntEnum

from careleavers.rules import identifiers

AS_FORMULA = re.compile(r'="?([^"]*)"?')  # how a spreadsheet is kept from reading a number: ="0012345"
WHOLE = re.compile(r"(\d+)\.0+")
SCIENTIFIC = re.compile(r"(\d)(?:\.(\d+))?E\+?(\d{1,2})", re.IGNORECASE)
UPN_LENGTH = 13


class LikenessVerdict(IntEnum):
    """What likeness means for a child and a record, the weakest first."""

    OTHERS = 0  # nothing to say
    NEW_AND_NOTED = 1  # loaded as somebody new; both records are to be compared by somebody
    REFUSED = 2  # likely the same, but something contradicts it or too little is known: nothing is loaded
    SAME = 3


@dataclass(frozen=True, slots=True)
class Likeness:
    """What a child of a return and a record share. `gender`: not known to differ. `upns_differ`: both have a real UPN,
    and not the same."""

    number: bool
    upn: bool
    birth: bool
    first_day: bool
    gender: bool = True
    upns_differ: bool = False

    @property
    def verdict(self) -> LikenessVerdict:
        shared = self.number + self.upn + self.first_day
        if self.birth:
            if (self.number and not self.upns_differ) or (self.upn and self.first_day):
                return LikenessVerdict.SAME
            if self.number or self.upn:
                return LikenessVerdict.REFUSED
            may_be = self.first_day and self.gender and not self.upns_differ
            return LikenessVerdict.NEW_AND_NOTED if may_be else LikenessVerdict.OTHERS
        if shared >= 2:
            return LikenessVerdict.REFUSED
        return LikenessVerdict.NEW_AND_NOTED if self.number or self.upn else LikenessVerdict.OTHERS

    def __str__(self) -> str:
        """ "the same UPN, date of birth and first day of care"."""
        said = [
            words
            for words, is_so in (
                ("number but for its zeros", self.number),
                ("UPN", self.upn),
                ("date of birth", self.birth),
                ("first day of care", self.first_day),
            )
            if is_so
        ]
        return f"the same {' and '.join([', '.join(said[:-1]), said[-1]] if len(said) > 1 else said)}"


def cleaned_number(number: str) -> str:
    """The number without what a spreadsheet wrote around it: 12345.0, ="0012345", '0012345."""
    if found := AS_FORMULA.fullmatch(number):
        number = found[1]
    number = number.removeprefix("'").strip()
    whole = WHOLE.fullmatch(number)
    return whole[1] if whole else number


def plain_number(number: str) -> str:
    """What is left of a number when a spreadsheet has been at it: no zeros in front, no blanks, no commas."""
    number = re.sub(r"[\s,']", "", cleaned_number(number)).upper()
    if SCIENTIFIC.fullmatch(number):
        number = f"{Decimal(number):f}"
    return number.lstrip("0")


def same_number(one: str, other: str) -> bool:
    """Whether two numbers are the same but for what a spreadsheet does to them; a rounded one fits many."""
    if plain_number(one) == plain_number(other):
        return bool(plain_number(one))
    return _rounds_to(one, other) or _rounds_to(other, one)


def _rounds_to(rounded: str, whole: str) -> bool:
    found, digits = SCIENTIFIC.fullmatch(rounded), plain_number(whole)
    if not found or not digits.isdecimal():
        return False
    places = len(found[2] or "")
    return f"{Decimal(digits):.{places}E}" == f"{Decimal(rounded):.{places}E}"


def real_upn(upn: str) -> str:
    """The UPN, or "" for none and for a code that says why there is none."""
    upn = upn.upper()
    return upn if len(upn) == UPN_LENGTH and upn not in identifiers.UPN_UNKNOWN_CODES else ""
