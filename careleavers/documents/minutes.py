"""The minutes of a meeting as tagged PDF."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from careleavers.documents.typesetting import SOURCES, typeset
from careleavers.queries.minutes import ShownItem


@dataclass(frozen=True)
class PrintedMinutes:
    """What is printed: who met when and where, who was there, and the items as the reader may see them."""

    body: str
    when: str
    status: str
    authority: str
    colour: str
    there: Sequence[str]
    also_there: str
    notes: str
    items: Sequence[ShownItem]


def minutes_pdf(minutes: PrintedMinutes, made_on: date) -> bytes:
    """PDF/UA: tagged, an item to a heading. The same minutes are the same bytes."""
    data: dict[str, Any] = {
        "title": f"{minutes.body}: minutes of {minutes.when}",
        "author": minutes.authority,
        "colour": minutes.colour,
        "status": minutes.status,
        "there": list(minutes.there),
        "also_there": minutes.also_there,
        "notes": minutes.notes,
        "items": list(minutes.items),
    }
    return typeset(SOURCES / "minutes.typ", data, made_on)
