"""What the record says of everybody's health on a day, and what was counted of it when a quarter was over."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import FilteredRelation

from careleavers.models import HealthMatter, Wellbeing, YoungPerson
from careleavers.models.base import on_day
from careleavers.queries.caseloads import open_to_service
from careleavers.rules.dates import LeapDay, add_months, age_on
from careleavers.rules.health import WELLBEING
from reporting.models import FrozenPeriod, HealthCount
from reporting.rules.health_needs import OLDEST, YOUNGEST, HealthTable, PersonHealth, published_health

ANSWERS_OF_MONTHS = 12
CODES = tuple(each.code for each in WELLBEING)
PEOPLE = ("pk", "date_of_birth", "gender", "ethnicity", "disability", "is_parent", "occupation__code")


def health_of_everybody(today: date, leap_day: LeapDay) -> Iterator[PersonHealth]:
    """Everybody from 16 to 25 who is open to the service, whoever may see them. Three queries."""
    states = _states()
    wellbeing = _wellbeing(today)
    occupation = FilteredRelation("occupations", condition=on_day(today, "occupations__"))
    people = open_to_service(YoungPerson.objects.filter(died_on=None), today).alias(occupation=occupation).order_by()
    for pk, born, gender, ethnicity, disability, is_parent, activity in people.values_list(*PEOPLE).iterator():
        age = age_on(born, today, leap_day)
        if YOUNGEST <= age <= OLDEST:
            yield PersonHealth(
                age, gender, ethnicity, disability, is_parent, activity or "", states.get(pk, {}), wellbeing.get(pk, {})
            )


def _states() -> Mapping[UUID, Mapping[str, str]]:
    found: dict[UUID, dict[str, str]] = defaultdict(dict)
    for person, kind, state in HealthMatter.objects.order_by().values_list("person", "kind", "state"):
        found[person][kind] = state
    return found


def _wellbeing(today: date) -> Mapping[UUID, Mapping[str, int | None]]:
    """The last answers of each, of the last year."""
    answered = Wellbeing.objects.filter(
        answered_on__gt=add_months(today, -ANSWERS_OF_MONTHS), answered_on__lte=today
    ).order_by("person", "-answered_on", "-recorded_at")
    rows: Iterable[Any] = answered.distinct("person").values_list("person", *CODES)
    return {person: dict(zip(CODES, answers, strict=True)) for person, *answers in rows}


def health_count_of(quarter: FrozenPeriod) -> HealthCount | None:
    return HealthCount.objects.filter(quarter=quarter).first()


def health_tables(count: HealthCount) -> list[HealthTable]:
    """What may be said to everybody. One query."""
    rows = count.numbers.values_list("question", "answer", "ages", "people")
    return published_health({(question, answer, ages): many for question, answer, ages, many in rows})


HEAD = ("Quarter to", "Counted on", "Question", "Answer", "Ages", "People")


def health_lines(count: HealthCount, tables: Sequence[HealthTable]) -> Iterator[tuple[str, ...]]:
    """A line for each number, as it may be said to everybody."""
    days = (count.quarter.ends_on.isoformat(), count.counted_on.isoformat())
    for table in tables:
        for answer, cells in table.rows:
            for ages, cell in zip(table.ages, cells, strict=True):
                yield (*days, table.question.words, answer, ages, str(cell))
