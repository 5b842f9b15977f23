"""A version of the local offer as the leaflet that goes with letters: its entries in the areas of the Act."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from careleavers.rules import words
from offers.documents.typesetting import Leaflet, Section
from offers.models import LocalOffer, OfferEntry
from offers.rules.letter_points import BulletPoint
from offers.rules.offer_areas import STATUTORY, Area


def by_area(entries: Iterable[OfferEntry]) -> list[tuple[Area, list[OfferEntry]]]:
    """The areas that have entries, in the order of the Act."""
    listed = list(entries)
    areas = [(area, [entry for entry in listed if entry.area == area]) for area in Area]
    return [(area, theirs) for area, theirs in areas if theirs]


def leaflet(offer: LocalOffer, policies: Mapping[str, Any]) -> Leaflet:
    """The leaflet of a version, with the authority as it is named today."""
    contacts = (
        ("Ring us", policies["authority_phone"]),
        ("Write to us", policies["authority_email"]),
        ("Read more", policies["authority_website"]),
    )
    return Leaflet(
        title=offer.title,
        authority=policies["authority_name"],
        colour=policies["authority_colour"],
        in_force_from=words.day(offer.published_on) if offer.published_on else "its publication (draft)",
        opening=tuple(part.strip() for part in offer.introduction.split("\n\n") if part.strip()),
        sections=tuple(_section(area, entries) for area, entries in by_area(offer.entries.all())),
        contacts=tuple(BulletPoint(lead, text) for lead, text in contacts if text),
        ending="Is something missing, or did it not work out as it says here? Tell us, or ask us how to complain.",
    )


def _section(area: Area, entries: list[OfferEntry]) -> Section:
    return Section(
        heading=area.label,
        by_law=tuple(_point(entry) for entry in entries if entry.basis == STATUTORY),
        by_choice=tuple(_point(entry) for entry in entries if entry.basis != STATUTORY),
    )


def _point(entry: OfferEntry) -> BulletPoint:
    lead = f"{entry.title} (£{entry.amount:,})" if entry.amount else entry.title
    ages = f"Ages {entry.ages}." if entry.ages else ""
    return BulletPoint(lead, " ".join(filter(None, [entry.text, ages, entry.how_to_claim])))
