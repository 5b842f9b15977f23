"""Numbers for Prometheus, where METRICS_TOKEN is set: how pages fare, and what waits. Nothing about anybody."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from careleavers.site import extensions


@login_not_required
@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """404 unless the deployment has a token, 401 to whoever does not send it."""
    if not settings.METRICS_TOKEN:
        raise Http404
    if not constant_time_compare(request.headers.get("Authorization", ""), f"Bearer {settings.METRICS_TOKEN}"):
        return HttpResponse("Send the token.\n", status=401, headers={"WWW-Authenticate": "Bearer"})
    text = generate_latest(_of_pages()) + generate_latest(_of_work(timezone.now()))
    return HttpResponse(text, content_type=CONTENT_TYPE_LATEST)


def _of_pages() -> CollectorRegistry:
    """Of this process, or under gunicorn of all of them together."""
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        return REGISTRY
    together = CollectorRegistry()
    MultiProcessCollector(together)  # type: ignore[no-untyped-call]
    return together


def _of_work(now: datetime) -> CollectorRegistry:
    registry = CollectorRegistry()
    registry.register(_Work(now))
    return registry


class _Work(Collector):
    def __init__(self, now: datetime) -> None:
        self.now = now

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """What every app has to tell, and whether the database could be asked."""
        families: dict[str, GaugeMetricFamily] = {}
        reachable = 1.0
        try:
            for gauge in extensions.gauges(self.now):
                family = families.setdefault(
                    gauge.name,
                    GaugeMetricFamily(f"careleavers_{gauge.name}", gauge.help, labels=list(gauge.labels)),
                )
                family.add_metric(list(gauge.labels.values()), gauge.value)
        except DatabaseError:
            reachable = 0.0
        yield GaugeMetricFamily("careleavers_database_up", "1 where the database answers.", value=reachable)
        yield from families.values()
