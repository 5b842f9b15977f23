"""The record's rows as the clocks take them: everything about some people in three queries, however many they are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import BooleanField, CharField, DateField, F, IntegerField, QuerySet, Value
from django.db.models.functions import Cast

from careleavers.models import Contact, Home, StatusFact, StatusPeriod, YoungPerson
from careleavers.models.base import on_day
from careleavers.models.contacts import last_contact_on
from careleavers.rules import clocks
from careleavers.rules.dates import Period
from pathways.models import NeedsAssessment, PlanReview, PlanVersion


class DatedRow(NamedTuple):
    """A dated row of any kind, in the one shape that all of them are read in."""

    start: date
    end: date | None
    code: str
    band: str
    provided: bool
    months: int | None


def facts_of(people: Iterable[UUID], today: date) -> dict[UUID, clocks.DutyFacts]:
    """The facts of these people up to `today` that the clocks that raise alerts ask for.

    Of contacts only those that can still matter are read: the last one with the young person, and their visits since
    they moved to where they live today. A clock needs older ones only for duties that were met long ago.
    """
    ids = list(people)
    persons = YoungPerson.objects.filter(pk__in=ids).annotate(met_on=last_contact_on(today))
    dated = _dated_rows(ids, today)
    visits = _visits(ids, today)
    return {
        pk: _facts(born_on, died_on, met_on, visits[pk], dated[pk])
        for pk, born_on, died_on, met_on in persons.values_list("pk", "date_of_birth", "died_on", "met_on")
    }


def _facts(
    born_on: date,
    died_on: date | None,
    met_on: date | None,
    visits: list[clocks.ContactFact],
    dated: dict[str, list[DatedRow]],
) -> clocks.DutyFacts:
    return clocks.DutyFacts(
        date_of_birth=born_on,
        died_on=died_on,
        status_spans=tuple(
            clocks.StatusSpan(row.code, row.band or None, row.start, row.end) for row in dated["status"]
        ),
        homes=tuple(clocks.HomeFact(row.start, row.end, row.code, row.provided) for row in dated["home"]),
        contacts=(*visits, clocks.ContactFact(met_on, True)) if met_on else tuple(visits),
        assessments=tuple(row.start for row in dated["assessment"]),
        plans=tuple(row.start for row in dated["plan"]),
        reviews=tuple(clocks.Review(row.start, row.months) for row in dated["review"]),
        education=tuple(Period(row.start, row.end) for row in dated["education"]),
    )


def _dated_rows(ids: list[UUID], today: date) -> dict[UUID, dict[str, list[DatedRow]]]:
    """Statuses past and future, and what has begun or was done by today: homes, assessments, plans, reviews and the
    days on which they said that they want education."""
    education = StatusFact.objects.filter(person__in=ids, kind="education", starts_on__lte=today)
    branches = (
        _shaped(
            StatusPeriod.objects.filter(person__in=ids),
            "status",
            "starts_on",
            end="ends_on",
            code="status",
            band="band",
        ),
        _shaped(
            Home.objects.filter(person__in=ids, starts_on__lte=today),
            "home",
            "starts_on",
            end="ends_on",
            code="kind",
            provided="provided_by_authority",
        ),
        _shaped(NeedsAssessment.objects.filter(person__in=ids, completed_on__lte=today), "assessment", "completed_on"),
        _shaped(
            PlanVersion.objects.authorised().filter(plan__person__in=ids, authorised_on__lte=today),
            "plan",
            "authorised_on",
            person="plan__person",
        ),
        _shaped(
            PlanReview.objects.filter(plan__person__in=ids, held_on__lte=today),
            "review",
            "held_on",
            months="next_within_months",
            person="plan__person",
        ),
        _shaped(education, "education", "starts_on", end="ends_on"),
    )
    found: dict[UUID, dict[str, list[DatedRow]]] = defaultdict(lambda: defaultdict(list))
    for pk, kind, *values in branches[0].union(*branches[1:], all=True):
        found[pk][kind].append(DatedRow(*values))
    return found


def _shaped(
    rows: QuerySet[Any],
    kind: str,
    start: str,
    *,
    person: str = "person",
    end: str = "",
    code: str = "",
    band: str = "",
    provided: str = "",
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
        F(provided) if provided else Value(False, BooleanField()),
        Cast(months or Value(None), IntegerField()),
    )


def _visits(ids: list[UUID], today: date) -> dict[UUID, list[clocks.ContactFact]]:
    """Visits at which the young person was seen, since they moved to today's home."""
    # One filter: a second one would join the homes again, and match any home.
    rows = Contact.objects.live().with_young_person().filter(
        on_day(today, "person__homes__"),
        person__in=ids,
        method=Contact.FACE_TO_FACE,
        happened_on__lte=today,
        happened_on__gte=F("person__homes__starts_on"),
    )  # fmt: skip
    found: dict[UUID, list[clocks.ContactFact]] = defaultdict(list)
    for pk, day, saw_home in rows.order_by().values_list("person", "happened_on", "saw_home"):
        found[pk].append(clocks.ContactFact(day, True, visit=True, at_home=saw_home))
    return found
