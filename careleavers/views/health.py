"""For load balancers and monitoring: open to everybody, telling nothing about anybody."""

import time
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from threading import Thread
from typing import Any

import redis
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from careleavers.models import Heartbeat
from careleavers.queries.jobs import wrong_jobs

TICK_LATE_AFTER = timedelta(minutes=2)  # the beat sends one every 30 seconds
PATIENCE = 0.8  # seconds for all that is asked
DATABASE_UNREACHABLE = {"database": "unreachable", "tick": "unknown", "jobs": "unknown"}


class HealthQuestion(Thread):
    """Asked in a thread of its own: looking up a name, or a server that is there and silent, can hang for longer than
    any time-out of its client. Whoever asked goes on; the thread ends when it may."""

    def __init__(self, ask: Callable[[], Any]) -> None:
        super().__init__(daemon=True)
        self.ask = ask
        self.said: list[Any] = []
        self.start()

    def run(self) -> None:
        self.said.append(self.ask())

    def answer(self, *, until: float, otherwise: Any) -> Any:
        """`until` is of the monotonic clock."""
        self.join(max(0.0, until - time.monotonic()))
        return self.said[0] if self.said else otherwise


@login_not_required
@never_cache
@require_safe
def ping(request: HttpRequest) -> HttpResponse:
    """The process answers; asks nothing of any other service."""
    return HttpResponse("pong\n", content_type="text/plain")


@login_not_required
@never_cache
@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """503 unless database, broker, the tick that the beat sends and a worker records, and every job are well."""
    until = time.monotonic() + PATIENCE
    ours = connections[DEFAULT_DB_ALIAS]
    ours.inc_thread_sharing()
    broker, database = HealthQuestion(ask_broker), HealthQuestion(partial(ask_database, ours))
    found = {
        "broker": broker.answer(until=until, otherwise="unreachable"),
        **database.answer(until=until, otherwise=DATABASE_UNREACHABLE),
    }
    if database.is_alive():
        del connections[DEFAULT_DB_ALIAS]  # it may hang for long: the next request here makes one of its own
    else:
        ours.dec_thread_sharing()
    return JsonResponse(found, status=200 if set(found.values()) == {"ok"} else 503)


def ask_broker() -> str:
    broker = redis.Redis.from_url(settings.REDIS_URL, socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE)
    try:
        broker.ping()
    except redis.RedisError:
        return "unreachable"
    finally:
        broker.close()
    return "ok"


def ask_database(database: BaseDatabaseWrapper) -> dict[str, str]:
    """About itself, and about the tick and the jobs, which are rows in it, by this connection."""
    connections[DEFAULT_DB_ALIAS] = database
    try:
        jobs = ", ".join(f"{job.name} {job.state}" for job in wrong_jobs(timezone.now())) or "ok"
        last = Heartbeat.objects.filter(name=Heartbeat.TICK).values_list("last_seen_at", flat=True).first()
    except DatabaseError:
        return DATABASE_UNREACHABLE
    if last is None:
        return {"database": "ok", "tick": "never seen", "jobs": jobs}
    is_late = timezone.now() - last > TICK_LATE_AFTER
    return {"database": "ok", "tick": f"last seen {last:%Y-%m-%dT%H:%M:%SZ}" if is_late else "ok", "jobs": jobs}
