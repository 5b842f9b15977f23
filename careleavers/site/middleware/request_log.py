"""One line of the log for each request, and an id by which its lines are found."""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

from django.conf import settings
from django.db import connections
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from careleavers.site import log_context
from careleavers.site.log_paths import safe_path

HEADER = "X-Request-ID"
# What a proxy of ours may send: long enough to be rare, and nothing that reads as a name or breaks a line.
ID = re.compile(r"[0-9a-fA-F-]{16,64}")
PROBES = ("/ping", "/health", "/metrics")

logger = logging.getLogger("careleavers.requests")


class QueryCount:
    """Counts the statements of a request."""

    def __init__(self) -> None:
        self.queries = 0

    def __call__(self, execute: Callable[..., Any], *arguments: Any) -> Any:
        self.queries += 1
        return execute(*arguments)


class RequestLogMiddleware:
    """Outermost, so that it sees every answer. The id is the proxy's where one is trusted, and is sent back."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request_id = self._id_of(request)
        count, began = QueryCount(), time.perf_counter()
        with log_context.logging_about(request_id=request_id):
            with ExitStack() as counting:
                for connection in connections.all():
                    counting.enter_context(connection.execute_wrapper(count))
                response = self.get_response(request)
            if not self._is_left_out(request, response):
                facts = {
                    "method": request.method,
                    "path": safe_path(request),
                    "status": response.status_code,
                    "ms": round((time.perf_counter() - began) * 1000, 1),
                    "queries": count.queries,
                }
                logger.info(
                    "%(method)s %(path)s %(status)s %(ms)s ms, %(queries)s queries", facts, extra={"facts": facts}
                )
        response[HEADER] = request_id
        return response

    def _id_of(self, request: HttpRequest) -> str:
        sent = request.headers.get(HEADER, "") if getattr(settings, "SECURE_PROXY_SSL_HEADER", None) else ""
        return sent if ID.fullmatch(sent) else log_context.new_id()

    def _is_left_out(self, request: HttpRequest, response: HttpResponseBase) -> bool:
        """Probes and static files, while they are well."""
        asked_by_machines = request.path in PROBES or request.path.startswith(settings.STATIC_URL)
        return asked_by_machines and response.status_code < 400
