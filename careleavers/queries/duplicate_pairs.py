"""Records that may be of one person: pairs of those whom the user may see, with what is the same in both."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection

from careleavers.models import ContactDetail, DifferentPeople, User, YoungPerson
from careleavers.queries.duplicates import ALIKE_WITH_SAME_BIRTHDAY, NUMBERS, near_days

NOBODY = UUID(int=0)
# Each is joined by something that is equal, so that the pairs of thousands are found at once.
_NAMES_ALIKE = "greatest(word_similarity(a.search_name, b.search_name), word_similarity(b.search_name, a.search_name))"
_PAIR = "SELECT a.id, b.id FROM seen a JOIN seen b ON a.id < b.id AND "
_JOINS = [
    f"a.date_of_birth = b.date_of_birth AND {_NAMES_ALIKE} >= %s",
    "a.sort_name = b.sort_name AND a.sort_name <> ''",
    *(f"a.{number} = b.{number} AND a.{number} <> ''" for number in NUMBERS),
]
_PAIRS = " UNION ".join(_PAIR + join for join in _JOINS)


@dataclass(frozen=True)
class DuplicatePair:
    """Two records, the one that was opened first as `first`; `same` says in words what is the same in both."""

    first: YoungPerson
    second: YoungPerson
    same: tuple[str, ...]


def duplicate_pairs(user: User) -> list[DuplicatePair]:
    """Those that nobody has said to be two people, the most alike first. Four queries, however many people."""
    people = YoungPerson.objects.visible_to(user)
    seen, values = people.order_by().values("pk").query.sql_with_params()
    columns = ", ".join(("id", "date_of_birth", "search_name", "sort_name", *NUMBERS))
    table = YoungPerson._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH seen AS MATERIALIZED (SELECT {columns} FROM {table} WHERE id IN ({seen})) {_PAIRS}",
            [*values, ALIKE_WITH_SAME_BIRTHDAY],
        )
        found: set[tuple[UUID, UUID]] = set(cursor.fetchall())
    different = {frozenset(pair) for pair in DifferentPeople.objects.values_list("first", "second")}
    ids = [pair for pair in found if frozenset(pair) not in different]
    found_people = {one for pair in ids for one in pair} or {NOBODY}  # as many queries where there is no pair
    by_id = people.select_related("team").in_bulk(found_people)
    details = _details(found_people)
    pairs = [_pair(by_id[one], by_id[other], details) for one, other in ids]
    return sorted(
        (pair for pair in pairs if pair.same), key=lambda pair: (-len(pair.same), pair.first.sort_name, pair.first.pk)
    )


def _pair(one: YoungPerson, other: YoungPerson, details: dict[UUID, set[str]]) -> DuplicatePair:
    first, second = sorted((one, other), key=lambda person: (person.recorded_at, person.pk))
    return DuplicatePair(first, second, tuple(same_in(first, second, details)))


def same_in(one: YoungPerson, other: YoungPerson, details: dict[UUID, set[str]]) -> Iterable[str]:
    """In words, what is the same: nothing where only the name is and the birthdays are far apart."""
    if one.sort_name == other.sort_name:
        name = "name"
    elif one.name_words & other.name_words:
        name = "a part of the name"
    else:
        name = "a name alike"
    born = "date of birth" if one.date_of_birth == other.date_of_birth else ""
    if not born and other.date_of_birth in near_days(one.date_of_birth):
        born = "nearly the date of birth"
    numbers = [
        verbose_name(number)
        for number in NUMBERS
        if getattr(one, number) and getattr(one, number) == getattr(other, number)
    ]
    if not born and not numbers:
        return
    yield from (name, *filter(None, [born]), *numbers)
    if details[one.pk] & details[other.pk]:
        yield "a phone number or email address"


def verbose_name(field: str) -> str:
    """What a field of the record is called on pages."""
    found: Any = YoungPerson._meta.get_field(field)
    return str(found.verbose_name)


def _details(people: set[UUID]) -> dict[UUID, set[str]]:
    found: dict[UUID, set[str]] = defaultdict(set)
    for person, value in ContactDetail.objects.filter(person__in=people).values_list("person_id", "search_value"):
        found[person].add(value)
    return found


def details_of(*people: YoungPerson) -> dict[UUID, set[str]]:
    """The numbers and addresses of these people, as they are searched for. One query."""
    return _details({person.pk for person in people})
