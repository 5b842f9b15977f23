"""How long training counts, and how it is with somebody's on a day."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum

from careleavers.rules.dates import add_months

SOON = timedelta(weeks=13)  # a course is booked a term ahead


class TrainingState(StrEnum):
    IN_DATE = "in_date"
    SOON = "soon"
    EXPIRED = "expired"

    @property
    def words(self) -> str:
        return {"in_date": "In date", "soon": "Runs out soon", "expired": "Out of date"}[self.value]

    @property
    def tag_kind(self) -> str:
        return {"in_date": "", "soon": "warn", "expired": "stop"}[self.value]


def runs_out_on(trained_on: date, months: int | None) -> date | None:
    """The last day on which training of so many months counts; None where it never runs out.

    Where the month has no such day, its last one: 31 August and six months is 28 February.
    """
    return None if months is None else add_months(trained_on, months)


def state_on(last_day: date | None, today: date) -> TrainingState:
    """`last_day` is the last on which it counts."""
    if last_day is None or last_day > today + SOON:
        return TrainingState.IN_DATE
    return TrainingState.EXPIRED if last_day < today else TrainingState.SOON
