"""Which edition of the local offer goes to somebody, by how they read and by what there is of its version. Pure."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from careleavers.rules.layouts import Layout
from careleavers.rules.words import listing
from offers.rules.languages import ALL, EASY_READ, ENGLISH, language_called


class ReadAs(NamedTuple):
    """How somebody likes to read: the code of a language, and the layout."""

    language: str = ENGLISH
    layout: Layout = Layout.ORDINARY


class Enclosure(NamedTuple):
    """What goes with a letter. `edition`: the code of the words, English where it is the offer as it was written.

    `layout` is as they wish; `missing`: what they wish and we do not have, in words, for whoever approves the letter.
    """

    edition: str = ENGLISH
    layout: Layout = Layout.ORDINARY
    missing: str = ""

    @property
    def words(self) -> str:
        """After the title of the offer: ", in Polish, in large print"; "" for the usual one."""
        return in_words(self.edition, self.layout)


def wish_of(recorded: ReadAs | None, first_language: str, *, needs_interpreter: bool) -> ReadAs:
    """How they read: as they said; where nobody asked, in their first language if they need an interpreter."""
    if recorded is not None:
        return recorded
    known = language_called(first_language) if needs_interpreter else None
    return ReadAs(known or ENGLISH)


def enclosure(wish: ReadAs, translated: Collection[str], version: int) -> Enclosure:
    """What is enclosed of this version. `translated`: the editions of it that are approved.

    Easy read is enclosed only in words that the council wrote for it; else it is large print, and says so.
    """
    edition, missing = ENGLISH, []
    if wish.language in translated:
        edition = wish.language
    elif wish.language != ENGLISH:
        missing.append(f"wants {ALL[wish.language].english}: no translation of version {version}")
    if wish.layout is Layout.EASY:
        if edition == ENGLISH and EASY_READ in translated:
            edition = EASY_READ
        else:
            of = f" in {ALL[edition].english}" if edition != ENGLISH else ""
            missing.append(f"wants easy read: none of version {version}{of}, so it is large print and says so")
    return Enclosure(edition, wish.layout, listing(missing, "and"))


def typeset_as(edition: str, layout: Layout) -> Layout:
    """How it is printed: easy read only of words that were written for it."""
    if edition == EASY_READ:
        return Layout.EASY if layout is Layout.ORDINARY else layout
    return Layout.LARGE if layout is Layout.EASY else layout


def says_not_easy(edition: str, layout: Layout) -> bool:
    """Whether it must say that it is not the easy read that they wish."""
    return layout is Layout.EASY and edition != EASY_READ


def in_words(edition: str, layout: Layout) -> str:
    """ ", in Polish, in large print"; "" for the offer as it was written."""
    language = f", in {ALL[edition].english}" if edition != ENGLISH else ""
    return language + (", in large print" if typeset_as(edition, layout) is Layout.LARGE else "")
