"""The rows of planning as the clocks take them, and the one shape in which rows of any model are read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, Case, CharField, DateField, F, IntegerField, QuerySet, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast

from pathways.models import (
    FormerPlan,
    MilestoneDecision,
    NeedsAssessment,
    PlanCopy,
    PlanReview,
    PlanVersion,
    ReviewRequest,
    RiskAssessment,
)
from pathways.rules.clocks.reviews import REQUESTED, REQUESTED_AT_ONCE
from pathways.rules.review_requests import AT_ONCE

NOT_MARKED = Value(False, BooleanField())


def rows_of_planning(ids: list[UUID], today: date) -> Iterator[QuerySet[Any, tuple[Any, ...]]]:
    """Assessments completed, plans authorised here or agreed in the system before, and copied, reviews held and asked
    for, risks signed, milestones left out."""
    yield shaped(NeedsAssessment.objects.filter(person__in=ids, completed_on__lte=today), "assessment", "completed_on")
    yield shaped(
        PlanVersion.objects.authorised().filter(plan__person__in=ids, authorised_on__lte=today),
        "plan",
        "authorised_on",
        person="plan__person",
    )
    former = FormerPlan.objects.filter(person__in=ids)
    yield shaped(former.filter(agreed_on__lte=today), "plan", "agreed_on")
    yield shaped(former.filter(reviewed_on__lte=today), "review", "reviewed_on")
    yield shaped(
        PlanCopy.objects.filter(version__plan__person__in=ids, given_on__lte=today),
        "copy",
        "given_on",
        end="version__authorised_on",
        person="version__plan__person",
    )
    left_out = MilestoneDecision.objects.in_force().filter(person__in=ids, left_out=True, decided_on__lte=today)
    yield shaped(left_out, "left_out", "decided_on", code="milestone")
    yield from rows_of_risks(ids, today)
    yield shaped(
        PlanReview.objects.filter(plan__person__in=ids, held_on__lte=today),
        "review",
        "held_on",
        months="next_within_months",
        person="plan__person",
    )
    asked = ReviewRequest.objects.filter(person__in=ids, asked_on__lte=today).exclude(ended_on__lte=today)
    urgent = Case(When(reason__in=sorted(AT_ONCE), then=Value(REQUESTED_AT_ONCE)), default=Value(REQUESTED))
    held = Case(When(review__held_on__lte=today, then="review__held_on"))
    yield shaped(asked.annotate(what=urgent, held=held), "asked", "asked_on", end="held", code="what")


def rows_of_risks(ids: list[UUID], today: date) -> Iterator[QuerySet[Any, tuple[Any, ...]]]:
    """Risk assessments signed, and those of them that were closed."""
    risks = RiskAssessment.objects.filter(person__in=ids, signed_on__lte=today)
    yield shaped(risks, "risk", "signed_on", end="review_on", code="level")
    yield shaped(risks.filter(closed_on__lte=today), "risk_closed", "closed_on", end="signed_on")


def shaped(
    rows: QuerySet[Any],
    kind: str,
    start: str,
    *,
    person: str = "person",
    end: str = "",
    code: str = "",
    band: str | Combinable = "",
    marked: Combinable = NOT_MARKED,
    months: str = "",
) -> QuerySet[Any, tuple[Any, ...]]:
    """Rows of any model as (person, kind, *DatedRow); the names are fields, and what is not named is empty."""
    return rows.order_by().values_list(
        person,
        Value(kind, CharField()),
        start,
        F(end) if end else Value(None, DateField()),
        Cast(code or Value(""), CharField()),
        Cast(band or Value(""), CharField()),
        marked,
        Cast(months or Value(None), IntegerField()),
    )
