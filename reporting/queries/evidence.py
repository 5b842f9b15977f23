"""What the record shows of people for a measure on a day, in a few words each, in one query for a page of them.

By person; somebody of whom nothing is recorded is left out.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db.models import Max, Q
from django.db.models.functions import Greatest

from careleavers.models import Contact, Home, Occupation
from careleavers.models.base import on_day
from careleavers.rules import code_labels, words
from pathways.models import PathwayPlan


def homes(people: Collection[UUID], day: date) -> dict[UUID, str]:
    rows = Home.objects.filter(on_day(day), person__in=people)
    return {home.person_id: f"{code_labels.home_words(home.kind)}, since {words.day(home.starts_on)}" for home in rows}


def occupations(people: Collection[UUID], day: date) -> dict[UUID, str]:
    doing = Occupation.objects.filter(on_day(day), person__in=people)
    return {
        each.person_id: f"{code_labels.occupation_words(each.code)}, since {words.day(each.starts_on)}"
        for each in doing
    }


def contacts(people: Collection[UUID], day: date) -> dict[UUID, str]:
    spoke = Contact.objects.live().with_young_person().filter(person__in=people, happened_on__lte=day)
    latest = spoke.order_by().values("person").annotate(on=Max("happened_on")).values_list("person", "on")
    return {person: f"Last spoken with on {words.day(on)}" for person, on in latest}


def plans(people: Collection[UUID], day: date) -> dict[UUID, str]:
    authorised = Max("versions__authorised_on", filter=Q(versions__authorised_on__lte=day))
    reviewed = Max("reviews__held_on", filter=Q(reviews__held_on__lte=day))
    rows = (
        PathwayPlan.objects.filter(person__in=people)
        .annotate(authorised=authorised, last=Greatest(authorised, reviewed))
        .filter(authorised__isnull=False)
        .values_list("person", "authorised", "last")
    )
    return {
        person: f"{'Authorised' if last == authorised else 'Reviewed'} on {words.day(last)}"
        for person, authorised, last in rows
    }
