"""What follows from a change of a fact, in the transaction of the change.

An action that changes a fact on which a duty depends (a contact, a home, a status, a plan, a death, an allocation)
calls `facts_changed`. When the outermost action ends, every function registered with `follow_changes` is called once
with everybody whose facts changed. The apps register theirs as `RecordExtension.on_facts_changed`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from uuid import UUID

from django.db import transaction

# Called inside an action as follower(people=ids, today=day). Makes a constant number of queries.
Follower = Callable[..., None]

_followers: list[Follower] = []
_changed: ContextVar[dict[UUID, date] | None] = ContextVar("people_whose_facts_changed", default=None)


def follow_changes(function: Follower) -> None:
    """Call this function with everybody whose facts an action changed, before the action's transaction ends."""
    _followers.append(function)


def facts_changed(*, people: Iterable[UUID], today: date) -> None:
    """Say, inside an action, that facts about these people changed. RuntimeError outside of one."""
    changed = _changed.get()
    if changed is None:
        raise RuntimeError("Facts change inside an action only, which sees to what follows from them.")
    changed.update(dict.fromkeys(people, today))


@contextmanager
def following_changes() -> Iterator[None]:
    """Around an action: at the end of the outermost one the registered functions run, unless it is rolled back."""
    if _changed.get() is not None:
        yield
        return
    changed: dict[UUID, date] = {}
    token = _changed.set(changed)
    try:
        yield
        if changed and not transaction.get_rollback():
            _follow(dict(changed))
    finally:
        _changed.reset(token)


def _follow(changed: dict[UUID, date]) -> None:
    by_day: dict[date, list[UUID]] = {}
    for person, day in changed.items():
        by_day.setdefault(day, []).append(person)
    for day, people in by_day.items():
        for follower in _followers:
            follower(people=people, today=day)
