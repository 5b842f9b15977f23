"""Figures are read from a copy of the database where there is one that is not too far behind, and pages say so."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, connections
from django.urls import reverse

from careleavers.actions.jobs import record_heartbeat
from careleavers.models import Heartbeat, User
from careleavers.site import reading
from tests.cast import Cast

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def copy(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """The same database by a connection of its own stands for the copy."""
    found = connection.copy(reading.COPY)
    connections.settings[reading.COPY] = found.settings_dict
    connections[reading.COPY] = found
    found.connect()
    monkeypatch.setattr(reading, "_away_until", 0.0)
    yield found
    found.close()
    del connections[reading.COPY]
    del connections.settings[reading.COPY]


def test_without_a_copy_the_record_is_read(cast: Cast, sign_in: Any) -> None:
    assert reading.behind() is None
    page = sign_in(cast.vera).get(reverse("reporting:dashboard"))
    assert b"a copy of the record" not in page.content


def test_figures_are_read_from_the_copy_and_say_how_far_it_is_behind(cast: Cast, sign_in: Any, copy: Any) -> None:
    record_heartbeat(name="tick", at=NOW)
    copy.force_debug_cursor = True
    page = sign_in(cast.vera).get(reverse("reporting:dashboard"))
    assert b"a copy of the record that is less than half a minute behind" in page.content
    said = [each["sql"] for each in copy.queries]
    assert any("careleavers_youngperson" in each for each in said)
    assert not any(each.startswith(("INSERT", "UPDATE", "DELETE")) for each in said)


@pytest.mark.parametrize(
    ("behind", "read"),
    [(timedelta(seconds=30), True), (timedelta(minutes=5), True), (timedelta(minutes=5, seconds=1), False)],
)
def test_a_copy_that_is_too_far_behind_is_not_read(
    copy: Any, monkeypatch: pytest.MonkeyPatch, behind: timedelta, read: bool
) -> None:
    ticks = {"default": NOW, reading.COPY: NOW - behind}
    monkeypatch.setattr(reading, "_tick", ticks.get)
    assert reading.behind() == (behind if read else None)


def test_a_copy_that_is_away_is_left_alone_for_a_while(copy: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    tries: list[str] = []

    def away(alias: str) -> Any:
        tries.append(alias)
        raise DatabaseError("connection refused")

    monkeypatch.setattr(reading, "_tick", away)
    assert reading.behind() is None
    assert reading.behind() is None
    assert len(tries) == 1


def test_writes_and_migrations_never_go_to_the_copy() -> None:
    router = reading.Router()
    with reading.reading_the_copy():
        assert router.db_for_read(User) == reading.COPY
        assert router.db_for_write(User) == "default"
        assert Heartbeat.objects.all().db == reading.COPY
    assert router.db_for_read(User) is None
    assert router.allow_migrate(reading.COPY, "careleavers") is False
    assert router.allow_migrate("default", "careleavers") is None
