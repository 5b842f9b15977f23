"""The sheet to be filled in by hand, as a tagged PDF: ordinary, in large print, or with boxes to write or draw in."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import segno

from careleavers.documents.typesetting import typeset
from careleavers.rules.layouts import SIZES, Layout, short_lines
from pathways.models import PlanSheet
from pathways.rules import plan_sheets as rules
from pathways.rules.matters import PlanBasis, matters_of, needs_of

SOURCE = Path(__file__).parent / "typst" / "plan_sheet.typ"


def codes_of(sheet: PlanSheet) -> list[str]:
    """What it asks about: the matters that its version deals with, or the needs of its assessment, in their order."""
    if sheet.version:
        there = set(sheet.version.matters.values_list("code", flat=True))
        first = [matter.code for matter in matters_of(PlanBasis(sheet.version.basis))]
        return [code for code in dict.fromkeys([*first, *rules.QUESTIONS]) if code in there]
    assert sheet.assessment is not None
    return [need.code for need in needs_of(PlanBasis(sheet.assessment.basis))]


def plan_sheet_pdf(
    sheet: PlanSheet, layout: Layout, leads_to: str, adviser: str, authority: dict[str, str], made_on: date
) -> bytes:
    """PDF/UA: tagged. `leads_to` is the address in the QR code of its foot, `adviser` a sentence that says who that is;
    `authority`: its `name`, `colour` and `phone`. The same sheet is the same bytes.

    CannotPrint where no font has a letter of their name.
    """
    opening: tuple[str, ...] = (*rules.OPENING, " ".join(filter(None, [adviser, rules.GIVE_BACK])))
    if layout is Layout.EASY:
        opening = short_lines(opening)
    data: dict[str, Any] = {
        "title": f"{sheet.person.short_name}: what do you want to say?",
        "opening": opening,
        "parts": [asdict(part) for part in rules.parts_of(codes_of(sheet))],
        "foot": f"{sheet.of_what} · sheet {sheet.spoken}",
        "qr": _qr(leads_to),
        "author": authority["name"],
        "colour": authority["colour"],
        "phone": authority["phone"],
        "size": str(SIZES[layout]),
        "layout": layout.value,
    }
    return typeset(SOURCE, data, made_on)


def _qr(address: str) -> bytes:
    made = BytesIO()
    segno.make(address, error="m", micro=False).save(made, kind="svg", border=0, xmldecl=False)
    return made.getvalue()
