"""A version of the local offer as the leaflet that goes with letters: its entries in the areas of the Act."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from careleavers.rules import words
from careleavers.rules.layouts import Layout, short_lines
from offers.documents.typesetting import Leaflet, LeafletPoint, Section
from offers.models import LocalOffer, OfferTranslation
from offers.queries.offer_in import AreaIn, EntryIn, OfferIn, offer_in
from offers.rules.enclosing import says_not_easy, typeset_as
from offers.rules.leaflet_words import WORDS_AROUND
from offers.rules.letter_points import BulletPoint
from offers.rules.offer_areas import STATUTORY


def leaflet(
    offer: LocalOffer,
    policies: Mapping[str, Any],
    translation: OfferTranslation | None = None,
    layout: Layout = Layout.ORDINARY,
) -> Leaflet:
    """The leaflet of a version, with the authority as it is named today, in the words of an edition of that version.

    `layout` is as somebody wishes: easy read of words that were not written for it is large print, and says so.
    """
    said = offer_in(offer, translation)
    printed_as = typeset_as(said.code, layout)
    contacts = (
        (said.words["phone"], policies["authority_phone"]),
        (said.words["email"], policies["authority_email"]),
        (said.words["website"], policies["authority_website"]),
    )
    return Leaflet(
        title=said.title,
        authority=policies["authority_name"],
        colour=policies["authority_colour"],
        in_force_from=words.day(offer.published_on) if offer.published_on else "its publication (draft)",
        opening=_lines(tuple(part.strip() for part in said.introduction.split("\n\n") if part.strip()), printed_as),
        sections=tuple(_section(area, said, printed_as) for area in said.areas),
        contacts=tuple(BulletPoint(lead, text) for lead, text in contacts if text),
        who_to_ask=said.words["who_to_ask"],
        ending=said.words["ending"],
        lang=said.language.tag,
        direction=said.language.direction,
        layout=printed_as,
        notice=said.words["no_easy_read"] if says_not_easy(said.code, layout) else "",
        title_is_english=said.title_is_english,
        opening_is_english=said.introduction_is_english,
    )


def _section(area: AreaIn, said: OfferIn, layout: Layout) -> Section:
    def points(*, by_law: bool) -> tuple[LeafletPoint, ...]:
        wanted = [each for each in area.entries if (each.entry.basis == STATUTORY) == by_law]
        return tuple(_point(each, said.words, layout) for each in wanted)

    return Section(
        heading=area.heading,
        law_words=said.words["by_law"],
        choice_words=said.words["by_choice"],
        by_law=points(by_law=True),
        by_choice=points(by_law=False),
    )


def _point(each: EntryIn, words_around: Mapping[str, str], layout: Layout) -> LeafletPoint:
    amount = each.entry.amount
    lead = f"{each.title} (£{amount:,})" if amount else each.title
    word = words_around["ages"] if each.is_translated else WORDS_AROUND["ages"]
    ages = f"{word} {each.ages}." if each.ages else ""
    only_in = words_around["only_in"] if each.is_translated else WORDS_AROUND["only_in"]
    where = f"{only_in} {', '.join(each.entry.districts)}." if each.entry.districts else ""
    custody = f"{each.custody}." if each.custody else ""
    lines = tuple(filter(None, [each.text, ages, where, custody, each.how_to_claim]))
    return LeafletPoint(
        lead,
        _lines(lines, layout) if layout is Layout.EASY else (" ".join(lines),),
        "" if each.is_translated else words_around["not_translated"],
    )


def _lines(texts: tuple[str, ...], layout: Layout) -> tuple[str, ...]:
    return short_lines(texts) if layout is Layout.EASY else texts
