"""What DfE refuses in one episode of care, whatever the others say: asked where an episode is written down, and again
before a return is sent. Pure.

Each condition is DfE's logic of the rule, as the sector's validator quotes it; the field is the one to put right.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import NamedTuple, Protocol

from careleavers.rules.dates import birthday
from careleavers.rules.law.facts import SHORT_BREAKS

FOSTER_CARE = frozenset(("U1", "U2", "U3", "U4", "U5", "U6"))
PLACED_WITH_FOSTER_CARERS = date(2015, 4, 1)  # from then on 217 is asked
LAST_DAY_OF_D1 = date(2005, 12, 31)


class CodedEpisode(Protocol):
    """An episode by DfE's codes; None for a day that is not given."""

    @property
    def started(self) -> date | None: ...
    @property
    def ended(self) -> date | None: ...
    @property
    def reason_started(self) -> str: ...
    @property
    def reason_ended(self) -> str: ...
    @property
    def legal_status(self) -> str: ...
    @property
    def placement(self) -> str: ...
    @property
    def home_postcode(self) -> str: ...
    @property
    def placement_postcode(self) -> str: ...
    @property
    def urn(self) -> str: ...


class WrittenEpisode(NamedTuple):
    """An episode as somebody writes it down."""

    started: date | None
    ended: date | None
    reason_started: str
    reason_ended: str
    legal_status: str
    placement: str
    home_postcode: str
    placement_postcode: str
    urn: str


def is_short_break(each: CodedEpisode) -> bool:
    return each.legal_status in SHORT_BREAKS


def has_place_of_a_short_break(each: CodedEpisode) -> bool:
    return is_short_break(each) and bool(each.placement_postcode or each.urn)


def has_distance_of_a_short_break(each: CodedEpisode) -> bool:
    return is_short_break(each) and bool(each.home_postcode or each.placement_postcode)


def is_adopted_by_others_than_it_began(each: CodedEpisode) -> bool:
    return (
        each.placement in ("A3", "A5")
        and each.started is not None
        and each.started >= PLACED_WITH_FOSTER_CARERS
        and each.reason_started not in ("S", "T", "U")
    )


def is_with_parents_by_agreement(each: CodedEpisode) -> bool:
    return (each.placement, each.legal_status) == ("P1", "V2")


def is_long_term_short_break(each: CodedEpisode) -> bool:
    return is_short_break(each) and each.placement in ("U1", "U4")


def lacks_placement_order(each: CodedEpisode) -> bool:
    return each.placement in ("A5", "A6") and each.legal_status != "E1"


def is_freed_too_late(each: CodedEpisode) -> bool:
    return each.legal_status == "D1" and each.started is not None and each.started > LAST_DAY_OF_D1


def has_guardians_who_fostered_nobody(each: CodedEpisode) -> bool:
    return each.reason_ended in ("E45", "E46") and each.placement not in FOSTER_CARE


def changed_place_in_respite(each: CodedEpisode) -> bool:
    return each.legal_status == "V3" and each.reason_started != "S"


def stayed_before(each: CodedEpisode, eighteen_on: date) -> bool:
    """E17, stayed with the carers at 18, before the 18th birthday."""
    return each.reason_ended == "E17" and each.ended is not None and each.ended < eighteen_on


class EpisodeFault(NamedTuple):
    """A rule that an episode breaks: the field to put right, and what to do."""

    rule: str
    field: str
    message: str


FAULTS: tuple[tuple[EpisodeFault, Callable[[CodedEpisode], bool]], ...] = (
    (
        EpisodeFault("214", "placement_postcode", "A short break (V3, V4) has no postcode and no URN of a placement"),
        has_place_of_a_short_break,
    ),
    (
        EpisodeFault("398", "home_postcode", "A short break (V3, V4) has no postcodes: take them out"),
        has_distance_of_a_short_break,
    ),
    (
        EpisodeFault(
            "217", "reason_started", "A placement for adoption with the foster carers (A3, A5) begins with S, T or U"
        ),
        is_adopted_by_others_than_it_began,
    ),
    (
        EpisodeFault("378", "placement", "With parents (P1) does not go with an agreement under section 20 (V2)"),
        is_with_parents_by_agreement,
    ),
    (
        EpisodeFault("384", "placement", "A short break (V3, V4) is not in long-term foster care (U1, U4)"),
        is_long_term_short_break,
    ),
    (
        EpisodeFault("408", "legal_status", "A placement for adoption A5 or A6 goes with a placement order (E1)"),
        lacks_placement_order,
    ),
    (
        EpisodeFault("445", "legal_status", "D1 ended in December 2005: a placement order is E1"),
        is_freed_too_late,
    ),
    (
        EpisodeFault("516", "reason_ended", "E45 and E46 end foster care (U1 to U6): check where, or why it ended"),
        has_guardians_who_fostered_nobody,
    ),
    (
        EpisodeFault("366", "reason_started", "Each short break V3 is an episode of its own, which begins with S"),
        changed_place_in_respite,
    ),
)
TOO_YOUNG = EpisodeFault("460", "reason_ended", "E17 is for staying on at 18 or later: check why and when it ended")


def episode_faults(each: CodedEpisode, born: date) -> Iterator[EpisodeFault]:
    """What DfE refuses in the episode itself. Somebody born on 29 February may be 18 on the day before 1 March."""
    yield from (fault for fault, holds in FAULTS if holds(each))
    if stayed_before(each, birthday(born, 18, "28 February")):
        yield TOO_YOUNG
