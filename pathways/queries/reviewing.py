"""Whose plans reviewing officers review, how much that is, and what a year came to."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery

from careleavers.models import User, YoungPerson
from careleavers.models.base import on_day
from careleavers.permissions import Role
from careleavers.rules.names import sort_key
from pathways.models import PlanEscalation, PlanReview, PlanReviewer
from pathways.queries.plan_ratings import RatedPlan, rated_plans
from pathways.rules.plan_rag import Rag

AHEAD = timedelta(weeks=13)
WAITS = Q(answered_on=None)
ANSWERED = Q(answered_on__isnull=False, settled_on=None, followed_by=None)


def officers(today: date) -> QuerySet[User]:
    """Who may be named for a plan today."""
    return User.objects.with_role(Role.REVIEWING_OFFICER, today=today)


def reviewer_of(person: YoungPerson, today: date) -> PlanReviewer | None:
    """Who reviews this plan today, if anybody is named."""
    return person.reviewers.filter(on_day(today)).select_related("officer").first()


@dataclass(frozen=True)
class ReviewedPlan:
    """One plan of an officer: whose, how it is rated, when it was reviewed last, and what of theirs is escalated."""

    person: YoungPerson
    rated: RatedPlan | None
    reviewed_on: date | None
    took_part: bool | None
    waiting: list[PlanEscalation]
    answered: list[PlanEscalation]

    @property
    def place(self) -> tuple[int, date, str]:
        """Red first, then by the day of the review."""
        order = {Rag.RED: 0, Rag.AMBER: 1, Rag.GREEN: 2}
        rated = self.rated
        return (
            order[rated.rag] if rated else 3,
            rated.due_on or date.max if rated else date.max,
            self.person.sort_name,
        )


def plans_reviewed_by(officer: User, user: User, today: date, policies: Mapping[str, Any]) -> list[ReviewedPlan]:
    """The plans that an officer reviews, of people whom the user may see: the reddest first. Three queries."""
    last = PlanReview.objects.filter(plan__person=OuterRef("pk"), held_on__lte=today).order_by("-held_on")
    theirs = PlanReviewer.objects.filter(on_day(today), officer=officer)
    visible: Any = YoungPerson.objects.visible_to(user)
    people = list(
        visible.filter(pk__in=theirs.values("person"), died_on=None).annotate(
            reviewed_on=Subquery(last.values("held_on")[:1]), took_part=Subquery(last.values("person_took_part")[:1])
        )
    )
    rated = rated_plans([person.pk for person in people], today, policies)
    raised: dict[UUID, list[PlanEscalation]] = defaultdict(list)
    open_ones = PlanEscalation.objects.filter(WAITS | ANSWERED, person__in=people)
    for each in open_ones.select_related("manager"):
        raised[each.person_id].append(each)
    found = [
        ReviewedPlan(
            person,
            rated.get(person.pk),
            person.reviewed_on,
            person.took_part,
            [each for each in raised[person.pk] if each.answered_on is None],
            [each for each in raised[person.pk] if each.answered_on],
        )
        for person in people
    ]
    return sorted(found, key=lambda plan: plan.place)


@dataclass
class OfficerWork:
    """How much an officer has: plans by rating, reviews due in 13 weeks, and what waits for the service."""

    officer: User
    plans: int = 0
    ratings: Counter[str] = field(default_factory=Counter)
    due_soon: int = 0
    waiting: int = 0

    @property
    def red(self) -> int:
        return self.ratings[Rag.RED]

    @property
    def amber(self) -> int:
        return self.ratings[Rag.AMBER]

    @property
    def green(self) -> int:
        return self.ratings[Rag.GREEN]


def workload(user: User, today: date, policies: Mapping[str, Any]) -> list[OfficerWork]:
    """Of each officer who may review today, or has a plan to; of people whom the user may see. Four queries."""
    visible = YoungPerson.objects.visible_to(user).filter(died_on=None)
    named = PlanReviewer.objects.filter(on_day(today), person__in=visible.order_by().values("pk"))
    rows = list(named.select_related("officer").order_by("officer__sort_name"))
    rated = rated_plans([row.person_id for row in rows], today, policies)
    found = {officer.pk: OfficerWork(officer) for officer in officers(today)}
    for row in rows:
        work = found.setdefault(row.officer_id, OfficerWork(row.officer))
        work.plans += 1
        if one := rated.get(row.person_id):
            work.ratings[one.rag] += 1
            work.due_soon += bool(one.due_on and one.due_on <= today + AHEAD)
    waiting = PlanEscalation.objects.filter(WAITS, person__in=visible.order_by().values("pk")).values("raised_by")
    for counted in waiting.annotate(number=Count("pk")).order_by():
        if work_of := found.get(counted["raised_by"]):
            work_of.waiting = counted["number"]
    return sorted(found.values(), key=lambda work: work.officer.sort_name)


def owed_without_reviewer(user: User, today: date) -> QuerySet[YoungPerson]:
    """Those whom the user may see who are owed a plan today and whose plan no officer reviews: none is named, or
    the one who was has left."""
    named = PlanReviewer.objects.filter(on_day(today), officer__in=officers(today)).values("person")
    people = YoungPerson.objects.visible_to(user).filter(died_on=None)
    return people.filter(on_day(today, "plan_statuses__")).exclude(pk__in=named)


@dataclass(frozen=True)
class OfficerYear:
    """What an officer did in a year: reviews held, of whose plans, with the young person; and what they escalated."""

    name: str
    reviews: int
    plans: int
    took_part: int
    raised: int
    in_time: int
    late: int
    waiting: int


def year_of_reviews(user: User, began: int, today: date) -> Sequence[OfficerYear]:
    """By officer, over the year from 1 April `began`, about people whom the user may see. Two queries.

    An escalation counts in the year in which it was raised: answered in time, answered later, or not answered yet.
    """
    first, end = date(began, 4, 1), date(began + 1, 4, 1)
    visible = YoungPerson.objects.visible_to(user).order_by().values("pk")
    held = PlanReview.objects.filter(
        Q(recorded_by__assignments__ends_on=None) | Q(recorded_by__assignments__ends_on__gt=F("held_on")),
        held_on__gte=first,
        held_on__lt=end,
        plan__person__in=visible,
        recorded_by__assignments__starts_on__lte=F("held_on"),
        recorded_by__assignments__role=Role.REVIEWING_OFFICER.value,
    )
    reviews: Any = (
        held.order_by()
        .values(name=F("recorded_by__name"))
        .annotate(
            reviews=Count("pk", distinct=True),
            plans=Count("plan", distinct=True),
            took_part=Count("pk", distinct=True, filter=Q(person_took_part=True)),
        )
    )
    raised = PlanEscalation.objects.filter(raised_on__gte=first, raised_on__lt=end, person__in=visible)
    escalations: Any = (
        raised.order_by()
        .values(name=F("raised_by__name"))
        .annotate(
            raised=Count("pk"),
            in_time=Count("pk", filter=Q(answered_on__lte=F("answer_by"))),
            late=Count("pk", filter=Q(answered_on__gt=F("answer_by")) | Q(answered_on=None, answer_by__lt=today)),
            waiting=Count("pk", filter=WAITS),
        )
    )
    rows: dict[str, dict[str, Any]] = defaultdict(dict)
    for row in [*reviews, *escalations]:
        rows[row.pop("name")] |= row
    names = ("reviews", "plans", "took_part", "raised", "in_time", "late", "waiting")
    in_order = sorted(rows.items(), key=lambda row: sort_key(row[0]))
    return [OfficerYear(name, *(row.get(key, 0) for key in names)) for name, row in in_order]
