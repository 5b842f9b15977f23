import time
from datetime import UTC, datetime, timedelta
from threading import Thread

import pytest
import time_machine
from django.db import connection
from django.test import Client

from careleavers import tasks
from careleavers.actions.jobs import record_heartbeat
from careleavers.views import health

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def test_ping_asks_no_other_service(client):
    """Without the database fixture any query would fail the test."""
    answer = client.get("/ping")
    assert answer.status_code == 200
    assert answer.content == b"pong\n"


@time_machine.travel(NOW, tick=False)
def test_all_is_well_when_a_worker_has_just_recorded_the_tick(db, client):
    tasks.tick.apply(throw=True)
    answer = client.get("/health")
    assert answer.status_code == 200
    assert answer.json() == {"broker": "ok", "database": "ok", "tick": "ok", "jobs": "ok"}
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize(
    ("age", "status", "tick"),
    [
        (timedelta(minutes=2), 200, "ok"),
        (timedelta(minutes=2, seconds=1), 503, "last seen 2026-03-02T08:57:59Z"),
        (timedelta(days=3), 503, "last seen 2026-02-27T09:00:00Z"),
    ],
)
def test_a_tick_older_than_two_minutes_is_late(db, client, age, status, tick):
    record_heartbeat(name="tick", at=NOW - age)
    with time_machine.travel(NOW, tick=False):
        answer = client.get("/health")
    assert (answer.status_code, answer.json()["tick"]) == (status, tick)


def test_a_tick_never_seen_is_not_well(db, client):
    answer = client.get("/health")
    assert (answer.status_code, answer.json()["tick"]) == (503, "never seen")


def test_an_unreachable_broker_is_told(db, client, settings, tmp_path):
    settings.REDIS_URL = f"unix://{tmp_path}/nobody-listens.sock"
    record_heartbeat(name="tick", at=NOW)
    with time_machine.travel(NOW, tick=False):
        answer = client.get("/health")
    assert answer.status_code == 503
    assert answer.json() == {"broker": "unreachable", "database": "ok", "tick": "ok", "jobs": "ok"}


@pytest.mark.parametrize("address", ["/ping", "/health"])
def test_nothing_but_reading_is_answered(db, client, address):
    assert client.post(address).status_code == 405


def test_the_tick_may_run_twice(db):
    tasks.tick.apply(throw=True)
    tasks.tick.apply(throw=True)


@pytest.mark.parametrize("address", ["/ping", "/health"])
@pytest.mark.parametrize("host", ["127.0.0.1:8162", "10.1.2.3", "no.such.name", ""])
def test_whoever_asks_by_address_is_answered(db, client, settings, address, host):
    """A load balancer names no site. Seen to fail: without ProbesMiddleware both answered 400."""
    settings.ALLOWED_HOSTS = ["leaving-care.example.gov.uk"]
    settings.SECURE_SSL_REDIRECT = True
    assert client.get(address, headers={"host": host}).status_code in (200, 503)


def test_a_name_that_cannot_be_looked_up_does_not_keep_health_waiting(db, client, monkeypatch):
    """Five seconds, before: a monitor gives up earlier and never reads which service it was."""
    monkeypatch.setattr(health, "ask_broker", lambda: time.sleep(5) or "ok")
    began = time.monotonic()
    answer = client.get("/health")
    assert answer.json()["broker"] == "unreachable"
    assert time.monotonic() - began < 2


def test_a_database_that_hangs_does_not_keep_health_waiting(db):
    """Nor what is asked of it afterwards. Seen to fail: with the database asked by the page itself."""
    answers: list[tuple[float, int, str]] = []

    def ask() -> None:
        began = time.monotonic()
        answer = Client().get("/health")
        answers.append((time.monotonic() - began, answer.status_code, answer.json()["database"]))

    def ask_while_it_hangs_and_afterwards() -> None:
        ask()
        holder.close()
        ask()
        connection.close()

    holder = connection.get_new_connection(connection.get_connection_params())
    holder.cursor().execute("LOCK TABLE careleavers_heartbeat IN ACCESS EXCLUSIVE MODE")
    asking = Thread(target=ask_while_it_hangs_and_afterwards)
    asking.start()
    asking.join()
    (seconds, status, said), (_, _, afterwards) = answers
    assert (status, said, afterwards) == (503, "unreachable", "ok")
    assert seconds < 2
