"""What an error-reporting service is sent: where it failed, and nothing of the record."""

from __future__ import annotations

import gzip
import json
import logging
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
import sentry_sdk
from django.http import HttpRequest, HttpResponse
from django.test import Client

from careleavers.site import error_reports
from tests.cast import Cast

CANARY = "Zephyrine Quillfeather"


class Service:
    """A service that takes envelopes as Sentry's does, on a port of its own."""

    def __init__(self) -> None:
        self.received: list[str] = []
        service = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                if self.headers.get("Content-Encoding") == "gzip":
                    body = gzip.decompress(body)
                service.received.append(body.decode())
                self.send_response(200)
                self.end_headers()
                self.wfile.write(b"{}")

            def log_message(self, *arguments: Any) -> None:
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.dsn = f"http://key@127.0.0.1:{self.server.server_port}/1"

    def events(self) -> list[dict[str, Any]]:
        sentry_sdk.flush(5)
        return [json.loads(envelope.splitlines()[2]) for envelope in self.received]


@pytest.fixture
def service() -> Iterator[Service]:
    service = Service()
    error_reports.start(service.dsn, release="0.1.0", environment="test")
    yield service
    sentry_sdk.get_client().close()
    sentry_sdk.get_global_scope().set_client(None)
    service.server.shutdown()
    service.server.server_close()


def test_nothing_is_sent_unless_a_service_is_named() -> None:
    error_reports.start("", release="0.1.0", environment="test")
    assert not sentry_sdk.get_client().is_active()


def test_a_page_that_fails_is_reported_without_the_record(
    cast: Cast, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:

    def fails(request: HttpRequest) -> HttpResponse:
        name = CANARY
        raise ValueError(f"no such person: {name}")

    monkeypatch.setattr("careleavers.site.middleware.probes.PROBES", {"/ping": fails})
    client = Client(raise_request_exception=False)
    client.force_login(cast.pat)
    answer = client.post("/ping?q=Quillfeather", {"note": CANARY}, headers={"referer": f"https://x/{CANARY}"})
    (event,) = service.events()
    assert event["exception"]["values"][-1]["type"] == "ValueError"
    assert event["exception"]["values"][-1]["stacktrace"]["frames"][-1]["function"] == "fails"
    assert event["tags"]["request_id"] == answer.headers["X-Request-ID"]
    said = "".join(service.received)
    assert not [
        word for word in ("Zephyrine", "Quillfeather", "127.0.0.1:", "sessionid") if word in said.split("\n", 1)[1]
    ]


def test_an_error_that_is_logged_is_reported_in_the_words_of_the_code(service: Service) -> None:
    logging.getLogger("careleavers.test").error("The letter to %s is not made.", CANARY)
    (event,) = service.events()
    assert event["message"] == "The letter to %s is not made."
    assert "Quillfeather" not in "".join(service.received)
