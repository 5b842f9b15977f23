"""Whether a home suits somebody, what became of it, and how far an application for one is. Pure.

Source: Care Leavers (England) Regulations 2010 reg 9(2), (3) and Schedule 2; Children Act 1989 guidance volume 3,
3.40 and 7.13-7.17 (suitability), 7.3-7.11 and 7.69 (housing), 7.19-7.59 (staying put).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from enum import StrEnum
from typing import NamedTuple

# What is said where somebody calls such a home suitable (rule 133 of the SSDA903).
ALWAYS_UNSUITABLE = "No fixed abode and custody always count as not suitable in the DfE return: choose “Not suitable”"


class MatterFinding(StrEnum):
    """What was found of one matter. An empty text stands for a matter that nobody has looked at."""

    GOOD = "good"
    CHANGE = "change"
    NOT_KNOWN = "not_known"


FINDING_WORDS = {
    MatterFinding.GOOD: "Good enough",
    MatterFinding.CHANGE: "Has to change",
    MatterFinding.NOT_KNOWN: "Not known",
}


class SuitabilityMatter(NamedTuple):
    """A matter that the authority must have regard to. `code` is the column of the judgement that holds the finding."""

    code: str
    words: str
    source: str
    help: str = ""


# What they think of it, paragraph 2(a), is kept as they said it and not as a finding.
OF_THE_PLACE = (
    SuitabilityMatter("facilities", "Facilities and services", "Sch 2 para 1(a)"),
    SuitabilityMatter("repair", "State of repair", "Sch 2 para 1(b)"),
    SuitabilityMatter("safety", "Safety", "Sch 2 para 1(c); Vol 3 7.13", "Gas, fire and electricity checks too."),
    SuitabilityMatter("location", "Location", "Sch 2 para 1(d)", "Near to college or work, and to who matters."),
    SuitabilityMatter("support", "Support", "Sch 2 para 1(e)"),
    SuitabilityMatter("tenancy_status", "Tenancy status", "Sch 2 para 1(f)"),
    SuitabilityMatter("affordability", "What it costs, and whether they can afford it", "Sch 2 para 1(g)"),
    SuitabilityMatter("landlord", "Character and suitability of the landlord or provider", "reg 9(2)(b)"),
)
OF_THEM = (
    SuitabilityMatter("needs", "Their needs, with health and disability", "reg 9(2)(a)"),
    SuitabilityMatter("learning", "Their education, training or work", "reg 9(2)(c)(ii)"),
    SuitabilityMatter("rights", "They understand their rights and responsibilities there", "Sch 2 para 2(b)"),
    SuitabilityMatter("funding", "They understand who pays for it", "Sch 2 para 2(c)"),
)
SUITABILITY_MATTERS = (*OF_THE_PLACE, *OF_THEM)


class Judged(NamedTuple):
    """A judgement on a day whether a home suits whoever lives there."""

    on: date
    suitable: bool


class SuitabilitySpan(NamedTuple):
    """Days over which a home counted as suitable, or did not; half-open. None: nobody had judged it."""

    start: date
    end: date | None
    suitable: bool | None


def suitability_spans(
    start: date, end: date | None, at_first: bool | None, judgements: Iterable[Judged]
) -> Iterator[SuitabilitySpan]:
    """How a home counted from `start` up to `end`, in order: at first as was said then, and from the day of each
    judgement as it says (Vol 3 3.40), until one says otherwise. Of judgements of one day the last one given counts.
    """
    since, suitable = start, at_first
    of_days = {judged.on: judged.suitable for judged in sorted(judgements, key=lambda judged: judged.on)}
    for day, says in of_days.items():
        if end is not None and day >= end:
            break
        if day > since and says != suitable:
            yield SuitabilitySpan(since, day, suitable)
            since = day
        suitable = says
    yield SuitabilitySpan(since, end, suitable)


def accommodation_code(kind: str, suitable: bool | None) -> str:
    """The DfE accommodation code: the letter, then 1 for suitable or 2 for unsuitable."""
    return f"{kind}{1 if suitable else 2}"


class Stage(StrEnum):
    """How far an application for a home of one's own is. The later ones count."""

    APPLIED = "applied"
    PRIORITY = "priority"
    BIDDING = "bidding"
    OFFERED = "offered"
    MOVED = "moved"
    CLOSED = "closed"


# Nothing more comes of an application after these.
LAST_STAGES = (Stage.MOVED, Stage.CLOSED)
STAGE_WORDS = {
    Stage.APPLIED: "Applied",
    Stage.PRIORITY: "Priority decided",
    Stage.BIDDING: "Bidding",
    Stage.OFFERED: "Offered a home",
    Stage.MOVED: "Moved in",
    Stage.CLOSED: "Closed without a home",
}


def stage_on(days: dict[Stage, date | None], today: date) -> Stage:
    """The furthest stage that was reached by today, whichever days are written down."""
    reached = [stage for stage in Stage if (day := days.get(stage)) and day <= today]
    return reached[-1] if reached else Stage.APPLIED
