"""Short words for what the record holds in codes: one place, so that every page says the same. Pure.

DfE's own long labels stand in `careleavers.rules.codes`; these are for lists, bars and sentences.
"""

from __future__ import annotations

from functools import lru_cache

from careleavers.rules.code_sets import Activity, Band, HomeKind, Status
from careleavers.rules.law import FlagOutcome
from careleavers.rules.words import day

NOT_WORKED_OUT = "status not worked out"


def status_words(status: str | None, band: str = "", *, returned_home: bool = False) -> str:
    """A legal status as words in a sentence: "former relevant child, 21 to 24"; no status row: not worked out."""
    if not status:
        return NOT_WORKED_OUT
    words = Status(status).label
    if band:
        words = f"{words}, {Band(band).label}"
    return f"{words} (returned home)" if returned_home else words


def outcome_words(outcome: FlagOutcome) -> str:
    """An outcome of an open point of law, in the words of every page."""
    words = status_words(outcome.status, outcome.band or "", returned_home=outcome.returned_home)
    return words if outcome.from_day is None else f"{words} from {day(outcome.from_day)}"


@lru_cache(maxsize=256)  # of few codes, for lists of 100,000
def home_words(kind: str) -> str:
    """The kind of home; a code that DfE never had is shown as it was stored."""
    return HomeKind(kind).label if kind in tuple(HomeKind) else f"Accommodation {kind}"


@lru_cache(maxsize=256)
def occupation_words(code: str) -> str:
    """The activity; a code that DfE never had is shown as it was stored."""
    return Activity(code).label if code in tuple(Activity) else f"Activity {code}"


# By what the codes of placements begin with, the longest first; of all that DfE ever had.
PLACEMENTS = {
    "A": "with adopters",
    "H5": "supported accommodation",
    "K1": "secure children’s home",
    "K2": "children’s home",
    "K3": "supported accommodation",
    "P1": "with parents",
    "P2": "independent living",
    "P3": "residential employment",
    "R1": "residential care home",
    "R2": "hospital or nursing care",
    "R3": "family centre or mother and baby unit",
    "R5": "young offender institution",
    "S1": "residential school",
    "T": "elsewhere for a short time",
    "U1": "with relatives or friends who foster",
    "U2": "with relatives or friends who foster",
    "U3": "with relatives or friends who foster",
    "U": "with foster carers",
    "Z": "other placement",
}


def placement_words(code: str) -> str:
    """Where somebody in care lives, by the placement of their episode; a code that DfE never had is shown as it is."""
    if not code:
        return "In care"
    return f"In care, {PLACEMENTS.get(code[:2]) or PLACEMENTS.get(code[0]) or f'placement {code}'}"
