"""Offers of support after 21 (Children Act 1989 s23CZB): birthday letters, each of which says that an adviser is there
to ask for, and offers made by word of mouth."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date
from uuid import UUID

from django.db.models.functions import Coalesce, Greatest

from offers.models import Letter, SupportOffer
from offers.rules.letter_states import LetterState
from offers.rules.letter_text import ASKED_FROM


def support_offered(people: Collection[UUID], today: date) -> Mapping[UUID, Collection[date]]:
    """The days up to `today` on which each of these people was offered support after 21, in order. Two queries."""
    found = letters_that_offered(people, today)
    told = SupportOffer.objects.filter(person__in=people, offered_on__lte=today).order_by()
    for person, day in told.values_list("person", "offered_on"):
        found[person].append(day)
    return {person: sorted(days) for person, days in found.items()}


def letters_that_offered(people: Collection[UUID], today: date) -> dict[UUID, list[date]]:
    """The days up to `today` on which a birthday letter offered each of these people support after 21. One query.

    A letter posted before its birthday offers it on the birthday. One that came back offered nothing.
    """
    gone = Letter.objects.filter(person__in=people, status__in=[LetterState.POSTED, LetterState.GIVEN])
    offered_on = Greatest(Coalesce("given_on", "posted_on"), "occurrence_on")
    found: dict[UUID, list[date]] = defaultdict(list)
    for person, occasion, day in gone.values_list("person", "occasion", offered_on):
        if int(occasion) >= ASKED_FROM and day <= today:
            found[person].append(day)
    return found
