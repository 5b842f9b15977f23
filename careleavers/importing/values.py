"""What a cell of a file may hold: each kind of value says what it takes, and reads it or says what is wrong."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from decimal import Decimal
from functools import lru_cache
from typing import Any, Protocol
from uuid import UUID

from careleavers.rules import identifiers
from careleavers.rules.words import MONTHS, day, listing, storable

FIRST_YEAR, LAST_YEAR = 1900, 2100
YES, NO = ("yes", "y", "true", "1"), ("no", "n", "false", "0")
SHOWN = 60  # characters of a cell that a message repeats
CHOICES_SHOWN = 12
NUMERIC_DAY = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{2,4})")
NAMED_DAY = re.compile(r"(\d{1,2})[ \-]([A-Za-z]{3,9})[ \-](\d{2,4})")
ISO_DAY = re.compile(r"(\d{4})[/\-](\d{1,2})[/\-](\d{1,2})")
TIME_OF_DAY = re.compile(r"[ T]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?( ?[AaPp][Mm])?(Z|\+00:00)?$")
HOUR = re.compile(r"(\d{1,2})[:.](\d{2})(?::\d{2})? ?([AaPp][Mm])?")
PLAIN_NUMBER = re.compile(r"-?(\d{1,12}|\d{1,3}(,\d{3}){1,3})(\.\d{1,12})?")  # commas between thousands alone
EXCEL_SERIAL = re.compile(r"\d{5}")  # 18 May 1927 to 13 October 2173


class Unusable(Exception):
    """The cell cannot be taken: the message says what is wrong and what to do."""


@dataclass(frozen=True)
class Colleague:
    """Somebody who has an account."""

    id: UUID
    name: str
    is_active: bool


@dataclass(frozen=True)
class KnownTeam:
    id: UUID
    name: str
    closed_on: date | None


@dataclass(frozen=True)
class Known:
    """What cells are read against. `colleagues` are by e-mail address, `teams` by name, both in lower case."""

    today: date
    colleagues: Mapping[str, Colleague] = field(default_factory=dict)
    teams: Mapping[str, KnownTeam] = field(default_factory=dict)


class Value(Protocol):
    """A kind of value. `blank` is what an empty cell becomes."""

    @property
    def words(self) -> str: ...
    @property
    def blank(self) -> Any: ...
    def read(self, text: str, known: Known) -> Any:
        """The value of a cell that is not empty. Unusable with a sentence."""


def shown(text: str) -> str:
    """The beginning of what a cell holds, in quotation marks."""
    line = " ".join(text.split())
    return f"“{line if len(line) <= SHOWN else line[:SHOWN] + '…'}”"


@dataclass(frozen=True)
class TextValue:
    longest: int
    many_lines: bool = False
    blank: str = ""

    @property
    def words(self) -> str:
        return f"Text of up to {self.longest:,} characters" + (", on several lines if need be" * self.many_lines)

    def read(self, text: str, known: Known) -> str:
        kept = storable(text).strip() if self.many_lines else " ".join(storable(text).split())
        if len(kept) > self.longest:
            raise Unusable(f"This has {len(kept):,} characters: shorten it to {self.longest:,}.")
        return kept


@dataclass(frozen=True)
class DayValue:
    """A day up to today: what is brought over has happened."""

    words: str = "A day up to today, as DD/MM/YYYY or YYYY-MM-DD"
    blank: None = None

    def read(self, text: str, known: Known) -> date:
        when = read_day(text)
        if when > known.today:
            raise Unusable(
                f"{day(when)} is still to come: check the year. What is planned is left empty here, and written down "
                "in the record afterwards."
            )
        return when


def read_day(text: str) -> date:
    """The day that a text says; a time of day after it is left out. Unusable where it is no day."""
    found = _day(TIME_OF_DAY.sub("", text.strip()))
    if isinstance(found, str):
        raise Unusable(found)
    return found


@lru_cache(maxsize=1 << 15)
def _day(text: str) -> date | str:
    """The day, or the sentence that says why there is none."""
    if EXCEL_SERIAL.fullmatch(text):
        return f"{text} is how a spreadsheet counts days: give the column the format of a date, and save it again."
    if match := ISO_DAY.fullmatch(text):
        year, month, number = match.groups()
    elif match := NUMERIC_DAY.fullmatch(text) or NAMED_DAY.fullmatch(text):
        number, month, year = match.groups()
    else:
        return f"{shown(text)} is no day: write it like 27/03/2008."
    if len(year) != 4:
        return f"The year of {shown(text)} has {len(year)} digits: write all four, like 27/03/2008."
    in_year = int(month) if month.isdigit() else _named_month(month)
    if not 1 <= in_year <= 12:
        return f"{shown(text)} has no real month: write the day first, then the month, like 27/03/2008."
    if not FIRST_YEAR <= int(year) <= LAST_YEAR:
        return f"The year {year} cannot be right: check it."
    try:
        return date(int(year), in_year, int(number))
    except ValueError:
        return f"{MONTHS[in_year - 1]} {year} has no day {number}: check it."


def _named_month(name: str) -> int:
    """1 to 12 from an English name or its beginning; 0 for anything else."""
    return next((n for n, month in enumerate(MONTHS, 1) if month.lower().startswith(name.lower())), 0)


@dataclass(frozen=True)
class HourValue:
    words: str = "A time of day, like 14:30"
    blank: None = None

    def read(self, text: str, known: Known) -> time:
        match = HOUR.fullmatch(text)
        hour, minute = (int(match[1]), int(match[2])) if match else (99, 0)
        if match and match[3] and 1 <= hour <= 12:
            hour = hour % 12 + 12 * (match[3].lower() == "pm")
        elif match and match[3]:
            hour = 99
        if hour > 23 or minute > 59:
            raise Unusable(f"{shown(text)} is no time of day: write it like 14:30.")
        return time(hour, minute)


@dataclass(frozen=True)
class YesNoValue:
    blank: bool | None = False

    @property
    def words(self) -> str:
        return "yes or no" + {True: "; empty means yes", False: "; empty means no", None: ""}[self.blank]

    def read(self, text: str, known: Known) -> bool:
        if text.lower() in YES:
            return True
        if text.lower() in NO:
            return False
        raise Unusable(f"{shown(text)} is neither yes nor no: write one of them.")


@dataclass(frozen=True)
class CodedValue:
    """One of some codes, written as the code or as its words, in capitals or not. `also` are further spellings."""

    codes: Mapping[str, str]
    blank: str = ""
    also: Mapping[str, str] = field(default_factory=dict)

    @property
    def words(self) -> str:
        return "One of: " + "; ".join(f"`{code}` {label}" for code, label in self.codes.items())

    def read(self, text: str, known: Known) -> str:
        found = self._spellings.get(text.casefold())
        if found is None:
            names = [*self.codes]
            some = names if len(names) <= CHOICES_SHOWN else [*names[:CHOICES_SHOWN], "the others that are documented"]
            raise Unusable(f"{shown(text)} is not known here: write one of {listing(some, 'or')}.")
        return found

    @property
    def _spellings(self) -> dict[str, str]:
        return _spellings(tuple(self.codes.items()), tuple(self.also.items()))


LETTERED = re.compile(r"[A-Za-z]\)\s*")  # "a) Yes"


@dataclass(frozen=True)
class DropDownValue(CodedValue):
    """One of some codes as a drop-down of Ofsted's workbooks writes it: "a) Yes", "U: Independent living"."""

    def read(self, text: str, known: Known) -> str:
        plain = LETTERED.sub("", text, count=1)
        for written in (text, plain, plain.partition(":")[0].strip()):
            if found := self._spellings.get(written.casefold()):
                return found
        return super().read(text, known)


