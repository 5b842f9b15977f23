"""Answers load balancers and monitoring before anything else has a say."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

from careleavers.views import health, metrics

PROBES = {"/ping": health.ping, "/health": health.health, "/metrics": metrics.metrics}


class ProbesMiddleware:
    """They ask by address, over plain http and without a session: no host is checked and no redirect made for them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        probe = PROBES.get(request.path_info)
        return probe(request) if probe else self.get_response(request)
