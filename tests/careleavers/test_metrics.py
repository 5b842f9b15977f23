"""What monitoring is told, and by whom it may be asked."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import redis
import time_machine
from django.conf import settings as product
from django.db import OperationalError
from django.test import Client

from careleavers.actions.jobs import record_heartbeat
from careleavers.models import BackupDrill
from careleavers.queries.gauges import QUEUE
from careleavers.site import extensions
from offers.rules.letter_states import LetterState
from tests.cast import Cast
from tests.factories import LetterFactory

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
TOKEN = "a-token-that-only-this-test-uses"


def numbers(client: Client, **headers: str) -> dict[str, float]:
    answer = client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}", **headers})
    assert answer.status_code == 200
    lines = [line for line in answer.content.decode().splitlines() if not line.startswith("#")]
    return {name: float(value) for name, _, value in (line.rpartition(" ") for line in lines)}


def test_it_is_off_unless_the_deployment_has_a_token(db: None, client: Client) -> None:
    assert not product.METRICS_TOKEN
    assert client.get("/metrics").status_code == 404
    assert client.get("/metrics", headers={"Authorization": "Bearer "}).status_code == 404


@pytest.mark.parametrize("sent", ["", TOKEN, f"Bearer {TOKEN}x", "Bearer ", f"Basic {TOKEN}"])
def test_only_who_sends_the_token_is_told(db: None, client: Client, settings: Any, sent: str) -> None:
    settings.METRICS_TOKEN = TOKEN
    answer = client.get("/metrics", headers={"Authorization": sent})
    assert answer.status_code == 401
    assert b"careleavers" not in answer.content


@pytest.fixture
def _asked_now(settings: Any, tmp_path: Path) -> Any:
    settings.METRICS_TOKEN = TOKEN
    settings.BACKUP_FOLDER = str(tmp_path)
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.mark.usefixtures("_asked_now")
def test_it_tells_what_waits_and_how_old_the_signs_of_life_are(
    cast: Cast, scene: Any, client: Client, settings: Any, tmp_path: Path
) -> None:
    record_heartbeat(name="tick", at=NOW - timedelta(seconds=20))
    for each in ("dump", "manifest"):
        (tmp_path / f"careleavers-2026-11-23T020000Z.{each}.age").touch()
    with scene():
        LetterFactory.create(person=cast.amira, status=LetterState.PLANNED)
        BackupDrill.objects.create(drilled_at=NOW, taken_at=NOW - timedelta(days=2))
        BackupDrill.objects.create(drilled_at=NOW, taken_at=NOW, differences=["Table x is missing."])
    with redis.Redis.from_url(settings.REDIS_URL) as broker:  # other tests may have left tasks there
        broker.delete(QUEUE)
        broker.lpush(QUEUE, b"one", b"two")
        told = numbers(client)
        broker.delete(QUEUE)
    assert told['careleavers_heartbeat_age_seconds{name="tick"}'] == 20
    assert told['careleavers_letters_waiting{state="planned"}'] == 1
    assert told['careleavers_letters_waiting{state="printed"}'] == 0
    assert told["careleavers_backup_age_seconds"] == 7 * 3600
    assert told["careleavers_proved_backup_age_seconds"] == 2 * 24 * 3600
    assert told["careleavers_mail_waiting"] == 0
    assert told["careleavers_queue_tasks"] == 2
    assert told["careleavers_database_up"] == 1


@pytest.mark.usefixtures("_asked_now")
def test_what_is_not_known_is_left_out(db: None, client: Client, settings: Any, tmp_path: Path) -> None:
    settings.REDIS_URL = f"unix://{tmp_path}/nobody-listens.sock"
    told = numbers(client)
    unknown = ("careleavers_backup", "careleavers_proved_backup", "careleavers_heartbeat", "careleavers_queue")
    assert not {name for name in told if name.startswith(unknown)}


@pytest.mark.usefixtures("_asked_now")
def test_a_database_that_is_away_is_told_and_fails_nothing(
    db: None, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(now: datetime) -> Any:
        raise OperationalError("away")

    monkeypatch.setattr(extensions, "gauges", away)
    assert numbers(client)["careleavers_database_up"] == 0


@pytest.mark.usefixtures("_asked_now")
def test_pages_are_counted_by_their_names_and_not_by_their_addresses(cast: Cast, client: Client, settings: Any) -> None:
    """As with METRICS_TOKEN in the environment."""
    settings.MIDDLEWARE = [
        "django_prometheus.middleware.PrometheusBeforeMiddleware",
        *settings.MIDDLEWARE,
        "django_prometheus.middleware.PrometheusAfterMiddleware",
    ]
    client = Client()
    client.force_login(cast.pat)
    name = 'django_http_responses_total_by_status_view_method_total{method="GET",status="200",view="person"}'
    before = numbers(client).get(name, 0)
    assert client.get(f"/people/{cast.amira.pk}/").status_code == 200
    told = numbers(client, host="10.1.2.3")
    assert told[name] == before + 1
    assert str(cast.amira.pk) not in "".join(told)
