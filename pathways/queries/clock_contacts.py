"""The contacts that clocks ask about, of some people: those that can still matter today, or all there were."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet

from careleavers.models import Contact
from careleavers.models.base import on_day
from careleavers.models.statements import Statement
from careleavers.rules.clocks import ContactFact


def visits_to_this_home(ids: list[UUID], today: date) -> dict[UUID, list[ContactFact]]:
    """Visits at which the young person was seen, since they moved to today's home. One query."""
    return _facts(VISITS, ids, today)


def every_contact(ids: list[UUID], today: date) -> dict[UUID, list[ContactFact]]:
    """Every contact with the young person up to the day. One query."""
    return _facts(EVERY_CONTACT, ids, today)


def _facts(rows: Statement, ids: list[UUID], today: date) -> dict[UUID, list[ContactFact]]:
    found: dict[UUID, list[ContactFact]] = defaultdict(list)
    for pk, day, method, saw_home in rows.rows(ids, today):
        found[pk].append(ContactFact(day, True, visit=method == Contact.FACE_TO_FACE, at_home=saw_home))
    return found


def _visits(ids: list[UUID], today: date) -> QuerySet[Any, tuple[Any, ...]]:
    # One filter: a second one would join the homes again, and match any home.
    rows = Contact.objects.live().with_young_person().filter(
        on_day(today, "person__homes__"),
        person__in=ids,
        method=Contact.FACE_TO_FACE,
        happened_on__lte=today,
        happened_on__gte=F("person__homes__starts_on"),
    )  # fmt: skip
    return rows.order_by().values_list("person", "happened_on", "method", "saw_home")


def _contacts(ids: list[UUID], today: date) -> QuerySet[Any, tuple[Any, ...]]:
    rows = Contact.objects.live().with_young_person().filter(person__in=ids, happened_on__lte=today)
    return rows.order_by().values_list("person", "happened_on", "method", "saw_home")


VISITS = Statement(_visits, list, date)
EVERY_CONTACT = Statement(_contacts, list, date)