@lru_cache
def _spellings(codes: tuple[tuple[str, str], ...], also: tuple[tuple[str, str], ...]) -> dict[str, str]:
    by_words = {label.casefold(): code for code, label in codes}
    return by_words | {other.casefold(): code for other, code in also} | {code.casefold(): code for code, _ in codes}


@dataclass(frozen=True)
class NumberValue:
    """A whole number, or one with decimal places, from `least` to `most`."""

    least: int
    most: int
    places: int = 0
    blank: None = None

    @property
    def words(self) -> str:
        kind = f"A number with up to {self.places} decimal places" if self.places else "A whole number"
        return f"{kind} from {self.least} to {self.most:,}"

    def read(self, text: str, known: Known) -> int | Decimal:
        written = text.removeprefix("£").strip()
        if not PLAIN_NUMBER.fullmatch(written):
            raise Unusable(f"{shown(text)} is no number: write it like {'1234.5' if self.places else '1234'}.")
        number = Decimal(written.replace(",", ""))
        if not self.least <= number <= self.most:
            raise Unusable(f"{shown(text)} is not between {self.least} and {self.most:,}: check it.")
        if number != round(number, self.places):
            raise Unusable(f"{shown(text)} is too exact: {self.words[0].lower()}{self.words[1:]} is kept.")
        return round(number, self.places) if self.places else int(number)


@dataclass(frozen=True)
class IdentifierValue:
    """A number that other services know them by: one of `identifiers.KINDS`."""

    kind: str
    words: str
    blank: str | None = ""

    def read(self, text: str, known: Known) -> str:
        checked = identifiers.check(self.kind, text)
        if not checked.valid or checked.normal is None:
            raise Unusable(checked.message or f"{shown(text)} cannot be right: check it.")
        return checked.normal


@dataclass(frozen=True)
class ColleagueValue:
    """A colleague, by the e-mail address of their account."""

    words: str = "The e-mail address of a colleague who has an account here"
    blank: None = None

    def read(self, text: str, known: Known) -> UUID:
        found = known.colleagues.get(text.lower())
        if found is None:
            raise Unusable(
                f"Nobody here has the e-mail address {shown(text)}: check it, or add an account for them first."
            )
        return found.id


@dataclass(frozen=True)
class ColleaguesValue:
    """Some colleagues, by their e-mail addresses."""

    words: str = "E-mail addresses of colleagues, with semicolons between them"
    blank: Collection[UUID] = ()

    def read(self, text: str, known: Known) -> tuple[UUID, ...]:
        one = ColleagueValue()
        return tuple(dict.fromkeys(one.read(each, known) for each in re.split(r"[;,\s]+", text) if each))


@dataclass(frozen=True)
class TeamValue:
    """A team. Whether it may be a closed one is for the row to say."""

    words: str = "The name of a team, as on the page Teams"
    blank: None = None

    def read(self, text: str, known: Known) -> UUID:
        found = known.teams.get(" ".join(text.lower().split()))
        if found is None:
            raise Unusable(f"There is no team called {shown(text)}: write its name as on the page Teams, or add it.")
        return found.id
