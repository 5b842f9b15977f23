"""The record's rows as the clocks take them: everything about some people in a constant number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet

from careleavers import clocks
from careleavers.models import Contact, Home, StatusFact, StatusPeriod, YoungPerson
from careleavers.models.base import on_day
from careleavers.models.contacts import last_contact_on
from pathways.models import NeedsAssessment, PlanReview, PlanVersion


def facts_of(people: Iterable[UUID], today: date) -> dict[UUID, clocks.Facts]:
    """The facts of these people up to `today` that the watched clocks ask for, in seven queries.

    Of contacts only those that can still matter are read: the last one with the young person, and their visits since
    they moved to where they live today. A clock looks at older ones only to tell what was answered long ago.
    """
    ids = list(people)
    persons = YoungPerson.objects.filter(pk__in=ids).annotate(met_on=last_contact_on(today))
    standings = _by_person(StatusPeriod.objects.filter(person__in=ids), "status", "band", "starts_on", "ends_on")
    homes = _by_person(
        Home.objects.filter(person__in=ids, starts_on__lte=today),
        "starts_on", "ends_on", "kind", "provided_by_authority", "is_suitable",
    )  # fmt: skip
    visits = _by_person(visits_to_where_they_live(ids, today), "happened_on", "saw_home")
    assessments = _by_person(NeedsAssessment.objects.filter(person__in=ids, completed_on__lte=today), "completed_on")
    versions = PlanVersion.objects.authorised().filter(plan__person__in=ids, authorised_on__lte=today)
    plans = _by_person(versions, "authorised_on", person="plan__person")
    reviews = _by_person(
        PlanReview.objects.filter(plan__person__in=ids, held_on__lte=today),
        "held_on", "next_within_months", person="plan__person",
    )  # fmt: skip
    informed = dict(
        StatusFact.objects.filter(person__in=ids, kind="education", starts_on__lte=today)
        .order_by("starts_on")
        .values_list("person", "starts_on")
    )
    return {
        pk: clocks.Facts(
            date_of_birth=born_on,
            standings=tuple(
                clocks.Standing(status, band or None, start, end) for status, band, start, end in standings[pk]
            ),
            homes=tuple(clocks.Home(*home) for home in homes[pk]),
            contacts=_contacts(met_on, visits[pk]),
            assessments=tuple(day for (day,) in assessments[pk]),
            plans=tuple(day for (day,) in plans[pk]),
            reviews=tuple(clocks.Review(held_on, months) for held_on, months in reviews[pk]),
            education_informed_on=informed.get(pk),
            died_on=died_on,
        )
        for pk, born_on, died_on, met_on in persons.values_list("pk", "date_of_birth", "died_on", "met_on")
    }


def visits_to_where_they_live(ids: list[UUID], today: date) -> QuerySet[Contact]:
    """Visits at which the young person was seen, since they moved to today's home."""
    return (
        Contact.objects.live()
        .with_young_person()
        .filter(Q(on_day(today, "person__homes__")), person__in=ids, method=Contact.FACE_TO_FACE)
        .filter(happened_on__lte=today, happened_on__gte=F("person__homes__starts_on"))
    )


def _contacts(met_on: date | None, visits: list[tuple[date, bool]]) -> tuple[clocks.Contact, ...]:
    seen = tuple(clocks.Contact(day, True, visit=True, at_home=saw_home) for day, saw_home in visits)
    return (*seen, clocks.Contact(met_on, True)) if met_on else seen


def _by_person(rows: QuerySet[Any], *fields: str, person: str = "person") -> dict[UUID, list[tuple]]:
    found: dict[UUID, list[tuple]] = defaultdict(list)
    for pk, *values in rows.order_by().values_list(person, *fields):
        found[pk].append(tuple(values))
    return found
