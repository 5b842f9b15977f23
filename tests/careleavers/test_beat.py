"""Of several beats one sends, and another goes on where it is gone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from careleavers.beat import ASK_AGAIN, OVERLAP, Leadership, OneOfSeveral
from careleavers.celery import app

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def beats() -> Iterator[list[Leadership]]:
    found = [Leadership(), Leadership()]
    yield found
    for each in found:
        each.give_up()


def test_one_leads_until_it_is_gone(beats: list[Leadership]) -> None:
    first, second = beats
    assert [first.is_mine(), second.is_mine(), first.is_mine(), second.is_mine()] == [True, False, True, False]
    assert second.others
    first.give_up()
    assert second.is_mine()
    assert not first.is_mine()


def test_whose_connection_is_cut_leads_no_more(beats: list[Leadership]) -> None:
    """As when Postgres is promoted elsewhere: the lock is free, and whoever had it must ask again."""
    first, second = beats
    assert first.is_mine()
    assert first.connection is not None
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [first.connection.connection.info.backend_pid])
    assert not first.is_mine()
    assert not first.others  # nobody else had it: nothing was sent meanwhile
    assert second.is_mine()
    assert not first.is_mine()
    assert first.others


@pytest.fixture
def scheduler(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    sent: list[str] = []
    monkeypatch.setattr(OneOfSeveral, "apply_entry", lambda self, entry, producer=None: sent.append(entry.name))
    monkeypatch.setattr(OneOfSeveral, "producer", None)
    found = OneOfSeveral(app=app, schedule_filename=str(tmp_path / "schedule"))
    yield found, sent
    found.close()


def tick_until_nothing_is_due(scheduler: OneOfSeveral) -> None:
    while scheduler.tick() == 0:
        pass


def last_ran(scheduler: OneOfSeveral, at: datetime) -> None:
    for entry in scheduler.schedule.values():
        entry.last_run_at = at
    scheduler._heap = None


def test_who_waits_sends_nothing_and_then_only_what_has_just_fallen_due(
    scheduler: Any, beats: list[Leadership]
) -> None:
    """Two days of nights are not made again."""
    beat, sent = scheduler
    assert beats[0].is_mine()
    last_ran(beat, app.now() - timedelta(days=8))
    assert beat.tick() == ASK_AGAIN
    assert sent == []
    beats[0].give_up()
    tick_until_nothing_is_due(beat)
    assert {"tick", "send_mail"} <= set(sent)
    assert not {"drill_backup", "reconcile_alerts", "plan_letters"} & set(sent) or due_within(OVERLAP)


def due_within(overlap: timedelta) -> bool:
    """When this test runs in the night, a job of the night may have fallen due just now."""
    return app.now().astimezone().hour in range(6)


def test_one_beat_alone_catches_up_what_it_missed(scheduler: Any) -> None:
    beat, sent = scheduler
    last_ran(beat, app.now() - timedelta(days=8))
    tick_until_nothing_is_due(beat)
    assert {"tick", "drill_backup", "reconcile_alerts", "plan_letters"} <= set(sent)
