"""Who is in custody on a day, and their way through care: three queries for any number of people."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from careleavers.models import CareEpisode, Home, PolicyValue, YoungPerson
from careleavers.models.base import on_day
from careleavers.queries.caseloads import open_to_service
from careleavers.rules.code_sets import HomeKind
from reporting.rules.custody import CareHistory, CarePlacement, care_history


@dataclass(frozen=True)
class InCustody:
    """`history`: None where no care is recorded."""

    person: YoungPerson
    home: Home
    history: CareHistory | None


def in_custody(people: QuerySet[YoungPerson], today: date) -> list[InCustody]:
    """Of these people those who are open to the service, by name, with their case holder of today."""
    inside = {home.person_id: home for home in Home.objects.filter(on_day(today), kind=HomeKind.CUSTODY)}
    found = people.filter(pk__in=inside, died_on=None).with_case_holder(today)  # type: ignore[attr-defined]
    listed = list(open_to_service(found, today).order_by("sort_name", "pk"))
    episodes: dict[UUID, list[CarePlacement]] = defaultdict(list)
    rows = CareEpisode.objects.filter(person__in=[person.pk for person in listed])
    for row in rows:
        episodes[row.person_id].append(CarePlacement(row.starts_on, row.ends_on, row.placement))
    leap_day = PolicyValue.objects.in_force(today)["leap_day"]
    return [
        InCustody(person, inside[person.pk], care_history(person.date_of_birth, episodes[person.pk], today, leap_day))
        for person in listed
    ]
