"""What the clock of risk assessments asks of people, and nothing else: for a figure of 100,000 of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import QuerySet

from careleavers.models import Contact, YoungPerson
from careleavers.models.statements import Statement
from careleavers.rules import clocks
from pathways.queries.clock_facts import rows_of_statuses_and_homes, statuses_and_homes
from pathways.queries.clock_planning import rows_of_risks
from pathways.queries.duties_done import DatedRow, risks_signed


def risk_facts_of(people: Iterable[UUID], today: date) -> dict[UUID, clocks.DutyFacts]:
    """Statuses, homes, the days on which they were spoken with, and risk assessments: as `past_facts_of` has them.

    Three queries.
    """
    ids = list(people)
    dated: dict[UUID, dict[str, list[DatedRow]]] = defaultdict(lambda: defaultdict(list))
    for pk, kind, *values in RISK_ROWS.rows(ids, today):
        dated[pk][kind].append(DatedRow(*values))
    spoke = dict(DAYS_SPOKEN.rows(ids, today))
    return {
        pk: clocks.DutyFacts(
            date_of_birth=date_of_birth,
            died_on=died_on,
            contacts=tuple(clocks.ContactFact(day, True) for day in spoke.get(pk, ())),
            risk_assessments=risks_signed(dated[pk]),
            **statuses_and_homes(dated[pk]),
        )
        for pk, date_of_birth, died_on in RISK_PERSONS.rows(ids)
    }


def _rows(ids: list[UUID], today: date) -> QuerySet[Any, tuple[Any, ...]]:
    first, *others = rows_of_statuses_and_homes(ids, today)
    return first.union(*others, *rows_of_risks(ids, today), all=True)


def _days(ids: list[UUID], today: date) -> QuerySet[Any, tuple[Any, ...]]:
    """One row for a person: there may be hundreds of contacts, and nothing but their days is asked."""
    spoke = Contact.objects.live().with_young_person().filter(person__in=ids, happened_on__lte=today).order_by()
    return spoke.values("person").annotate(days=ArrayAgg("happened_on", distinct=True)).values_list("person", "days")


def _persons(ids: list[UUID]) -> QuerySet[Any, tuple[Any, ...]]:
    return YoungPerson.objects.filter(pk__in=ids).order_by().values_list("pk", "date_of_birth", "died_on")


RISK_ROWS = Statement(_rows, list, date)
DAYS_SPOKEN = Statement(_days, list, date)
RISK_PERSONS = Statement(_persons, list)
