"""The local offer as everybody may read it: searched, and what somebody with these answers can get from it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from offers.models import OfferEntry, PartnerService
from offers.rules.offer_areas import Area
from offers.rules.what_can_i_get import FourAnswers, fit

Listed = TypeVar("Listed", OfferEntry, PartnerService)


def entries_with(looked_for: str, entries: Iterable[Listed]) -> list[Listed]:
    """Those that have, for each word looked for, one that begins with it, in whatever case; all for an empty text."""
    if not looked_for.strip():
        return list(entries)
    wanted = _words(looked_for)
    return [entry for entry in entries if wanted and all(_begins(word, entry) for word in wanted)]


def by_area(entries: Iterable[Listed]) -> list[tuple[Area, list[Listed]]]:
    """The areas that have entries, in the order of the Act."""
    listed = list(entries)
    areas = [(area, [entry for entry in listed if entry.area == area]) for area in Area]
    return [(area, theirs) for area, theirs in areas if theirs]


def _begins(word: str, entry: OfferEntry | PartnerService) -> bool:
    return any(each.startswith(word) for each in _words(" ".join(entry.said)))


def _words(text: str) -> list[str]:
    return re.findall(r"\w[\w'’-]*", text.casefold())


@dataclass(frozen=True)
class Theirs:
    """The entries for somebody: certain, those that hang on what they could not say, and later ones with the age."""

    certain: list[OfferEntry]
    perhaps: list[OfferEntry]
    later: list[tuple[int, OfferEntry]]

    def __bool__(self) -> bool:
        return bool(self.certain or self.perhaps or self.later)


def for_somebody(answers: FourAnswers, entries: Iterable[OfferEntry]) -> Theirs:
    theirs = Theirs([], [], [])
    for entry in entries:
        found = fit(answers, statuses=entry.statuses, age_from=entry.age_from, age_to=entry.age_to)
        if found is None:
            continue
        if found.from_age is not None:
            theirs.later.append((found.from_age, entry))
        else:
            is_certain = found.certain and not entry.custody  # nobody is asked where they are
            (theirs.certain if is_certain else theirs.perhaps).append(entry)
    theirs.later.sort(key=lambda one: one[0])
    return theirs
