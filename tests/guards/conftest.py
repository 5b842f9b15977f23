"""The council whose pages the guards open."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine

from careleavers.actions.base import allowing_writes
from tests.guards.records import NOON, Council, undone
from tests.rows import Remembered


@pytest.fixture(scope="session")
def _remembered_council(django_db_setup: None, django_db_blocker: Any) -> Remembered:
    with django_db_blocker.unblock(), time_machine.travel(NOON, tick=False), allowing_writes():
        return Remembered(Council)


@pytest.fixture(scope="module")
def council(_remembered_council: Remembered, django_db_blocker: Any) -> Iterator[Council]:
    """The cast with their records, written once for all tests of a module, which undo what they write."""
    with django_db_blocker.unblock(), time_machine.travel(NOON, tick=False), undone(), allowing_writes():
        yield _remembered_council.again()
