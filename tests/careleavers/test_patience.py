"""Nothing waits for ever: time-outs of the database for each program, and a page of ping that asks nothing."""

from __future__ import annotations

import sys
import uuid
from collections.abc import Callable
from contextlib import closing
from importlib import import_module
from typing import Any

import psycopg2
import pytest
from django.core.checks import Tags, run_checks
from django.db import connection
from django.db.utils import ConnectionHandler
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from careleavers.site import checks
from careleavers.site.patience import PATIENCE
from tests.cast import Cast

LIMITS = ("lock_timeout", "statement_timeout", "idle_in_transaction_session_timeout")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("program", "limits"),
    [
        (["/x/gunicorn"], "5s 30s 1min"),
        (["/x/celery"], "1min 9min 5min"),
        (["/x/manage.py"], "1min 0 0"),
        (["/x/manage.py", "migrate"], "800ms 0 0"),
    ],
)
def test_each_program_has_its_patience(program: list[str], limits: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The settings as each program reads them. Seen to fail: with no options on the connection."""
    monkeypatch.setenv("CARELEAVERS_MODE", "development")
    monkeypatch.setattr(sys, "argv", program)
    monkeypatch.delitem(sys.modules, "careleavers.settings")
    database = import_module("careleavers.settings").DATABASES["default"]
    database["NAME"] = connection.settings_dict["NAME"]
    other = ConnectionHandler({"default": database})["default"]
    with closing(other), other.cursor() as cursor:
        found = []
        for name in LIMITS:
            cursor.execute(f"SHOW {name}")
            found += cursor.fetchone()
    assert " ".join(found) == limits


@pytest.mark.django_db
def test_a_migration_gives_way_before_postgres_ends_a_page() -> None:
    """Seen to fail: with three seconds, where adding columns to two tables under traffic was somebody's 503."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT setting::int / 1000.0 FROM pg_settings WHERE name = 'deadlock_timeout'")
        assert 0 < PATIENCE["migrate"].lock < cursor.fetchone()[0]


@pytest.mark.django_db(transaction=True)
def test_a_locked_row_is_a_503_that_keeps_the_text(cast: Cast, sign_in: Callable[..., Client]) -> None:
    """Seen to fail: without `lock_timeout`, where the page waited until the lock was given back."""
    client = sign_in(cast.pat)
    client.raise_request_exception = False
    other = psycopg2.connect(**_parameters())
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT 1 FROM careleavers_youngperson WHERE id = %s FOR UPDATE", [str(cast.amira.pk)])
            with connection.cursor() as ours:
                ours.execute("SET lock_timeout = '300ms'")
            said = client.post(
                reverse("contact_new", args=[cast.amira.pk, uuid.uuid4()]),
                {
                    "method": "phone",
                    "result": "spoke",
                    "happened_on": timezone.localdate().isoformat(),
                    "note": "Words that must not be lost",
                },
            )
        assert said.status_code == 503
        assert "Words that must not be lost" in said.content.decode()
    finally:
        other.close()
        with connection.cursor() as ours:
            ours.execute("SET lock_timeout = DEFAULT")


def _parameters() -> dict[str, Any]:
    found = connection.get_connection_params()
    return {name: found[name] for name in ("dbname", "user", "host", "password") if found.get(name)}


def test_ping_asks_the_database_nothing() -> None:
    """No `django_db`: a query would fail. A cookie is sent too. Seen to fail: with the middleware asking who it is."""
    client = Client()
    client.cookies["sessionid"] = "a" * 32
    assert client.get("/ping").status_code == 200


@pytest.mark.django_db
def test_a_database_without_a_utf8_locale_is_refused_at_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    assert run_checks(tags=[Tags.database], databases=["default"]) == []
    monkeypatch.setattr(checks, "ASCII_ONLY", {"C.UTF-8", "C.utf8", "en_GB.UTF-8", "en_US.UTF-8"})
    [error] = run_checks(tags=[Tags.database], databases=["default"])
    assert error.id == "careleavers.E001"
