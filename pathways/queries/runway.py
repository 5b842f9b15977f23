"""The road to 25 of one person, and who of many is off it: a constant number of queries, however many people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, NamedTuple, TypeVar
from uuid import UUID

from django.db.models import F, QuerySet

from careleavers.models import HealthMatter, KeyDocument, StatusPeriod, User, YoungPerson
from careleavers.models.people import case_holder_on
from careleavers.queries.caseloads import open_among, open_people
from careleavers.queries.teams import in_scope
from careleavers.rules.clocks import StatusSpan
from careleavers.rules.health import HealthFact
from careleavers.rules.key_documents import DocumentFact
from careleavers.rules.milestones import MilestoneState, RoadStep
from careleavers.rules.policies import page_is_used
from careleavers.rules.team_scopes import TeamScope
from careleavers.site.extensions import milestones_elsewhere
from pathways.models import DueItem, MilestoneDecision
from pathways.queries.clock_facts import facts_of
from pathways.rules.alert_duties import clock_settings
from pathways.rules.runway import (
    CLOCK_CODES,
    DueFact,
    HealthSince,
    LeftOutBy,
    RoadFacts,
    late_steps,
    road,
    runs_ahead,
    runs_of,
)
from pathways.rules.runway_table import MILESTONES

Policies = Mapping[str, Any]


def road_of(person: YoungPerson, today: date, policies: Policies) -> list[RoadStep]:
    """Every milestone of somebody's, in the order of the road."""
    return roads_of([person], today, policies)[person.pk]


def step_of(person: YoungPerson, milestone: str, today: date, policies: Policies) -> RoadStep | None:
    """How it is with one milestone; None where it is not on their road."""
    return next((step for step in road_of(person, today, policies) if step.code == milestone), None)


def roads_of(people: Sequence[YoungPerson], today: date, policies: Policies) -> dict[UUID, list[RoadStep]]:
    """The whole road of each of these people. About a millisecond for a person."""
    facts, elsewhere = _facts_of(people, today, policies), milestones_elsewhere(people, today, policies)
    return _drawn(facts, elsewhere, today, policies)


def _drawn(
    facts: Mapping[UUID, RoadFacts], elsewhere: Mapping[UUID, list[RoadStep]], today: date, policies: Policies
) -> dict[UUID, list[RoadStep]]:
    """The whole roads of these people, with the runs of their clocks."""
    if not facts:
        return {}
    found, settings = {}, clock_settings(policies)
    for pk, duty_facts in facts_of(facts, today, policies).items():
        runs, ahead = runs_of(duty_facts, today, settings), runs_ahead(duty_facts, today, settings)
        found[pk] = road(replace(facts[pk], runs=runs, ahead=ahead), elsewhere[pk])
    return found


def last_decision(person: YoungPerson, milestone: str) -> MilestoneDecision | None:
    return decisions_about(person, milestone).first()


def decisions_about(person: YoungPerson, milestone: str) -> QuerySet[MilestoneDecision]:
    """What managers decided about a milestone of somebody's, the last first."""
    decisions = MilestoneDecision.objects.filter(person=person, milestone=milestone)
    return decisions.select_related("recorded_by").order_by("-number")


def decisions_of(person: YoungPerson) -> list[MilestoneDecision]:
    """What managers decided about their milestones, the last first. One query."""
    return list(person.milestone_decisions.select_related("recorded_by").order_by("-recorded_at"))


class OffRoad(NamedTuple):
    """A milestone of somebody's that is late, or that a manager left out. The team and the worker are those of the case
    holder, None where there is none.
    """

    person: YoungPerson
    team: UUID | None
    worker: UUID | None
    worker_name: str
    step: RoadStep


def off_road(user: User, scope: TeamScope, today: date, policies: Policies) -> list[OffRoad]:
    """Every late and every left-out milestone of those open to the service in the scope whom the user may see, by name.

    What is late is read from what is stored as due; only of those with something left out is the whole road drawn.
    """
    people: Sequence[Any] = list(
        in_scope(open_people(user, today), scope, today)
        .annotate(
            holder=case_holder_on(today),
            holder_team=F("holder__team_id"),
            holder_worker=F("holder__worker_id"),
            holder_name=F("holder__worker__name"),
        )
        .order_by("sort_name", "id")
    )
    steps = _steps_off_road(people, today, policies)
    return [
        OffRoad(person, person.holder_team, person.holder_worker, person.holder_name or "", step)
        for person in people
        for step in steps[person.pk]
    ]


