"""Points of law that nothing settles: of one person through time, and of everybody who waits for a decision."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from careleavers.models import StatusDecision, StatusPeriod, YoungPerson
from careleavers.models.base import on_day
from careleavers.queries.statuses import outcome_of
from careleavers.rules.code_labels import outcome_words
from careleavers.rules.dates import ONE_DAY
from careleavers.rules.law import FlagOutcome
from careleavers.rules.law.unsettled import POINTS

# A stored flag says the point with the days on which it matters: here the days are said once, for all its flags.
TEXTS = {point.code: point.text for point in POINTS}


@dataclass(frozen=True)
class OpenPoint:
    """A point once, however often it matters: every outcome, the days, and the decision on it that still holds.

    `days` are the first and last days (both included, None: no end in sight) of each stretch on which it matters.
    """

    code: str
    texts: tuple[str, ...]
    source: str
    outcomes: tuple[FlagOutcome, ...]
    days: tuple[tuple[date, date | None], ...]
    decision: StatusDecision | None

    @property
    def text(self) -> str:
        return " ".join(self.texts)

    @property
    def changes_something(self) -> bool:
        """Whether it makes a difference how it is decided."""
        return len(self.outcomes) > 1

    @property
    def outcomes_in_words(self) -> list[str]:
        return [outcome_words(each) for each in self.outcomes]

    @property
    def decided_in_words(self) -> str:
        return outcome_words(outcome_of(self.decision.outcome)) if self.decision else ""

    def matters_on(self, day: date) -> bool:
        return any(first <= day and (last is None or day <= last) for first, last in self.days)


def points_of(rows: Iterable[StatusPeriod], decided: Mapping[str, StatusDecision]) -> list[OpenPoint]:
    """The points of one person's timeline, given by its rows in order of time; the first that matters first."""
    by_code: dict[str, dict[str, dict[str, Any]]] = {}
    for row in rows:
        for flag in row.flags:
            by_code.setdefault(flag["code"], {}).setdefault(flag["from"], flag)
    return [_point(code, list(flags.values()), decided.get(code)) for code, flags in by_code.items()]


def _point(code: str, flags: list[dict[str, Any]], decision: StatusDecision | None) -> OpenPoint:
    return OpenPoint(
        code,
        tuple(dict.fromkeys(TEXTS.get(code, flag["text"]) for flag in flags)),
        flags[0]["source"],
        tuple(dict.fromkeys(outcome_of(outcome) for flag in flags for outcome in flag["outcomes"])),
        _stretches(flags),
        decision,
    )


def _stretches(flags: Iterable[dict[str, Any]]) -> tuple[tuple[date, date | None], ...]:
    """The days of flags in order of time; one that goes on where another ends is one stretch with it."""
    found: list[tuple[date, date | None]] = []
    for flag in flags:
        first = date.fromisoformat(flag["from"])
        last = date.fromisoformat(flag["to"]) - ONE_DAY if flag["to"] else None
        goes_on = bool(found) and found[-1][1] == first - ONE_DAY
        found.append((found.pop()[0] if goes_on else first, last))
    return tuple(found)


def undecided_on(day: date) -> QuerySet[StatusPeriod]:
    """The rows of the day that hang on a point nobody has decided, or whose decision rests on other facts."""
    return StatusPeriod.objects.undecided().filter(on_day(day))


@dataclass(frozen=True)
class PersonsPoint:
    """A point that waits for a decision about one person."""

    person: YoungPerson
    point: OpenPoint
    matters_today: bool


def points_to_decide(people: QuerySet[YoungPerson], today: date) -> list[PersonsPoint]:
    """Of these people: what matters today first, then by name. One query, however many."""
    rows = StatusPeriod.objects.undecided().filter(person__in=people).select_related("person")
    by_person: dict[UUID, list[StatusPeriod]] = {}
    for row in rows.order_by("person_id", "starts_on"):
        row.flags = [flag for flag in row.flags if not flag["decided"]]
        by_person.setdefault(row.person_id, []).append(row)
    found = [
        PersonsPoint(rows[0].person, point, point.matters_on(today))
        for rows in by_person.values()
        for point in points_of(rows, {})
    ]
    return sorted(
        found,
        key=lambda each: (not each.matters_today, each.person.sort_name, str(each.person.pk)),
    )
