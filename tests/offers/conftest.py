"""A birthday letter that waits to be approved, and a printing service."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine

from offers.actions.planning import plan_letters
from offers.models import Letter
from tests.cast import TODAY, Cast
from tests.factories import LocalOfferFactory, YoungPersonFactory, set_sender
from tests.notify import KEY, FakeNotify, fake_notify
from tests.offers.by_service import at


@pytest.fixture
def letter(cast: Cast, scene) -> Letter:
    with scene():
        set_sender()
        LocalOfferFactory.create()
        YoungPersonFactory.create(nearly_19=True, team=cast.north, worker=cast.pat)
    plan_letters(by=None, today=TODAY)
    return Letter.objects.select_related("person").get()


@pytest.fixture(scope="module")
def notify_server() -> Iterator[FakeNotify]:
    with fake_notify() as server:
        yield server


@pytest.fixture
def server(notify_server: FakeNotify, settings) -> FakeNotify:
    settings.NOTIFY_API_KEY, settings.NOTIFY_URL = KEY, notify_server.url
    notify_server.letters.clear()
    notify_server.requests.clear()
    notify_server.posts.clear()
    notify_server.gets.clear()
    notify_server.chance = lambda method: None
    return notify_server


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with at() as clock:
        yield clock
