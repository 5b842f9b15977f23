"""A record on paper: a copy for whoever it is about, or chosen parts of it, as tagged PDF.

What is taken out is cut from the text before anything is typeset, so that no layer of the file has it.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from careleavers.documents.fonts import unprintable
from careleavers.documents.typesetting import SOURCES, typeset
from careleavers.models import CopyEntry, RecordRequest, Redaction
from careleavers.queries.record_requests import entries_with_redactions
from careleavers.queries.story import StoryEntry
from careleavers.rules.record_requests import EXEMPTION_IN_SHORT, EXEMPTION_WORDS, Exemption
from careleavers.rules.redactions import CopyPiece, Cut, pieces
from careleavers.rules.words import amount, day

OUT = "taken out"
STATES_OUT = (Redaction.OUT, Redaction.PROPOSED)


@dataclass(frozen=True)
class RecordCopy:
    """A copy of a record as it was on a day: its entries in order, each with its `redactions`."""

    name: str
    authority: str
    colour: str
    as_of: date
    entries: Sequence[CopyEntry]


def copy_of(request: RecordRequest, *, authority: str, colour: str) -> RecordCopy:
    """The copy as it is decided now; what is still to be decided counts as taken out."""
    return RecordCopy(
        name=request.person.known_as,
        authority=authority,
        colour=colour,
        as_of=request.copied_on or request.received_on,
        entries=list(entries_with_redactions(request)),
    )


def copy_pdf(copy: RecordCopy, made_on: date) -> bytes:
    """The copy for whoever asked. The same copy of the same day is the same bytes."""
    cut = Counter(
        each.exemption for entry in copy.entries for each in entry.redactions.all() if each.state in STATES_OUT
    )
    data = {
        "title": printable(f"A copy of the record of {copy.name}"),
        "author": printable(copy.authority),
        "colour": copy.colour,
        "subtitle": f"What is kept, as it was on {day(copy.as_of)}",
        "opening": [
            "This is what the council keeps about you, in order: first who you are, then your care, your homes and the "
            "people in your life, what happened day by day, your plans, your letters, and what else there is.",
            "Some of it may be hard to read. You can ask for somebody to be with you, now or later.",
            *_what_is_missing(cut),
            "If something is wrong, tell us: it is put right, or what you say is kept beside it. If you are not "
            "content with how we answered, complain to us, or to the Information Commissioner.",
        ],
        "sections": _sections((each.section, _data(each.heading, _pieces(each))) for each in copy.entries),
    }
    return typeset(SOURCES / "record.typ", data, made_on)


def parts_pdf(
    entries: Iterable[StoryEntry], *, title: str, authority: str, colour: str, subtitle: str, made_on: date
) -> bytes:
    """Chosen parts of a record for work, with nothing taken out."""
    data = {
        "title": printable(title),
        "author": printable(authority),
        "colour": colour,
        "subtitle": printable(subtitle),
        "opening": ["For the work with this young person. Keep it safe, and destroy it when it is not needed."],
        "sections": _sections(
            (each.section.value, _data(each.heading, [CopyPiece(each.text)] if each.text else [])) for each in entries
        ),
    }
    return typeset(SOURCES / "record.typ", data, made_on)


def _what_is_missing(cut: Counter[str]) -> Iterator[str]:
    if not cut:
        yield "Nothing was taken out of it."
        return
    yield (
        f"In {amount(sum(cut.values()), 'place', 'places')} something was taken out; each says why. The law lets us do "
        "so where:"
    )
    for exemption, number in cut.most_common():
        words = EXEMPTION_WORDS[Exemption(exemption)] if exemption else "It is still to be decided"
        yield f"{words}: {amount(number, 'place', 'places')}."


def _pieces(entry: CopyEntry) -> list[CopyPiece]:
    cuts = [
        Cut(each.start, each.end, _instead(each.exemption))
        for each in entry.redactions.all()
        if each.state in STATES_OUT
    ]
    return pieces(entry.text, cuts)


def _instead(exemption: str) -> str:
    return f"{OUT}: {EXEMPTION_IN_SHORT[Exemption(exemption)]}" if exemption in EXEMPTION_IN_SHORT else OUT


def _sections(entries: Iterable[tuple[str, dict[str, Any]]]) -> list[dict[str, Any]]:
    return [
        {"heading": heading, "entries": [data for _, data in rows]}
        for heading, rows in groupby(entries, key=lambda each: each[0])
    ]


def _data(heading: str, parts: Sequence[CopyPiece]) -> dict[str, Any]:
    return {
        "heading": printable(heading),
        "pieces": [{"text": printable(each.text), "gap": "yes" if each.is_gap else ""} for each in parts],
    }


def printable(text: str) -> str:
    """The text with every character that no font here has written out by its name, as in [grinning face]."""
    missing = unprintable(text)
    if not missing:
        return text
    composed = unicodedata.normalize("NFC", text)
    names = {ord(each): f"[{unicodedata.name(each, 'a sign').lower()}]" for each in missing}
    return composed.translate(names)
