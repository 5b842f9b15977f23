"""For load balancers and monitoring: open to everybody, telling nothing about anybody."""

import threading
from datetime import timedelta

import redis
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from careleavers.models import Heartbeat
from careleavers.queries.jobs import wrong_jobs

TICK_LATE_AFTER = timedelta(minutes=2)  # the beat sends one every 30 seconds
BROKER_PATIENCE = 0.8  # seconds


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
    found = {"broker": state_of_broker(), **state_of_database()}
    return JsonResponse(found, status=200 if set(found.values()) == {"ok"} else 503)


def state_of_broker() -> str:
    """Asked in a thread of its own: looking up a name can hang for longer than any time-out of the client."""
    said: list[str] = []
    asking = threading.Thread(target=lambda: said.append(ask_broker()), daemon=True)
    asking.start()
    asking.join(BROKER_PATIENCE)
    return said[0] if said else "unreachable"


def ask_broker() -> str:
    broker = redis.Redis.from_url(
        settings.REDIS_URL, socket_timeout=BROKER_PATIENCE, socket_connect_timeout=BROKER_PATIENCE
    )
    try:
        broker.ping()
    except redis.RedisError:
        return "unreachable"
    finally:
        broker.close()
    return "ok"


def state_of_database() -> dict[str, str]:
    """Of the database, and of the tick and the jobs, which are rows in it."""
    try:
        jobs = ", ".join(f"{job.name} {job.state}" for job in wrong_jobs(timezone.now())) or "ok"
        last = Heartbeat.objects.filter(name=Heartbeat.TICK).values_list("last_seen_at", flat=True).first()
    except DatabaseError:
        return {"database": "unreachable", "tick": "unknown", "jobs": "unknown"}
    if last is None:
        return {"database": "ok", "tick": "never seen", "jobs": jobs}
    is_late = timezone.now() - last > TICK_LATE_AFTER
    return {"database": "ok", "tick": f"last seen {last:%Y-%m-%dT%H:%M:%SZ}" if is_late else "ok", "jobs": jobs}
