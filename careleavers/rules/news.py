"""What changed from version to version, read out of the changelog. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from careleavers.rules.words import MONTHS

VERSION = re.compile(r"^## (?P<number>\d+\.\d+\.\d+) — (?P<day>.+)$")
HEADING, ENTRY, GOES_ON = "### ", "- ", "  "
RELEASED = re.compile(r"^(?P<day>\d{1,2}) (?P<month>\w+) (?P<year>\d{4})$")
# Of an entry, the words before its first colon or the end of its first sentence.
LEAD = re.compile(r"^(?P<lead>.+?(?::|\.(?= |$)))(?P<rest>.*)$", re.DOTALL)
LONGEST_LEAD = 160  # characters; a longer first sentence is not set apart
LINK = re.compile(r"\[([^\]]+)\]\([^)]+\)")


@dataclass(frozen=True)
class NewsEntry:
    """One change: its first words, and what follows them."""

    lead: str
    rest: str


@dataclass(frozen=True)
class NewsPart:
    """The changes below one heading; "" for those above the first."""

    heading: str
    entries: tuple[NewsEntry, ...]


@dataclass(frozen=True)
class Version:
    """`released_on`: None while it is not released."""

    number: str
    released_on: date | None
    parts: tuple[NewsPart, ...]


def versions_of(changelog: str) -> tuple[Version, ...]:
    """Every version of a changelog, the newest first, as the file has them."""
    found: list[tuple[str, date | None, dict[str, list[str]]]] = []
    heading = ""
    for line in changelog.splitlines():
        if begins := VERSION.match(line):
            found.append((begins["number"], _day(begins["day"]), {}))
            heading = ""
        elif found and line.startswith(HEADING):
            heading = line.removeprefix(HEADING).strip()
        elif found and line.startswith(ENTRY):
            found[-1][2].setdefault(heading, []).append(line.removeprefix(ENTRY))
        elif line.startswith(GOES_ON) and found and heading in found[-1][2]:
            found[-1][2][heading][-1] += f" {line.strip()}"
    return tuple(
        Version(number, day, tuple(NewsPart(heading, tuple(map(_entry, lines))) for heading, lines in parts.items()))
        for number, day, parts in found
    )


def _day(text: str) -> date | None:
    """ "28 November 2026" as a day; None for other words."""
    found = RELEASED.match(text.strip())
    if found is None or found["month"] not in MONTHS:
        return None
    return date(int(found["year"]), MONTHS.index(found["month"]) + 1, int(found["day"]))


def _entry(line: str) -> NewsEntry:
    said = LINK.sub(r"\1", line).replace("`", "").replace("*", "").strip()
    found = LEAD.match(said)
    if found is None or len(found["lead"]) > LONGEST_LEAD:
        return NewsEntry("", said)
    return NewsEntry(found["lead"].removesuffix(":"), found["rest"].strip())
