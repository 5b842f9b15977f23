"""What follows from a change runs once for each person, at the end of the outermost action, in its transaction."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest

from careleavers.actions import facts_changed as module
from careleavers.actions.base import Refused, action
from careleavers.actions.facts_changed import alerts_changed, facts_changed, follow_changes, sum_up_changes
from careleavers.actions.homes import move_home
from careleavers.models import Home
from tests.cast import TODAY, Cast


@pytest.fixture
def followed(monkeypatch: pytest.MonkeyPatch) -> list[tuple[set[UUID], date]]:
    """What a function that follows changes was called with; no other follows them in this test."""
    calls: list[tuple[set[UUID], date]] = []
    monkeypatch.setattr(module, "_followers", [])
    monkeypatch.setattr(module, "_summaries", [])
    follow_changes(lambda *, people, today: calls.append((set(people), today)))
    return calls


def move(cast: Cast, starts_on: date) -> Home:
    return move_home(by=cast.pat, person=cast.amira, today=TODAY, kind="U", is_suitable=True, starts_on=starts_on)


def test_an_action_is_followed_once(cast: Cast, followed) -> None:
    move(cast, TODAY)
    assert followed == [({cast.amira.pk}, TODAY)]


def test_actions_within_an_action_are_followed_together(cast: Cast, followed) -> None:
    @action
    def move_twice() -> None:
        move(cast, date(2026, 11, 1))
        move(cast, TODAY)
        facts_changed(people=[cast.ben.pk], today=TODAY)

    move_twice()
    assert followed == [({cast.amira.pk, cast.ben.pk}, TODAY)]


def test_an_action_that_is_refused_is_not_followed(cast: Cast, followed) -> None:
    move(cast, TODAY)
    followed.clear()
    with pytest.raises(Refused):
        move(cast, date(2026, 11, 1))
    assert followed == []


def test_what_follows_is_undone_with_the_action_when_it_fails(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*, people: list[UUID], today: date) -> None:
        raise RuntimeError("what follows failed")

    monkeypatch.setattr(module, "_followers", [fail])
    with pytest.raises(RuntimeError, match="what follows failed"):
        move(cast, TODAY)
    assert not Home.objects.exists()


def test_facts_change_inside_actions_only(cast: Cast) -> None:
    with pytest.raises(RuntimeError, match="inside an action only"):
        facts_changed(people=[cast.amira.pk], today=TODAY)


def test_what_sums_up_comes_last_and_hears_of_alerts_too(cast: Cast, followed, monkeypatch) -> None:
    """An app that raises alerts about what changed is summed up in the same transaction, and not asked again."""
    calls: list[tuple[str, set[UUID]]] = []

    def raise_alerts(*, people: list[UUID], today: date) -> None:
        calls.append(("follows", set(people)))
        alerts_changed(people=[cast.ben.pk], today=today)

    monkeypatch.setattr(module, "_summaries", [])
    follow_changes(raise_alerts)
    sum_up_changes(lambda *, people, today: calls.append(("sums up", set(people))))
    move(cast, TODAY)
    assert calls == [("follows", {cast.amira.pk}), ("sums up", {cast.amira.pk, cast.ben.pk})]
