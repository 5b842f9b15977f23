"""Offers of support after 21 (Children Act 1989 s23CZB): birthday letters, each of which says that an adviser is there
to ask for, and offers made by word of mouth."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.db.models.functions import Coalesce, Greatest

from careleavers.models.asking import Asking, in_steps, together
from careleavers.models.statements import Statement
from offers.models import Letter, SupportOffer
from offers.rules.addresses import LetterChannel
from offers.rules.letter_kinds import LetterKind
from offers.rules.letter_states import LetterState
from offers.rules.letter_text import ASKED_FROM

GONE_STATES = (LetterState.POSTED, LetterState.GIVEN)


@in_steps
def support_offered(people: Collection[UUID], today: date) -> Asking[Mapping[UUID, Collection[date]]]:
    """The days up to `today` on which each of these people was offered support after 21, in order. One query."""
    found, otherwise = yield from together(
        letters_that_offered.steps(people, today), TOLD_OTHERWISE.rows.steps(people, today)
    )
    for person, day in otherwise:
        found[person].append(day)
    return {person: sorted(days) for person, days in found.items()}


@in_steps
def letters_that_offered(people: Collection[UUID], today: date) -> Asking[dict[UUID, list[date]]]:
    """The days up to `today` on which a birthday letter offered each of these people support after 21. One query.

    A letter posted before its birthday offers it on the birthday. One that came back offered nothing, and a text that
    says that there is a letter offers nothing by itself.
    """
    found: dict[UUID, list[date]] = defaultdict(list)
    for person, occasion, day in (yield from GONE_LETTERS.rows.steps(people)):
        if int(occasion) >= ASKED_FROM and day <= today:
            found[person].append(day)
    return found


def _gone_letters(people: list[UUID]) -> QuerySet[Any, tuple[Any, ...]]:
    gone = Letter.objects.filter(person__in=people, kind=LetterKind.BIRTHDAY, status__in=GONE_STATES)
    gone = gone.exclude(channel=LetterChannel.TEXT)
    return gone.values_list("person", "occasion", Greatest(Coalesce("given_on", "posted_on"), "occurrence_on"))


def _told_otherwise(people: list[UUID], today: date) -> QuerySet[Any, tuple[Any, ...]]:
    offers = SupportOffer.objects.filter(person__in=people, offered_on__lte=today).order_by()
    return offers.values_list("person", "offered_on")


GONE_LETTERS = Statement(_gone_letters, list)
TOLD_OTHERWISE = Statement(_told_otherwise, list, date)
# The last answer that somebody gave to such an offer.
LAST_ANSWER = Statement(
    lambda person: SupportOffer.objects.filter(person=person).exclude(answer=SupportOffer.NO_ANSWER)[:1], UUID
)
