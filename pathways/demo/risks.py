"""The demo council's risk assessments: of most who live where it does not suit them, or whom nobody can find."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random

from careleavers.demo.lives import Life, random_id
from careleavers.demo.load import Council
from careleavers.demo.rows import RowValues, load_rows
from careleavers.rules.code_sets import HomeKind
from pathways.models import RiskAssessment

ASSESSED, UNSIGNED = 0.85, 0.06
REVIEWED_WITHIN = timedelta(weeks=8)
SAYS = {
    RiskAssessment.LOST_TOUCH: (
        "Nobody has heard from them. They were short of money when we last spoke, and a former friend is a worry.",
        "Their sister, who rings when something is wrong; the football club.",
        "A call each evening this week, a letter by hand, and the police asked for a welfare check by Friday.",
    ),
    RiskAssessment.HOME: (
        "The place is not safe at night, and college is an hour and a half away.",
        "The keyworker, and a tutor who rings when they are not there.",
        "Two viewings this month; the housing panel asked on Tuesday; a visit each week until they move.",
    ),
}


def risk_assessments_part(*, lives: Sequence[Life], council: Council, today: date, rng: Random) -> None:
    rows = [row for one in lives if (row := _risk_assessment(one, council, today))]
    load_rows(RiskAssessment, rows)


def _risk_assessment(one: Life, council: Council, today: date) -> RowValues | None:
    home = one.homes[-1] if one.homes else None
    rng = Random(f"risk-{one.id}")
    needs_none = home is None or home["ends_on"] or home["is_suitable"] or home["kind"] == HomeKind.CUSTODY
    if one.closed_on or home is None or needs_none or rng.random() > ASSESSED:
        return None
    reason = RiskAssessment.LOST_TOUCH if home["kind"] == HomeKind.RESIDENCE_NOT_KNOWN else RiskAssessment.HOME
    risks, keeps_safe, steps = SAYS[reason]
    written_on = max(home["starts_on"], today - timedelta(days=rng.randint(2, 60)))
    is_signed = rng.random() > UNSIGNED
    return {
        "id": random_id(rng),
        "person_id": one.id,
        "reason": reason,
        "level": rng.choice(["low", "medium", "medium", "high"]),
        "risks": risks,
        "keeps_safe": keeps_safe,
        "steps": steps,
        "written_by_id": council.adviser_of(one).pk,
        "written_on": written_on,
        "signed_by_id": council.managers[one.team].pk if is_signed else None,
        "signed_on": written_on if is_signed else None,
        "review_on": written_on + REVIEWED_WITHIN if is_signed else None,
    }
