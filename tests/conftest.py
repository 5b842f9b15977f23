"""Fixtures for everybody, and the guard that only actions write."""

from __future__ import annotations

import gc
import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack
from datetime import datetime, time
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.core.management.commands import flush
from django.db import connection
from django.middleware import csrf
from django.test import Client
from django.utils import timezone
from hypothesis import settings

from careleavers.actions.base import allowing_writes, writing_allowed
from careleavers.demo.embedded.account import CannotStart
from careleavers.management.commands import migrate
from careleavers.models import User
from tests import servers
from tests.addresses import _addresses_are_worked_out_once  # noqa: F401
from tests.browser import axe, browser, faults, faults_at_each_width, visit  # noqa: F401  one browser for the whole run
from tests.cast import TODAY, Cast
from tests.clamd import _one_clamd, clamd  # noqa: F401  one virus scanner for the whole run
from tests.closing_line import say_what_was_skipped
from tests.guards.source import WRITES
from tests.rows import Remembered, deletions

# A run makes millions of objects and little garbage: it is looked for a seventieth as often.
gc.set_threshold(50_000, 10, 10)

running = pytest.StashKey[ExitStack]()

# A machine that is busy with something else is no fault of a test's.
settings.register_profile("suite", deadline=None)
settings.load_profile("suite")


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):  # xdist's workers use the servers of their controller
        try:
            config.stash[running] = servers.start()
        except CannotStart as reason:
            raise pytest.UsageError(str(reason))


# Begun first: no long file is left to one worker at the end of the run.
LONG = {
    "test_pages.py",
    "test_demo.py",
    "test_journeys.py",
    "test_embedded.py",
    "test_locks.py",
    "test_record_journeys.py",
    "test_plan_journeys.py",
    "test_figures_browser.py",
    "test_backups.py",
    "test_locks_hold.py",
    "test_autosave.py",
    "test_shell_browser.py",
    "test_letter_worker.py",
    "test_upgrade.py",
    "test_import_903_sample.py",
    "test_six_taps.py",
    "test_letter_watching.py",
    "test_jobs.py",
}


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: item.path.name not in LONG)


def pytest_collection_finish() -> None:
    """What has been imported and collected stays to the end, and is not looked at again."""
    gc.freeze()


@pytest.hookimpl(trylast=True)
def pytest_unconfigure(config: pytest.Config) -> None:
    if running in config.stash:
        config.stash[running].close()
    say_what_was_skipped(config)


# Tables that others write by themselves: sessions, sign-in, history kept by triggers, and Django's own.
WRITTEN_BY_OTHERS = re.compile(
    r'"(django_\w+|account_\w+|mfa_\w+|socialaccount_\w+|usersessions_\w+|pghistory_\w+|auth_\w+)"|'
    # Signing in stamps the account's last sign-in.
    r'^UPDATE "careleavers_user" SET "last_login"'
)


@pytest.fixture(autouse=True, scope="session")
def _flush_quickly() -> Iterator[None]:
    """Tests with transactions of their own empty the database behind them: only what they filled, and Django's own
    content types and permissions stay. Truncating all tables and writing those again takes a hundred times as long."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(flush, "sql_flush", deletions)
        patch.setattr(flush, "emit_post_migrate_signal", lambda *_, **__: None)
        yield


@pytest.fixture(autouse=True, scope="session")
def _form_tokens_spell_nothing() -> Iterator[None]:
    """A form's token is random letters: out of all of them it spells a short name or code now and then, and a test that
    no page says it would go red by chance."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(csrf, "CSRF_ALLOWED_CHARS", "jqxz")
        yield


class WroteWithoutAction(AssertionError):
    """Something other than an action wrote to the database."""


def only_actions_write(execute: Callable, sql: str, params: Any, many: bool, context: dict) -> Any:
    if WRITES.search(sql) and not writing_allowed() and not WRITTEN_BY_OTHERS.search(sql):
        raise WroteWithoutAction(f"Only actions write. This did not come from one: {sql[:200]}")
    return execute(sql, params, many, context)


@pytest.fixture(scope="session")
def _migrated_already() -> Iterator[pytest.MonkeyPatch]:
    """While the database is made: it is a copy of one in which all migrations have run, and Django would spend a second
    on asking what is missing."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(migrate.Command, "handle", lambda *_, **__: None)
        yield patch


@pytest.fixture(scope="session")
def django_db_setup(
    _migrated_already: pytest.MonkeyPatch, django_db_setup: None, django_db_blocker: Any
) -> Iterator[None]:
    """Ends what a thread or a worker of some test left connected: it would keep the database from being dropped."""
    _migrated_already.undo()
    yield
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


@pytest.fixture(autouse=True)
def _guard_writes(request: pytest.FixtureRequest) -> Iterator[None]:
    """In tests with a database, while the client or an action under test runs; builders use `setting_the_scene`."""
    if not {"db", "transactional_db", "cast"} & set(request.fixturenames):
        yield
        return
    request.getfixturevalue("transactional_db" if "transactional_db" in request.fixturenames else "db")
    with connection.execute_wrapper(only_actions_write):
        yield


@pytest.fixture
def scene() -> Callable[[], AbstractContextManager[None]]:
    """`with scene(): ...` lets a test's own builders write rows directly."""
    return allowing_writes


@pytest.fixture(scope="session")
def _remembered_cast(django_db_setup: None, django_db_blocker: Any) -> Remembered:
    with django_db_blocker.unblock(), allowing_writes():
        return Remembered(Cast)


@pytest.fixture
def cast(db: None, _guard_writes: None, scene: Callable, _remembered_cast: Remembered) -> Cast:
    cache.clear()  # limits count by user, and the cast's ids are the same in every test
    with scene():
        return _remembered_cast.again()


@pytest.fixture
def _on_the_day() -> Iterator[None]:
    """It is ten in the morning of the cast's day, for the pages that read the clock."""
    with time_machine.travel(datetime.combine(TODAY, time(10), timezone.get_default_timezone()), tick=False):
        yield


@pytest.fixture
def sign_in(client: Client) -> Callable[[User], Client]:
    """`sign_in(cast.pat)` answers the client, signed in as them."""

    def sign_in_as(user: User) -> Client:
        client.force_login(user)
        return client

    return sign_in_as
