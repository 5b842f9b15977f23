"""What DfE's return asks of somebody beside their life: a pupil number, and of each placement where, whose and why it
ended. Pure; chance of its own, so that nothing else of a life depends on it.
"""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any
from uuid import UUID

from careleavers.rules.identifiers import UPN_LETTERS

Rows = list[dict[str, Any]]
# Council offices, so that the postcode is one that exists, as the return asks; nobody of the demo lives there.
OFFICES = ("LE3 8RA", "LE11 3EB", "LE13 1GH", "LE10 0FR", "LE16 7AG", "LE67 3FJ")
REASONS = ("CARPL", "CARPL", "CREQB", "CREQO", "CHILD", "LAREQ", "CLOSE")
PARENT_FROM = timedelta(days=17 * 366)  # years of age


def upn(number: int) -> str:
    """A pupil number of its own that passes the check of its first letter."""
    digits = f"8550{number:08}"
    checked = sum(int(digit) * weight for digit, weight in zip(digits, range(2, 14), strict=True))
    return f"{UPN_LETTERS[checked % 23]}{digits}"


def as_parent(kind: str, person: UUID, born: date, today: date) -> dict[str, Any]:
    """Whether they are a parent, and since when: of a mother in care the return asks it (rule 611)."""
    since = born + PARENT_FROM
    if kind != "parent" or since >= today:
        return {"is_parent": False, "first_child_born_on": None}
    days = Random(f"child-{person}").randrange(min((today - since).days, 3 * 365))
    return {"is_parent": True, "first_child_born_on": since + timedelta(days=days)}


def describe_placements(episodes: Rows, person: UUID) -> None:
    """Adds postcodes, the provider's number and why a placement changed; one that only got another legal status stays
    where it is."""
    chance = Random(f"placements-{person}")
    home, *elsewhere = chance.sample(OFFICES, len(OFFICES))
    where = {"placement_postcode": "", "urn": ""}
    for place, episode in enumerate(episodes):
        if episode["reason_started"] != "L":
            where = {"placement_postcode": chance.choice(elsewhere), "urn": f"SC{chance.randint(0, 999_999):06}"}
        following = episodes[place + 1] if place + 1 < len(episodes) else None
        moves = following is not None and following["reason_started"] != "L"
        episode |= {**where, "home_postcode": home, "reason_place_change": chance.choice(REASONS) if moves else ""}
