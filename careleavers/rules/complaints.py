"""Complaints and representations: their stages, the time each may take, and when an advocate is to be offered. Pure.

Sources: Children Act 1989 s24D, s26, s26A; the Children Act 1989 Representations Procedure (England) Regulations 2006
(SI 2006/1738) regs 14, 17, 19 and 20; Children Act 1989 guidance volume 3, chapter 9. Working days are those of reg 2.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from careleavers.rules.dates import add_working_days


class ComplaintStage(StrEnum):
    """Where the procedure is, in its order."""

    INFORMAL = "informal"
    LOCAL_RESOLUTION = "local_resolution"
    INVESTIGATION = "investigation"
    REVIEW_PANEL = "review_panel"
    RESPONSE = "response"


STAGE_WORDS = {
    ComplaintStage.INFORMAL: "Informal resolution",
    ComplaintStage.LOCAL_RESOLUTION: "Stage 1: local resolution",
    ComplaintStage.INVESTIGATION: "Stage 2: investigation",
    ComplaintStage.REVIEW_PANEL: "Stage 3: review panel",
    ComplaintStage.RESPONSE: "Our response to the panel",
}


class TimeLimit(NamedTuple):
    """How long a stage may take, from the day after it begins; `longest` where it is extended (None: it cannot be).

    In working days, unless `calendar_days`.
    """

    days: int
    longest: int | None
    source: str
    calendar_days: bool = False

    @property
    def words(self) -> str:
        unit = "days" if self.calendar_days else "working days"
        more = f", or {self.longest} if it is extended" if self.longest else ""
        return f"{self.days} {unit}{more} ({self.source})"


TIME_LIMITS = {
    ComplaintStage.INFORMAL: TimeLimit(14, None, "Vol 3 9.5", calendar_days=True),
    ComplaintStage.LOCAL_RESOLUTION: TimeLimit(10, 20, "SI 2006/1738 reg 14"),
    ComplaintStage.INVESTIGATION: TimeLimit(25, 65, "SI 2006/1738 reg 17"),
    ComplaintStage.REVIEW_PANEL: TimeLimit(30, None, "SI 2006/1738 reg 19(4)"),
    ComplaintStage.RESPONSE: TimeLimit(15, None, "SI 2006/1738 reg 20"),
}


def stage_due_on(stage: str, starts_on: date, *, extended: bool = False) -> date:
    """The last day on which a stage that began on this day is in time."""
    limit = TIME_LIMITS[ComplaintStage(stage)]
    days = limit.longest if extended and limit.longest else limit.days
    return starts_on + timedelta(days=days) if limit.calendar_days else add_working_days(starts_on, days)


def following(stage: str) -> ComplaintStage | None:
    """The stage that comes after this one; None after the last."""
    order = list(ComplaintStage)
    later = order[order.index(ComplaintStage(stage)) + 1 :]
    return later[0] if later else None


def furthest(stages: Iterable[str]) -> ComplaintStage | None:
    """The latest stage in the order of the procedure that a complaint has reached."""
    order = list(ComplaintStage)
    return max((ComplaintStage(stage) for stage in stages), key=order.index, default=None)
