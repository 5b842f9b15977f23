"""The milestones that this app knows of: the letters of 18 and 21, and council tax."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models.functions import Coalesce

from careleavers.models import Home, StatusPeriod, YoungPerson
from careleavers.models.base import on_day
from careleavers.rules.clocks import ClockSettings, StatusSpan
from careleavers.rules.code_sets import HomeKind
from careleavers.rules.milestones import RoadStep
from offers.models import Letter
from offers.queries.next_letters import LATE_BY
from offers.queries.passport import passports
from offers.rules.letter_kinds import LetterKind
from offers.rules.letter_states import LetterState
from offers.rules.milestones import (
    COUNCIL_TAX,
    LETTER_AGES,
    LetterFacts,
    LetterRow,
    council_tax_step,
    letter_steps,
)


def milestones(people: Sequence[YoungPerson], today: date, policies: Mapping[str, Any]) -> dict[UUID, list[RoadStep]]:
    """How it is with them for each of these people. Eight queries, however many they are."""
    ids = [person.pk for person in people]
    settings = ClockSettings(
        leap_day=policies["leap_day"],
        warning_days=policies["warning_days"],
        letter_ages=tuple(policies["letter_ages"]),
        as_soon_as_possible_days=policies["as_soon_as_possible_days"],
    )
    spans: dict[UUID, list[StatusSpan]] = defaultdict(list)
    periods = StatusPeriod.objects.filter(person__in=ids).order_by("starts_on")
    for person_id, status, band, starts_on, ends_on in periods.values_list(
        "person", "status", "band", "starts_on", "ends_on"
    ):
        spans[person_id].append(StatusSpan(status, band or None, starts_on, ends_on))
    letters, homes = _letters(ids), _own_homes(ids, today)
    with_own_home = [person for person in people if person.pk in homes]
    items = {
        person.pk: next(iter(found), None)
        for person, found in passports(with_own_home, today, policies, only=COUNCIL_TAX.code)
    }
    return {
        person.pk: [
            *letter_steps(
                LetterFacts(
                    date_of_birth=person.date_of_birth,
                    today=today,
                    settings=settings,
                    late_by=LATE_BY,
                    status_spans=tuple(spans[person.pk]),
                    died_on=person.died_on,
                    rows=letters[person.pk],
                )
            ),
            council_tax_step(
                date_of_birth=person.date_of_birth,
                today=today,
                settings=settings,
                own_home_since=homes.get(person.pk),
                item=items.get(person.pk),
            ),
        ]
        for person in people
    }


def _letters(ids: list[UUID]) -> dict[UUID, dict[int, LetterRow]]:
    found: dict[UUID, dict[int, LetterRow]] = defaultdict(dict)
    rows = Letter.objects.filter(
        kind=LetterKind.BIRTHDAY, person__in=ids, occasion__in=[str(age) for age in LETTER_AGES]
    )
    dated = rows.annotate(gone_on=Coalesce("given_on", "posted_on")).order_by("occurrence_on")
    for person, occasion, state, gone_on in dated.values_list("person", "occasion", "status", "gone_on"):
        found[person][int(occasion)] = LetterRow(state=LetterState(state), gone_on=gone_on)
    return found


def _own_homes(ids: list[UUID], today: date) -> dict[UUID, date]:
    """Since when those live in a home of their own who do today."""
    homes = Home.objects.filter(on_day(today), person__in=ids, kind=HomeKind.INDEPENDENT)
    return dict(homes.order_by().values_list("person", "starts_on"))
