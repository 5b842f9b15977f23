"""Who lives on with their foster carers after the 18th birthday: three queries for any number of people."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from careleavers.models import CareEpisode, Home, PolicyValue, YoungPerson
from careleavers.rules.dates import ONE_DAY, add_months
from reporting.rules.care_leaver_return import CollectionYear
from reporting.rules.staying_put import CodedPeriod, StayedPut, stayed_put


def stayed_put_in(
    year: CollectionYear, people: QuerySet[YoungPerson], today: date
) -> list[tuple[YoungPerson, StayedPut]]:
    """Everybody who counts, by name, with their case holder of today."""
    leap_day = PolicyValue.objects.in_force(min(year.end, today))["leap_day"]
    # Born a day off either end too, for birthdays of 29 February.
    births = add_months(year.start, -12 * 18) - ONE_DAY, add_months(year.end, -12 * 18) + ONE_DAY
    turned = list(people.filter(date_of_birth__range=births).with_case_holder(today).order_by("sort_name", "id"))  # type: ignore[attr-defined]
    ids = [person.pk for person in turned]
    placements: dict[UUID, list[CodedPeriod]] = defaultdict(list)
    for episode in CareEpisode.objects.filter(person__in=ids):
        placements[episode.person_id].append(CodedPeriod(episode.starts_on, episode.ends_on, episode.placement))
    homes: dict[UUID, list[CodedPeriod]] = defaultdict(list)
    for home in Home.objects.filter(person__in=ids):
        homes[home.person_id].append(CodedPeriod(home.starts_on, home.ends_on, home.kind))
    found = (
        (each, stayed_put(each.date_of_birth, each.died_on, placements[each.pk], homes[each.pk], year, leap_day, today))
        for each in turned
    )
    return [(person, result) for person, result in found if result]
