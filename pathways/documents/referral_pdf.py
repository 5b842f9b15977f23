"""What a referral shares, as a tagged PDF for the other service."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from careleavers.documents.typesetting import typeset
from careleavers.rules.words import day
from pathways.documents.plan_pdf import SOURCE
from pathways.models import PlanReferral
from pathways.queries.referrals import SharedPart
from pathways.rules.plan_words import paragraphs

SIZE = 12  # points


def referral_pdf(
    referral: PlanReferral, parts: Sequence[SharedPart], to_answer: str, authority: dict[str, str], made_on: date
) -> bytes:
    """PDF/UA: tagged. `authority`: its `name`, `colour` and `phone`; `to_answer` says whom they answer.

    CannotPrint where no font has a letter of the words.
    """
    person = referral.version.plan.person
    data: dict[str, Any] = {
        "title": person.legal_name,
        "opening": [
            f"Born {day(person.date_of_birth)}. For {referral.organisation}, from {authority['name']}, "
            f"{day(referral.made_on)}.",
            "From a pathway plan that was authorised. Pass nothing of it on.",
        ],
        "wants": paragraphs(referral.purpose),
        "matters": [_matter(part) for part in parts],
        "not_agreed": [],
        "ending": [to_answer],
        "author": authority["name"],
        "colour": authority["colour"],
        "phone": authority["phone"],
        "size": str(SIZE),
        "layout": "ordinary",
        "headings": {"wants": "What we ask of you", "not_agreed": "", "ending": "Whom to answer"},
    }
    return typeset(SOURCE, data, made_on)


def _matter(part: SharedPart) -> dict[str, Any]:
    promised = [f"{each.what}, by {day(each.by_when)}" for each in part.actions]
    found = [
        {"heading": "What they say", "paragraphs": paragraphs(part.own_words), "kind": "said"},
        {"heading": "What they need", "paragraphs": paragraphs(part.needs), "kind": ""},
        {"heading": "How it is to be met", "paragraphs": paragraphs(part.how_met), "kind": ""},
        {"heading": "What was agreed", "paragraphs": promised, "kind": "list"},
    ]
    return {"heading": part.heading, "parts": [each for each in found if each["paragraphs"]]}
