"""Who is in which training flat when, and how stays went."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import cast

from django.db.models import QuerySet

from careleavers.models import Provider, TrainingFlat, TrialStay, User, YoungPerson
from careleavers.models.base import on_day, overlapping
from careleavers.models.stays import HAPPENS
from careleavers.queries.providers import in_use
from careleavers.rules.dates import monday_of
from careleavers.rules.names import sort_key
from careleavers.rules.stays import GIVES_TASTERS, WEEK, FlatWeek, weeks


@dataclass(frozen=True)
class StayLine:
    """A stay of the calendar, over [starts_on, ends_on). `person` is None where the reader does not see the record."""

    starts_on: date
    ends_on: date
    person: YoungPerson | None


def stays_meanwhile(starts_on: date, ends_on: date, apart_from: TrialStay | None = None) -> QuerySet[TrialStay]:
    """The stays that share a night with [starts_on, ends_on), without this one and what was called off."""
    found = TrialStay.objects.filter(HAPPENS, overlapping(starts_on, ends_on)).order_by("starts_on")
    found = found.select_related("flat__provider", "provider")
    return found.exclude(pk=apart_from.pk) if apart_from else found


def stay_on(person: YoungPerson, today: date) -> TrialStay | None:
    """Where they try out living alone on the night of this day, if they do. One query."""
    return person.trial_stays.filter(HAPPENS, on_day(today)).select_related("flat__provider", "provider").first()


def stays_of(person: YoungPerson) -> list[TrialStay]:
    """Newest first. One query."""
    rows = person.trial_stays.select_related("flat__provider", "provider", "next_step__assigned_to")
    return list(rows)


def flats_in_use(today: date) -> list[TrainingFlat]:
    """The flats into which somebody can still be booked, by provider and name. One query."""
    rows = TrainingFlat.objects.filter(provider__in=in_use(today)).select_related("provider")
    used = [flat for flat in rows if flat.used_until is None or flat.used_until > today]
    return sorted(used, key=lambda flat: (sort_key(flat.provider.name), sort_key(flat.name)))


def tasters_given_by(today: date) -> list[Provider]:
    """The providers in whose homes somebody can try out for some nights how it is. One query."""
    return sorted(in_use(today).filter(kind__in=GIVES_TASTERS), key=lambda provider: sort_key(provider.name))


def calendar(flat: TrainingFlat, user: User, first: date, number: int) -> Iterator[FlatWeek]:
    """So many weeks of a flat, with StayLines, from the week of the day `first` on. Two queries."""
    monday = monday_of(first)
    within = overlapping(monday, monday + timedelta(days=WEEK * number))
    stays = list(flat.stays.filter(HAPPENS, within).select_related("person"))
    seen = YoungPerson.objects.visible_to(user).filter(pk__in=[stay.person_id for stay in stays])
    visible = set(seen.values_list("pk", flat=True))
    lines = [
        StayLine(stay.starts_on, cast(date, stay.ends_on), stay.person if stay.person_id in visible else None)
        for stay in stays
    ]
    return weeks(lines, monday, number)
