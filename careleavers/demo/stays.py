"""The demo council's training flats, and who tried out living alone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from careleavers.actions.providers import save_provider
from careleavers.actions.stays import save_flat, write_stay
from careleavers.models import Provider, User, YoungPerson
from careleavers.rules.stays import PROVIDES_FLATS, StayKind

SUPPORTED = "supported"  # a kind of provider
BEEN = {
    "outcome": "again",
    "own_words": "It was strange how quiet it is. I rang Nan twice. I cooked every day.",
    "worker_words": "Kept to the budget, and asked for help with the boiler in time.",
}


def write_stays(cases: Sequence[tuple[YoungPerson, User]], today: date) -> None:
    """Two flats, with somebody there now, somebody to come and somebody who has been there; and a taster. Nothing
    where there are fewer than four people.
    """
    if len(cases) < 4:
        return
    by = cases[0][1]
    provider = save_provider(
        by=by,
        provider=None,
        name="Old Bakery flats",
        kind=PROVIDES_FLATS,
        standards="A flat each for up to six weeks; somebody of ours in the house on weekday evenings.",
    )
    one, two = (save_flat(by=by, provider=provider, flat=None, name=name) for name in ("Flat 1", "Flat 2"))
    flat_1: dict[str, Any] = {"kind": StayKind.TRAINING_FLAT.value, "flat": one, "provider": None}
    flat_2 = flat_1 | {"flat": two}
    taster = {"kind": StayKind.TASTER.value, "flat": None, "provider": Provider.objects.filter(kind=SUPPORTED).first()}
    stays: tuple[tuple[dict[str, Any], int, int, dict[str, Any]], ...] = (
        (flat_1, -30, -20, {"purpose": "A week and a half alone, with a budget"} | BEEN),
        (flat_1, -3, 4, {"purpose": "Cooking and sleeping alone"}),
        (flat_2, 10, 17, {"purpose": "Getting up for work without being woken"}),
        (taster, -9, -6, {"own_words": "The others are all right. I could live there.", "outcome": "ready"}),
    )
    youngest = sorted(cases, key=lambda case: case[0].date_of_birth, reverse=True)
    for (person, worker), (where, first, last, facts) in zip(youngest, stays, strict=False):
        starts_on, ends_on = (today + timedelta(days=number) for number in (first, last))
        write_stay(by=worker, person=person, today=today, starts_on=starts_on, ends_on=ends_on, **where, **facts)
