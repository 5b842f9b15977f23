"""The plan as a tagged PDF for the young person: ordinary, in large print, or in short lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from careleavers.documents.typesetting import typeset
from careleavers.models import Allocation
from careleavers.rules.layouts import SIZES, Layout, short_lines
from pathways.models import PlanVersion
from pathways.rules import plan_words as words
from pathways.rules.plan_words import MatterPart, MatterToThem, PlanToThem

SOURCE = Path(__file__).parent / "typst" / "plan.typ"


def told(version: PlanVersion, sections: Sequence[dict[str, Any]], case_holder: Allocation | None) -> PlanToThem:
    """What a version says to them. `sections` are those of `pathways.views.plans.sections_of`."""
    person = version.plan.person
    worker = case_holder.worker if case_holder else None
    adviser = (words.adviser_line(worker.name, worker.phone),) if worker else ()
    return PlanToThem(
        title=f"{person.short_name}’s plan",
        opening=(words.opening(version.authorised_on), *adviser),
        wants=words.paragraphs(version.own_words),
        matters=tuple(_matter(section) for section in sections),
        not_agreed=words.paragraphs(version.not_agreed),
        ending=words.ENDING,
    )


def _matter(section: dict[str, Any]) -> MatterToThem:
    text = section["written"]
    promises = tuple(
        words.promise_line(
            each.what,
            each.by_when,
            is_theirs=each.owed_by == each.YOUNG_PERSON,
            owner=each.owner.name if each.owner else "",
        )
        for each in section["promises"]
    )
    parts = (
        MatterPart(words.WHAT_YOU_SAID, words.paragraphs(text.own_words), kind="said"),
        MatterPart(words.WHAT_YOU_NEED, words.paragraphs(text.needs)),
        MatterPart(words.HOW, words.paragraphs(text.how_met)),
        MatterPart(words.WHO_DOES_WHAT, promises, kind="list"),
    )
    return MatterToThem(section["matter"].to_them, tuple(part for part in parts if part.paragraphs))


def plan_pdf(plan: PlanToThem, layout: Layout, authority: dict[str, str], made_on: date) -> bytes:
    """PDF/UA: tagged. `authority`: its `name`, `colour` and `phone`. The same plan is the same bytes.

    CannotPrint where no font has a letter of the words.
    """
    data = asdict(plan)
    if layout is Layout.EASY:
        _in_short_lines(data)
    data |= {
        "author": authority["name"],
        "colour": authority["colour"],
        "phone": authority["phone"],
        "size": str(SIZES[layout]),
        "layout": layout.value,
        "headings": {"wants": words.WHAT_YOU_WANT, "not_agreed": words.NOT_AGREED, "ending": words.IF_YOU_WANT_CHANGE},
    }
    return typeset(SOURCE, data, made_on)


def _in_short_lines(data: dict[str, Any]) -> None:
    for name in ("opening", "wants", "not_agreed", "ending"):
        data[name] = short_lines(data[name])
    for matter in data["matters"]:
        for part in matter["parts"]:
            part["paragraphs"] = short_lines(part["paragraphs"])
