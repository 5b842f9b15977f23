"""Whether somebody's plan is in date today: the stored answer of the clocks, which every page and figure reads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from careleavers.models import YoungPerson
from careleavers.models.base import on_day
from pathways.models import PlanReview, PlanStatusPeriod, PlanVersion
from pathways.rules.plan_status import PlanState


@dataclass(frozen=True)
class PlanStatusToday:
    """The status of somebody's plan on a day, and why. `last_on`: the day of the last plan or review, if any."""

    state: PlanState
    due_on: date | None
    because: str
    source: str
    last_on: date | None

    @property
    def is_owed(self) -> bool:
        return self.state is not PlanState.NOT_OWED

    @property
    def has_plan(self) -> bool:
        return self.last_on is not None


def plan_status_on(person: YoungPerson, day: date) -> PlanStatusToday:
    """The status of this person's plan on a day. Three queries."""
    stored = PlanStatusPeriod.objects.filter(on_day(day), person=person).first()
    authorised = PlanVersion.objects.authorised().filter(plan__person=person, authorised_on__lte=day)
    reviewed = PlanReview.objects.filter(plan__person=person, held_on__lte=day)
    days = [
        *authorised.order_by("-authorised_on").values_list("authorised_on", flat=True)[:1],
        *reviewed.order_by("-held_on").values_list("held_on", flat=True)[:1],
    ]
    last_on = max((each for each in days if each), default=None)
    if stored is None:
        return PlanStatusToday(PlanState.NOT_OWED, None, "", "", last_on)
    return PlanStatusToday(PlanState(stored.state), stored.due_on, stored.because, stored.source, last_on)
