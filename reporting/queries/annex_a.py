"""Who is in Ofsted's List 9 on a day, and what the record says of each: one query for any number of people.

Everybody who has reached the threshold for leaving-care services: eligible, relevant and former relevant children and
persons qualifying. From 21 only those who are open to the service, as the duties to the others wait until they ask.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Greatest

from careleavers.models import Observation, YoungPerson
from careleavers.models.contacts import last_contact_on
from careleavers.queries.advisers import advising_allocations
from careleavers.rules.code_sets import LEAVING_CARE_OR_QUALIFYING
from careleavers.rules.team_scopes import AUTHORITY
from pathways.models import FormerPlan, PlanReview, PlanVersion
from pathways.queries.touch import touch_columns
from reporting.queries.figures import Question, as_at
from reporting.rules.annex_a import ListedPerson
from reporting.rules.cohorts import born_by

FROM_21 = 21
RETURN_HOLDS = timedelta(days=365)


def people_of_list_9(day: date) -> QuerySet[YoungPerson]:
    """By name, each with what the list asks for."""
    question = Question.on(day, AUTHORITY)
    under_21 = Q(date_of_birth__gt=born_by(day, FROM_21, question.leap_day))
    listed = as_at(question.scope, question.days).filter(
        Q(died_on=None) | Q(died_on__gt=day),
        Q(status_period__status__in=LEAVING_CARE_OR_QUALIFYING),
        Q(opened__starts_on__isnull=False) | under_21,
    )
    with_facts: QuerySet[YoungPerson] = listed.with_case_holder(day).annotate(  # type: ignore[attr-defined]
        team_name=F("holder__team__name"),
        adviser_name=Subquery(advising_allocations(day).filter(person=OuterRef("pk")).values("worker__name")[:1]),
        status=F("status_period__status"),
        returned_home=F("status_period__returned_home"),
        last_plan_on=_last_plan(day),
        spoke_lately=F("spoke"),
        last_spoke_on=last_contact_on(day),
        last_return=_last_return(day),
        **touch_columns(day),
        home_kind=F("home__kind"),
        home_is_suitable=F("home_suits"),
        activity_code=F("occupation__code"),
    )
    return with_facts.order_by("sort_name", "id")


def listed_people(people: QuerySet[YoungPerson], day: date) -> Iterator[tuple[YoungPerson, ListedPerson]]:
    """Each with the line's facts, read some at a time."""
    leap_day = Question.on(day, AUTHORITY).leap_day
    for person in people.iterator(chunk_size=1000):
        yield person, _listed(person, person.age_on(day, leap_day))


def _listed(person: Any, age: int) -> ListedPerson:
    return ListedPerson(
        unique_id=person.local_id or person.ssda903_id or str(person.pk),
        gender=person.gender,
        ethnicity=person.ethnicity,
        date_of_birth=person.date_of_birth,
        age=age,
        is_unaccompanied=person.is_unaccompanied,
        disability=person.disability,
        team=person.team_name or "",
        worker=person.case_holder_name or "",
        adviser=person.adviser_name or "",
        status=person.status,
        returned_home=person.returned_home,
        last_plan_on=person.last_plan_on,
        spoke=person.spoke_lately,
        last_spoke_on=person.last_spoke_on,
        last_return=person.last_return or "",
        wants=person.wants_of_touch or "",
        home=person.home_kind or "",
        is_suitable=person.home_is_suitable if person.home_kind else None,
        activity=person.activity_code or "",
    )


def _latest(rows: QuerySet[Any], person: str, column: str, **conditions: object) -> Subquery:
    newest = rows.filter(**{person: OuterRef("pk")}, **conditions).order_by(f"-{column}")
    return Subquery(newest.values(column)[:1])


def _last_plan(day: date) -> Greatest:
    """The plan's authorisation or its latest review, here or in the system before, whichever is later (GREATEST of
    Postgres passes over nulls)."""
    return Greatest(
        _latest(PlanVersion.objects.all(), "plan__person", "authorised_on", authorised_on__lte=day),
        _latest(FormerPlan.objects.all(), "person", "agreed_on", agreed_on__lte=day),
        _latest(FormerPlan.objects.all(), "person", "reviewed_on", reviewed_on__lte=day),
        _latest(PlanReview.objects.all(), "plan__person", "held_on", held_on__lte=day),
    )


def _last_return(day: date) -> Subquery:
    rows = Observation.objects.filter(person=OuterRef("pk"), observed_on__range=(day - RETURN_HOLDS, day))
    return Subquery(rows.order_by("-observed_on").values("in_touch")[:1])