def _steps_off_road(people: Sequence[YoungPerson], today: date, policies: Policies) -> dict[UUID, list[RoadStep]]:
    facts, elsewhere = _facts_of(people, today, policies), milestones_elsewhere(people, today, policies)
    found = {pk: late_steps(fact, elsewhere[pk]) for pk, fact in facts.items()}
    with_left_out = {pk: fact for pk, fact in facts.items() if fact.left_out}
    for pk, steps in _drawn(with_left_out, elsewhere, today, policies).items():
        found[pk] = [step for step in steps if step.is_late or step.state is MilestoneState.LEFT_OUT]
    return found


def _facts_of(people: Sequence[YoungPerson], today: date, policies: Policies) -> dict[UUID, RoadFacts]:
    """Without the runs of the clocks. Six queries."""
    ids = [person.pk for person in people]
    settings, is_open = clock_settings(policies), open_among(ids, today)
    unused = frozenset(page for page in PAGES if not page_is_used(page, policies))
    due_rows = DueItem.objects.filter(person__in=ids, code__in=CLOCK_CODES).order_by("due_on", "started_on")
    due = _by_person(due_rows.values_list("person", "code", "started_on", "due_on", "because"), DueFact)
    periods = StatusPeriod.objects.filter(person__in=ids).order_by("starts_on")
    statuses = _by_person(periods.values_list("person", "status", "band", "starts_on", "ends_on"), _span)
    papers = KeyDocument.objects.filter(person__in=ids).order_by()
    documents = _by_person(papers.values_list("person", "kind", "state", "since", "expires_on"), DocumentFact)
    matters = HealthMatter.objects.filter(person__in=ids).order_by()
    health = _by_person(matters.values_list("person", "kind", "state", "since"), _health_since)
    decisions = MilestoneDecision.objects.in_force().filter(person__in=ids, left_out=True, decided_on__lte=today)
    left_out = _by_person(
        decisions.values_list("person", "milestone", "decided_on", "recorded_by__name", "reason"), _left_out
    )
    return {
        person.pk: RoadFacts(
            date_of_birth=person.date_of_birth,
            today=today,
            settings=settings,
            is_open=person.pk in is_open,
            died_on=person.died_on,
            status_spans=tuple(statuses[person.pk]),
            due=due[person.pk],
            documents=documents[person.pk],
            is_unaccompanied=person.is_unaccompanied,
            health=health[person.pk],
            left_out=dict(left_out[person.pk]),
            unused_pages=unused,
        )
        for person in people
    }


PAGES = frozenset(milestone.page for milestone in MILESTONES if milestone.page)
Row = TypeVar("Row")


def _by_person(rows: Iterable[tuple[Any, ...]], made: Callable[..., Row]) -> dict[UUID, list[Row]]:
    """Rows that begin with a person, each made of the rest."""
    found: dict[UUID, list[Row]] = defaultdict(list)
    for person, *values in rows:
        found[person].append(made(*values))
    return found


def _span(status: str, band: str, starts_on: date, ends_on: date | None) -> StatusSpan:
    return StatusSpan(status, band or None, starts_on, ends_on)


def _health_since(kind: str, state: str, since: date) -> HealthSince:
    return HealthSince(HealthFact(kind, state), since)


def _left_out(milestone: str, on: date, by: str | None, reason: str) -> tuple[str, LeftOutBy]:
    return milestone, LeftOutBy(on, by or "Somebody", reason)


@dataclass
class OffRoadCount:
    """How many people are late with a milestone, or a case holder has such people, and for how many one is left out."""

    label: str
    key: str
    late: set[UUID] = field(default_factory=set)
    left_out: set[UUID] = field(default_factory=set)

    def add(self, row: OffRoad) -> None:
        (self.late if row.step.is_late else self.left_out).add(row.person.pk)


NO_CASE_HOLDER, NOBODY_YET = "none", "Nobody yet"


def by_milestone(rows: Iterable[OffRoad], asked: OffRoadCount | None = None) -> list[OffRoadCount]:
    """A line for each milestone that somebody is late with or that is left out, most late ones first. `asked`: the line
    that is asked for, which is there also where it counts nobody.
    """
    return _counted(rows, lambda row: (row.step.milestone.words, row.step.code), asked)


def by_case_holder(rows: Iterable[OffRoad], asked: OffRoadCount | None = None) -> list[OffRoadCount]:
    """A line for each case holder, and one for those who have none; `asked` as of milestones."""
    return _counted(
        rows, lambda row: (row.worker_name or NOBODY_YET, str(row.worker) if row.worker else NO_CASE_HOLDER), asked
    )


def _counted(
    rows: Iterable[OffRoad], line_of: Callable[[OffRoad], tuple[str, str]], asked: OffRoadCount | None
) -> list[OffRoadCount]:
    found: dict[str, OffRoadCount] = {asked.key: asked} if asked else {}
    for row in rows:
        label, key = line_of(row)
        found.setdefault(key, OffRoadCount(label, key)).add(row)
    return sorted(found.values(), key=lambda line: (-len(line.late), line.label))
