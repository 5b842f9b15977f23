"""What the record shows of people for a measure on a day, in a few words each, in one query for a page of them.

By person; somebody of whom nothing is recorded is left out.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db.models import Max, Q

from careleavers.models import Contact, Home, Occupation, YoungPerson
from careleavers.models.base import on_day
from careleavers.rules import code_labels, words

PLAN_WORDS = ("Authorised", "Agreed in the former system", "Reviewed", "Reviewed in the former system")


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
    """What happened last with the plan: here, or in the system before."""
    people_with_days = YoungPerson.objects.filter(pk__in=people).annotate(
        authorised=_last(day, "pathway_plan__versions__authorised_on"),
        agreed=_last(day, "former_plans__agreed_on"),
        reviewed=_last(day, "pathway_plan__reviews__held_on"),
        reviewed_before=_last(day, "former_plans__reviewed_on"),
    )
    found = {}
    for person, *told in people_with_days.order_by().values_list(
        "pk", "authorised", "agreed", "reviewed", "reviewed_before"
    ):
        last_on = max(filter(None, told), default=None)
        if last_on and (told[0] or told[1]):  # a review is of a plan
            found[person] = f"{PLAN_WORDS[told.index(last_on)]} on {words.day(last_on)}"
    return found


def _last(day: date, column: str) -> Max:
    return Max(column, filter=Q(**{f"{column}__lte": day}))
