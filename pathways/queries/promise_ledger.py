"""The promise ledger: what authorised plans say that the council will do, and what became of each.

A promise that is only the young person's own is none of ours. One that was carried into the next plan is a row of
that one, so of each chain one row is open. Nothing is asked of promises to somebody who has died.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from django.db.models import Count, DurationField, ExpressionWrapper, F, OuterRef, Q, QuerySet, Sum

from careleavers.models import Allocation, User, YoungPerson
from careleavers.models.base import on_day
from careleavers.models.people import case_holder_on
from careleavers.queries.teams import in_scope
from careleavers.rules.dates import add_years
from careleavers.rules.team_scopes import TeamScope
from pathways.models import PlanAction, PlanVersion
from pathways.models.plans import owed_by_council

PERSON = "version__plan__person"
ACTIONS = "pathway_plan__versions__actions"


class Became(StrEnum):
    """What became of a promise by a day."""

    LATE = "late"
    TO_KEEP = "to_keep"
    KEPT_LATE = "kept_late"
    KEPT = "kept"
    CHANGED = "changed"
    NOT_KEPT = "not_kept"


BECAME_WORDS = {
    Became.LATE: "Late",
    Became.TO_KEEP: "To be kept",
    Became.KEPT_LATE: "Kept late",
    Became.KEPT: "Kept in time",
    Became.CHANGED: "Changed with agreement",
    Became.NOT_KEPT: "Not kept",
}
STILL_OPEN = (Became.LATE, Became.TO_KEEP)


def since(today: date) -> date:
    """What has been settled is counted where its day came within the last year: from this day on."""
    return add_years(today, -1)


def became(which: Became, today: date, *, action: str = "", person: str = f"{PERSON}__") -> Q:
    """The condition on a promise; `action` and `person` lead to both from another table. What is open has no earliest
    day."""

    def of_action(**conditions: Any) -> Q:
        return Q(**{action + key: value for key, value in conditions.items()})

    if which in STILL_OPEN:
        on_time = {"by_when__lt" if which is Became.LATE else "by_when__gte": today}
        return of_action(status=PlanAction.OPEN, **on_time) & Q(**{f"{person}died_on": None})
    status = {Became.CHANGED: PlanAction.CHANGED, Became.NOT_KEPT: PlanAction.NOT_DONE}.get(which, PlanAction.DONE)
    settled = of_action(status=status, by_when__gte=since(today))
    if status != PlanAction.DONE:
        return settled
    return settled & of_action(
        **{"done_on__gt" if which is Became.KEPT_LATE else "done_on__lte": F(f"{action}by_when")}
    )


def promises(
    user: User, which: Became, today: date, scope: TeamScope, worker: User | None = None
) -> QuerySet[PlanAction]:
    """The council's promises to those whom the user may see, of which this became: open ones by their day, settled
    ones the last first. Of a team: of those whose case holder's team it is, or one below it. Of a worker: of those
    whose case holder they are."""
    people = in_scope(YoungPerson.objects.visible_to(user), scope, today)
    if worker:
        held = Allocation.objects.filter(on_day(today), role=Allocation.CASE_HOLDER, worker=worker)
        people = people.filter(pk__in=held.values("person"))
    found = PlanAction.objects.of_the_council().filter(
        became(which, today),
        version__state=PlanVersion.AUTHORISED,
        **{f"{PERSON}__in": people.order_by().values("pk")},
    )
    order = ("by_when", "pk") if which in STILL_OPEN else ("-by_when", "pk")
    return found.select_related("owner", "passed_to", PERSON).order_by(*order)


@dataclass(frozen=True)
class KeptInTeam:
    """How many promises of each kind there are in a team and those below it; `days_late` of those kept late, summed."""

    scope: TeamScope
    numbers: dict[Became, int]
    days_late: int

    @property
    def kept(self) -> int:
        return self.numbers[Became.KEPT] + self.kept_late

    @property
    def came_due(self) -> int:
        """Those that were to be kept by now: changed with agreement are neither kept nor broken."""
        return self.kept + self.not_kept + self.late

    @property
    def usual_days_late(self) -> int | None:
        """Days late of those kept late, on average and rounded; None where none was."""
        return round(self.days_late / self.kept_late) if self.kept_late else None

    @property
    def late(self) -> int:
        return self.numbers[Became.LATE]

    @property
    def kept_late(self) -> int:
        return self.numbers[Became.KEPT_LATE]

    @property
    def not_kept(self) -> int:
        return self.numbers[Became.NOT_KEPT]

    @property
    def changed(self) -> int:
        return self.numbers[Became.CHANGED]

    @property
    def is_empty(self) -> bool:
        return not any(self.numbers.values())


def kept_by_team(user: User, scopes: Sequence[TeamScope], today: date) -> list[KeptInTeam]:
    """Of those whom the user may see, by the team of their case holder. One query."""
    found = list(_numbers(user, today))

    def of(scope: TeamScope) -> KeptInTeam:
        rows = [row for row in found if scope.holds(row[TEAM])]
        numbers = {which: sum(row[which] for row in rows) for which in Became}
        return KeptInTeam(scope, numbers, sum(row["days_late"].days for row in rows if row["days_late"]))

    return [each for each in map(of, scopes) if not each.is_empty]


TEAM = "case_holder_allocation__team_id"


def _numbers(user: User, today: date) -> Any:
    """For each team of a case holder how many of each kind, and the days late of those kept late, summed."""
    people = YoungPerson.objects.visible_to(user)
    action = f"{ACTIONS}__"
    ours = Q(pathway_plan__versions__state=PlanVersion.AUTHORISED) & owed_by_council(action)

    def those(which: Became) -> Q:
        return ours & became(which, today, action=action, person="")

    counted: dict[str, Any] = {which: Count(ACTIONS, filter=those(which), distinct=True) for which in Became}
    days = ExpressionWrapper(F(f"{action}done_on") - F(f"{action}by_when"), DurationField())
    return (
        people.alias(case_holder_allocation=case_holder_on(today))
        .order_by()
        .values(TEAM)
        .annotate(**counted, days_late=Sum(days, filter=those(Became.KEPT_LATE)))
    )


def late_of_case_holder(people: QuerySet[YoungPerson], today: date, worker: OuterRef) -> Any:
    """The late ones to those of these people whose case holder the worker is: how many, to stand in another query."""
    late = PlanAction.objects.of_the_council().filter(became(Became.LATE, today), version__state=PlanVersion.AUTHORISED)
    held = on_day(today, f"{PERSON}__allocations__") & Q(
        **{f"{PERSON}__allocations__role": Allocation.CASE_HOLDER, f"{PERSON}__allocations__worker": worker}
    )
    of_them = late.filter(held, **{f"{PERSON}__in": people.order_by().values("pk")}).order_by()
    return of_them.values(f"{PERSON}__allocations__worker").annotate(number=Count("pk")).values("number")
