"""GOV.UK Notify for tests: a server on this machine that the real client talks to, and that fails as the real one does.

It checks the signature of each request, takes a second letter under one reference as the real one does, and keeps
letters as long as it runs. What goes wrong with the next requests is put into `posts` and `gets`, or drawn by `chance`.
"""

from __future__ import annotations

import json
import threading
import time
from base64 import b64decode
from collections import Counter, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import jwt
from django.utils import timezone

from offers.printing_service import PrintingService

SERVICE, SECRET = "11111111-2222-3333-4444-555555555555", "66666666-7777-8888-9999-000000000000"
KEY = f"tests-{SERVICE}-{SECRET}"
WRONG_KEY = f"tests-{SERVICE}-{SECRET[::-1]}"
SLOW = 0.3  # seconds, longer than an impatient client waits
LATE = timedelta(minutes=5)  # until it has a letter that its own queue held up


class Fault(StrEnum):
    """What goes wrong with one request. The last six: with the letter taken, at once or later."""

    BAD_REQUEST = "400"
    FORBIDDEN = "403"
    NOT_FOUND = "404"
    RATE = "429 RateLimitError"
    DAILY = "429 TooManyRequestsError"
    BROKEN = "500"
    AWAY = "503"
    RESET = "the connection is reset"
    GARBAGE = "an answer that is no JSON"
    TAKEN_RESET = "taken, and the connection reset"
    TAKEN_TIMEOUT = "taken, and no answer in time"
    TAKEN_BROKEN = "taken, and 500"
    TAKEN_GARBAGE = "taken, and an answer that is no JSON"
    TAKEN_LATE = "503, and taken minutes later"
    TAKEN_SLOWLY = "taken, and answered slowly"


TAKES = {each for each in Fault if each.name.startswith("TAKEN")}
ERROR_NAMES = {
    Fault.BAD_REQUEST: "ValidationError",
    Fault.FORBIDDEN: "AuthError",
    Fault.NOT_FOUND: "NoResultFound",
    Fault.RATE: "RateLimitError",
    Fault.DAILY: "TooManyRequestsError",
}


@dataclass
class Taken:
    """A letter or a text that the server has from a moment on. Of a text `pdf` is the number and the words."""

    reference: str
    pdf: bytes
    postage: str
    created_at: datetime
    id: str = field(default_factory=lambda: str(uuid4()))
    status: str = "pending-virus-check"
    completed_at: datetime | None = None
    kind: str = "letter"

    def as_json(self) -> dict[str, Any]:
        completed = self.completed_at.isoformat() if self.completed_at else None
        created = self.created_at.isoformat()
        return {
            "id": self.id,
            "reference": self.reference,
            "type": self.kind,
            "status": self.status,
            "postage": self.postage,
            "created_at": created,
            "sent_at": None,
            "completed_at": completed,
        }


class FakeNotify(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Request)
        self.letters: list[Taken] = []
        self.posts: deque[Fault | None] = deque()
        self.gets: deque[Fault | None] = deque()
        self.chance: Callable[[str], Fault | None] = lambda method: None
        self.requests: Counter[str] = Counter()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def client(self, *, key: str = KEY, seconds: float = 10) -> PrintingService:
        return PrintingService(key, self.url, seconds)

    def known(self) -> list[Taken]:
        return [each for each in self.letters if each.created_at <= timezone.now()]

    def copies(self) -> Counter[str]:
        """How often each letter was taken, by its file, or a text by its number: one sent twice has two."""
        return Counter(
            each.pdf.decode() if each.kind == "letter" else each.pdf.decode().split()[0] for each in self.letters
        )

    def next_fault(self, method: str) -> Fault | None:
        planned = self.posts if method == "POST" else self.gets
        return planned.popleft() if planned else self.chance(method)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that has gone is what some faults are about."""


class Request(BaseHTTPRequestHandler):
    server: FakeNotify
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self._answer("POST", lambda fault: self._take(json.loads(body), fault))

    def do_GET(self) -> None:
        self._answer("GET", lambda fault: self._find())

    def _answer(self, method: str, do: Callable[[Fault | None], None]) -> None:
        self.server.requests[method] += 1
        if not self._is_signed():
            self._error(Fault.FORBIDDEN)
            return
        fault = self.server.next_fault(method)
        if fault is None or (fault in TAKES and method == "POST"):
            do(fault)
        elif fault == Fault.RESET:
            self.close_connection = True
        elif fault == Fault.GARBAGE:
            self._say(200, b"<html>Try again later</html>")
        else:
            self._error(fault)

    def _is_signed(self) -> bool:
        token = self.headers.get("Authorization", "").removeprefix("Bearer ")
        try:
            claims = jwt.decode(token, SECRET, algorithms=["HS256"], options={"verify_iat": False})
        except jwt.InvalidTokenError:
            return False
        return bool(claims["iss"] == SERVICE and abs(claims["iat"] - timezone.now().timestamp()) < 30)

    def _take(self, asked: dict[str, Any], fault: Fault | None) -> None:
        after = LATE if fault == Fault.TAKEN_LATE else timedelta(0)
        at = timezone.now() + after
        if self.path.endswith("/sms"):
            said = f"{asked['phone_number']} {asked['template_id']} {asked['personalisation']['words']}"
            taken = Taken(asked["reference"], said.encode(), "", at, status="created", kind="sms")
        else:
            taken = Taken(asked["reference"], b64decode(asked["content"]), asked.get("postage", "second"), at)
        self.server.letters.append(taken)
        if fault == Fault.TAKEN_RESET:
            self.close_connection = True
            return
        if fault in (Fault.TAKEN_TIMEOUT, Fault.TAKEN_SLOWLY):
            time.sleep(SLOW)
        if fault == Fault.TAKEN_GARBAGE:
            self._say(201, b"<html>Thank you</html>")
        elif fault in (Fault.TAKEN_BROKEN, Fault.TAKEN_LATE):
            self._error(Fault.BROKEN if fault == Fault.TAKEN_BROKEN else Fault.AWAY)
        else:
            answer = {"id": taken.id, "reference": taken.reference, "postage": taken.postage}
            self._say(201, json.dumps(answer).encode())

    def _find(self) -> None:
        parts = urlsplit(self.path)
        asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
        if "reference" in asked:
            wanted = asked["reference"], asked["template_type"]
            found = [each.as_json() for each in self.server.known() if (each.reference, each.kind) == wanted]
            self._say(200, json.dumps({"notifications": found, "links": {"current": self.path}}).encode())
            return
        wanted = parts.path.rsplit("/", 1)[1]
        one = next((each for each in self.server.known() if each.id == wanted), None)
        if one is None:
            self._error(Fault.NOT_FOUND)
        else:
            self._say(200, json.dumps(one.as_json()).encode())

    def _error(self, fault: Fault) -> None:
        status = int(fault[:3])
        name = ERROR_NAMES.get(fault, "Exception")
        answer = {"status_code": status, "errors": [{"error": name, "message": f"A fault of the test: {fault}"}]}
        self._say(status, json.dumps(answer).encode())

    def _say(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing: a test says what it saw."""


@contextmanager
def fake_notify() -> Iterator[FakeNotify]:
    with FakeNotify() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
