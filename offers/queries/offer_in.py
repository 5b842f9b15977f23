"""A version of the local offer in the words of one edition: what is translated, and what is shown in English."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from offers.models import LocalOffer, OfferEntry, OfferTranslation
from offers.rules.languages import ALL, ENGLISH, Language
from offers.rules.leaflet_words import WORDS_AROUND, ages_in_figures
from offers.rules.offer_areas import Area


@dataclass(frozen=True)
class EntryIn:
    """One entry as an edition says it; in English where `is_translated` is not so."""

    entry: OfferEntry
    title: str
    text: str
    how_to_claim: str
    is_translated: bool = True
    ages: str = ""
    custody: str = ""


def as_written(entry: OfferEntry) -> EntryIn:
    return EntryIn(entry, entry.title, entry.text, entry.how_to_claim, ages=entry.ages, custody=entry.custody_words)


@dataclass(frozen=True)
class AreaIn:
    area: Area
    heading: str
    entries: tuple[EntryIn, ...]


@dataclass(frozen=True)
class OfferIn:
    """`title_is_english`, `introduction_is_english`: what of the beginning this edition does not say itself."""

    code: str
    language: Language
    title: str
    introduction: str
    words: Mapping[str, str]
    areas: tuple[AreaIn, ...]
    title_is_english: bool = False
    introduction_is_english: bool = False

    @property
    def not_translated(self) -> int:
        """How many entries are shown in English."""
        return sum(not each.is_translated for area in self.areas for each in area.entries)

    @property
    def is_empty(self) -> bool:
        """Whether it says no entry in its own words."""
        return all(not each.is_translated for area in self.areas for each in area.entries)


def offer_in(offer: LocalOffer, translation: OfferTranslation | None = None) -> OfferIn:
    """The version as an edition of it says it; as it was written without one. ValueError for one of another version.

    Two queries, one without an edition.
    """
    if translation is not None and translation.offer_id != offer.pk:
        raise ValueError("This translation is of another version.")
    code = translation.language if translation else ENGLISH
    said = {each.entry_id: each for each in translation.entries.all()} if translation else {}
    words = {**WORDS_AROUND, **{key: text for key, text in (translation.words if translation else {}).items() if text}}

    def entry_in(entry: OfferEntry) -> EntryIn:
        if translation is None:
            return as_written(entry)
        ages = ages_in_figures(entry.age_from, entry.age_to)
        if found := said.get(entry.pk):
            custody = words.get(entry.custody_word, "")
            return EntryIn(entry, found.title, found.text, found.how_to_claim, ages=ages, custody=custody)
        return replace(as_written(entry), is_translated=False)

    entries = [entry_in(entry) for entry in offer.entries.all()]
    areas = [(area, tuple(each for each in entries if each.entry.area == area)) for area in Area]
    title, introduction = (translation.title, translation.introduction) if translation else ("", "")
    return OfferIn(
        code,
        ALL[code],
        title or offer.title,
        introduction or offer.introduction,
        words,
        tuple(AreaIn(area, words[area.value], theirs) for area, theirs in areas if theirs),
        title_is_english=translation is not None and not title,
        introduction_is_english=translation is not None and not introduction,
    )
