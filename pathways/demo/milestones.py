"""Milestones that managers of the demo council left out, and one in five that they had asked for again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from random import Random

from careleavers.demo.lives import Life, random_id
from careleavers.demo.load import Council
from careleavers.demo.rows import RowValues, load_rows
from pathways.models import MilestoneDecision

LEFT_OUT = 0.06
REASONS = (
    ("birth_certificate", "Born abroad; there is no register to ask, and the travel document stands for it."),
    ("housing_application", "Stays put with the carers until university, and does not want to be on the list yet."),
    ("dentist", "Afraid of it after the last time. Asked for a pause until the spring, and said so well."),
    ("skills", "Goes through the whole programme at college; we do not ask twice."),
    ("photo_id", "Waits for the name change to come through, so that the card is right the first time."),
)
AGAIN = "The reason has gone: agreed with them to take it up."


def milestones_left_out(*, lives: Sequence[Life], council: Council, today: date, rng: Random) -> None:
    load_rows(MilestoneDecision, [row for one in lives for row in _decisions(one, council, today)])


def _decisions(one: Life, council: Council, today: date) -> Iterator[RowValues]:
    rng = Random(f"milestone-{one.id}")
    if one.closed_on or rng.random() > LEFT_OUT:
        return
    milestone, reason = rng.choice(REASONS)
    decided_on = today - timedelta(days=rng.randint(20, 80))
    said = [(True, decided_on, reason)]
    if rng.random() < 0.2:
        said.append((False, decided_on + timedelta(days=14), AGAIN))
    for number, (left_out, on, words) in enumerate(said, start=1):
        yield {
            "id": random_id(rng),
            "person_id": one.id,
            "milestone": milestone,
            "number": number,
            "left_out": left_out,
            "decided_on": on,
            "reason": words,
            "recorded_by_id": council.managers[one.team].pk,
        }
