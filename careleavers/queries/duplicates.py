"""Is this person in our records already? Checked over everyone before a record is made.

A record that the user may see is shown. Of one out of reach only its manager's name is shown. A restricted one is not
mentioned, and its manager is alerted to the attempt.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.functions import Greatest

from careleavers.models import User, YoungPerson
from careleavers.models.people import name_similarity
from careleavers.queries.managers import managers_on

# Of pg_trgm's word similarity, from 0 to 1: a birthday that fits forgives much of a name, a near one little.
ALIKE_WITH_SAME_BIRTHDAY = 0.35
ALIKE_WITH_NEAR_BIRTHDAY = 0.6
NUMBERS = ("local_id", "ssda903_id", "nhs_number", "upn", "ni_number")
MOST_RESULTS = 10


@dataclass(frozen=True)
class SimilarRecords:
    """Records like the one about to be made. `managers` are whom to ask about those `out_of_reach`."""

    visible: list[YoungPerson] = field(default_factory=list)
    out_of_reach: int = 0
    managers: list[User] = field(default_factory=list)
    restricted: list[YoungPerson] = field(default_factory=list)

    @property
    def has_results(self) -> bool:
        return bool(self.visible or self.out_of_reach)


def find_similar(details: Mapping[str, Any], user: User, today: date) -> SimilarRecords:
    """Records whose name and date of birth are like these details', or that share one of the NUMBERS."""
    alike = list(_alike(details)[:MOST_RESULTS])
    ids = [person.pk for person in alike]
    reach = set(YoungPerson.objects.visible_to(user).filter(pk__in=ids).values_list("pk", flat=True))
    out = [person for person in alike if person.pk not in reach]
    out_of_reach = [person for person in out if not person.is_restricted]
    return SimilarRecords(
        visible=[person for person in alike if person.pk in reach],
        out_of_reach=len(out_of_reach),
        managers=_managers_of(out_of_reach, today),
        restricted=[person for person in out if person.is_restricted],
    )


def restricted_with(numbers: Mapping[str, str], user: User) -> list[YoungPerson]:
    """The restricted records out of this user's sight that hold one of these numbers, given by the names of NUMBERS."""
    same = Q()
    for name, number in numbers.items():
        same |= Q(**{name: number})
    hidden = YoungPerson.objects.filter(same, is_restricted=True) if numbers else YoungPerson.objects.none()
    return list(hidden.exclude(pk__in=YoungPerson.objects.visible_to(user).values("pk")))


def _alike(details: Mapping[str, Any]) -> QuerySet[YoungPerson]:
    born = details["date_of_birth"]
    names = [f"{details['first_name']} {details['last_name']}"]
    if details.get("preferred_name"):
        names.append(f"{details['preferred_name']} {details['last_name']}")
    similarity = [name_similarity(name) for name in names]
    same = Q(date_of_birth=born, similarity__gte=ALIKE_WITH_SAME_BIRTHDAY)
    near = Q(date_of_birth__in=near_days(born), similarity__gte=ALIKE_WITH_NEAR_BIRTHDAY)
    numbered = Q()
    for number in NUMBERS:
        if details.get(number):
            numbered |= Q(**{number: details[number]})
    return (
        YoungPerson.objects.annotate(similarity=Greatest(*similarity) if len(similarity) > 1 else similarity[0])
        .filter(same | near | numbered)
        .select_related("team")
        .order_by("-similarity", "id")
    )


def near_days(born: date) -> list[date]:
    """Days that a slip of the pen makes of this one: day and month exchanged, or one of the three parts different."""
    same_month = ((born.year, born.month, day) for day in range(1, 32))
    same_year = ((born.year, month, born.day) for month in range(1, 13))
    other_years = ((year, born.month, born.day) for year in range(born.year - 10, born.year + 11))
    exchanged = (born.year, born.day, born.month)
    parts = {*same_month, *same_year, *other_years, exchanged}
    return sorted(date(*each) for each in parts if is_a_day(*each) and each != (born.year, born.month, born.day))


def is_a_day(year: int, month: int, day: int) -> bool:
    return 1 <= month <= 12 and day <= monthrange(year, month)[1]


def _managers_of(people: list[YoungPerson], today: date) -> list[User]:
    if not people:
        return []
    managers = managers_on(today)
    ids = set().union(*(managers.nearest(person.team_id) for person in people))
    return list(User.objects.filter(pk__in=ids))
