"""The register of those who give young people a home: who lives there, how homes ended, and where a visit is due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, DateField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Least

from careleavers.models import Home, Provider, ProviderVisit, TrainingFlat, TrialStay, User, YoungPerson
from careleavers.models.base import on_day
from careleavers.models.stays import HAPPENS
from careleavers.rules.names import sort_key

LATEST_VISIT = ProviderVisit.objects.filter(provider=OuterRef("pk")).order_by("-visited_on", "-recorded_at")


@dataclass(frozen=True)
class ProviderFacts:
    """`flats` are its training flats, with `taken_until`: the day on which whoever is there tonight leaves, if somebody
    is. `residents` are those who live there on the day and whom the user may see; `others` is how many more there are.

    `kept` and `lost` count the homes there that ended so, `not_said` those of which nobody has said; `suitable` is how
    many of the homes of the day count as suitable, of `lived_in`.
    """

    residents: list[Home]
    flats: list[TrainingFlat]
    others: int
    visits: list[ProviderVisit]
    kept: int
    lost: int
    not_said: int
    suitable: int
    lived_in: int


def providers(today: date) -> list[Provider]:
    """All of them by name, those that are not used any more last; with `residents`, `visited_on` and `due_on`: the day
    by which somebody is to go there or review what was agreed. One query.
    """
    live_there = Count("homes", filter=on_day(today, "homes__"))
    rows = with_due(Provider.objects.annotate(residents=live_there))
    return sorted(rows, key=lambda row: (not is_used(row, today), sort_key(row.name)))


def with_due(rows: QuerySet[Provider]) -> QuerySet[Any]:
    """Adds `visited_on` and `due_on`: the earlier of the day of the next visit and that of the review, if any."""
    next_visit = Subquery(LATEST_VISIT.values("next_visit_by")[:1], output_field=DateField())
    return rows.annotate(
        visited_on=Subquery(LATEST_VISIT.values("visited_on")[:1]), due_on=Least(next_visit, "review_on")
    )


def in_use(today: date) -> QuerySet[Provider]:
    """Those of which `is_used` is so."""
    return Provider.objects.filter(Q(used_until=None) | Q(used_until__gt=today))


def names_in_use(today: date) -> list[str]:
    """The names of the providers that are used on the day, in their order. One query."""
    return sorted(in_use(today).values_list("name", flat=True), key=sort_key)


def is_used(provider: Provider, today: date) -> bool:
    return provider.used_until is None or provider.used_until > today


def overdue_providers(today: date) -> list[Provider]:
    """Those that are used and whose visit or review should have been by yesterday, the longest overdue first."""
    overdue = [(row.due_on, row) for row in with_due(in_use(today)) if row.due_on and row.due_on < today]
    return [row for _, row in sorted(overdue, key=lambda each: each[0])]


def provider_facts(provider: Provider, user: User, today: date) -> ProviderFacts:
    """Four queries."""
    lived_in = provider.homes.filter(on_day(today), person__died_on=None)
    visible = lived_in.filter(person__in=YoungPerson.objects.visible_to(user)).select_related("person")
    residents = list(visible.order_by("person__sort_name"))
    over = provider.homes.filter(ends_on__lte=today)
    counts = provider.homes.aggregate(
        lived_in=Count("pk", filter=Q(pk__in=lived_in.values("pk"))),
        suitable=Count("pk", filter=Q(pk__in=lived_in.values("pk"), is_suitable=True)),
        **{
            name: Count("pk", filter=Q(pk__in=over.values("pk"), ended_as=ended_as))
            for name, ended_as in (("kept", Home.KEPT), ("lost", Home.LOST), ("not_said", ""))
        },
    )
    there = TrialStay.objects.filter(HAPPENS, on_day(today), flat=OuterRef("pk"))
    flats = provider.training_flats.annotate(taken_until=Subquery(there.values("ends_on")[:1]))
    return ProviderFacts(
        flats=sorted(flats, key=lambda flat: sort_key(flat.name)),
        residents=residents,
        others=counts["lived_in"] - len(residents),
        visits=list(provider.visits.all()),
        **counts,
    )
