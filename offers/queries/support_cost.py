"""What support at 21 to 25 came to in a financial year, across the service."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Q

from careleavers.models import Allocation, Contact, PolicyValue
from careleavers.rules.dates import LeapDay, Period, add_years
from offers.models import MoneyPayment
from offers.queries.money import days_of
from offers.rules.money import total
from offers.rules.support_cost import FROM_AGE, TO_AGE, SupportCost, days_supported, is_of_these_ages


def support_cost(year: int, today: date) -> SupportCost:
    """Of a financial year as far as it has gone by today. Five queries."""
    first, last = days_of(year)
    leap_day: LeapDay = PolicyValue.objects.in_force(today)["leap_day"]
    of_year = Period(first, max(first, min(last, today) + timedelta(days=1)))
    days, contacts = _days(of_year, leap_day), _contacts(of_year, leap_day)
    of_its_time = PolicyValue.objects.in_force(min(last, today))
    return SupportCost(
        year=year,
        people=sum(each > 0 for each in days),
        days=sum(days),
        contacts=len(contacts),
        minutes=sum(contacts),
        paid=_paid(of_year, leap_day),
        year_costs=of_its_time["support_year_costs"],
        grant=of_its_time["support_grant"],
    )


def _days(year: Period, leap_day: LeapDay) -> list[int]:
    """Of each person who may count, how many days do."""
    rows = Allocation.objects.filter(
        Q(ends_on=None) | Q(ends_on__gt=year.start),
        role=Allocation.CASE_HOLDER,
        starts_on__lt=year.end,
        **_born("person__date_of_birth", year),
    )
    periods: dict[tuple[UUID, date], list[tuple[date, date | None]]] = defaultdict(list)
    found = rows.values_list("person_id", "person__date_of_birth", "starts_on", "ends_on")
    for person, born, starts_on, ends_on in found:
        periods[person, born].append((starts_on, ends_on))
    return [days_supported(born, theirs, year, leap_day) for (_, born), theirs in periods.items()]


def _contacts(year: Period, leap_day: LeapDay) -> list[int]:
    """The minutes of each contact; 0 where nobody wrote them down."""
    born = _born("person__date_of_birth", year)
    rows = Contact.objects.filter(voided_at=None, happened_on__gte=year.start, happened_on__lt=year.end, **born)
    found = rows.values_list("person__date_of_birth", "happened_on", "minutes")
    return [minutes or 0 for born_on, on, minutes in found if is_of_these_ages(born_on, on, leap_day)]


def _paid(year: Period, leap_day: LeapDay) -> Decimal:
    born = _born("request__person__date_of_birth", year)
    rows = MoneyPayment.objects.filter(paid_on__gte=year.start, paid_on__lt=year.end, **born)
    found = rows.values_list("request__person__date_of_birth", "paid_on", "amount")
    return total(amount for born_on, on, amount in found if is_of_these_ages(born_on, on, leap_day))


def _born(field: str, year: Period) -> Mapping[str, Any]:
    """Whoever can have been 21 to 24 on a day of the year; a day to spare for a leap day."""
    assert year.end is not None
    spare = timedelta(days=1)
    return {
        f"{field}__gt": add_years(year.start, -TO_AGE) - spare,
        f"{field}__lte": add_years(year.end, -FROM_AGE) + spare,
    }
