"""What follows from a change of a fact, in the transaction of the change.

An action that changes a fact on which a duty depends (a contact, a home, a status, a plan, a death, an allocation)
calls `facts_changed`; one that changes alerts alone calls `alerts_changed`. When the outermost action ends, every
function registered with `follow_changes` is called once with everybody whose facts changed, and then every function
registered with `sum_up_changes` with these and with everybody whose alerts changed. The apps register theirs as
`RecordExtension.on_facts_changed` and `RecordExtension.sum_up_changes`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db import transaction

# Called inside an action as follower(people=ids, today=day). Makes a constant number of queries.
Follower = Callable[..., None]

_followers: list[Follower] = []
_summaries: list[Follower] = []
_after_deaths: list[Follower] = []


@dataclass
class Changed:
    """The people whose facts an action changed, and those whose alerts it changed; and the day on which it did."""

    facts: dict[UUID, date] = field(default_factory=dict)
    alerts: dict[UUID, date] = field(default_factory=dict)


_changed: ContextVar[Changed | None] = ContextVar("people_whose_facts_changed", default=None)


def follow_changes(function: Follower) -> None:
    """Call this function with everybody whose facts an action changed, before the action's transaction ends."""
    _followers.append(function)


def sum_up_changes(function: Follower) -> None:
    """Call this function after all that follow changes: it sums up what they, and the action, left behind."""
    _summaries.append(function)


def follow_deaths(function: Follower) -> None:
    """Call this function, inside the action, when a death was recorded or a recorded one taken back."""
    _after_deaths.append(function)


def death_changed(*, people: Iterable[UUID], today: date) -> None:
    """Say, inside an action, that these people's death was recorded or taken back: what only that changes follows."""
    ids = list(people)
    for function in _after_deaths:
        function(people=ids, today=today)


def facts_changed(*, people: Iterable[UUID], today: date) -> None:
    """Say, inside an action, that facts about these people changed. RuntimeError outside of one."""
    _current().facts.update(dict.fromkeys(people, today))


def alerts_changed(*, people: Iterable[UUID], today: date) -> None:
    """Say, inside an action, that alerts about these people were raised, changed or closed, but no facts."""
    _current().alerts.update(dict.fromkeys(people, today))


def _current() -> Changed:
    changed = _changed.get()
    if changed is None:
        raise RuntimeError("Facts change inside an action only, which sees to what follows from them.")
    return changed


@contextmanager
def following_changes() -> Iterator[bool]:
    """Around an action: at the end of the outermost one the registered functions run, unless it is rolled back.

    Yields whether it is the outermost.
    """
    if _changed.get() is not None:
        yield False
        return
    changed = Changed()
    token = _changed.set(changed)
    try:
        yield True
        if not transaction.get_rollback():
            _call(_followers, dict(changed.facts))
            _call(_summaries, changed.alerts | changed.facts)
    finally:
        _changed.reset(token)


def _call(functions: list[Follower], changed: dict[UUID, date]) -> None:
    by_day: dict[date, list[UUID]] = {}
    for person, day in changed.items():
        by_day.setdefault(day, []).append(person)
    for day, people in by_day.items():
        for function in functions:
            function(people=people, today=day)
