"""Our pages and the plain Django admin, each behind a gunicorn of its own, and a browser that measures them."""

from __future__ import annotations

import http.client
import json
import re
import secrets
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from bench import servers
from bench.councils import Council
from careleavers.demo.embedded.places import Places

HOST = "127.0.0.1"
PATIENCE = 120.0  # seconds for a page, and for a server to start
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
KEY = secrets.token_urlsafe(50)


class Failed(Exception):
    """A page did not answer as it should; the message names it."""


def production(where: Places, council: Council, settings_module: str) -> dict[str, str]:
    """Production settings, over plain http because nothing stands in front."""
    return servers.environment(where, council.database, council.number) | {
        "DJANGO_SETTINGS_MODULE": settings_module,
        "CARELEAVERS_MODE": "production",
        "SECRET_KEY": KEY,
        "ALLOWED_HOSTS": HOST,
        "SECURE_SSL_REDIRECT": "no",
        "STATIC_ROOT": str(where.state / "static"),
        "LOG_LEVEL": "WARNING",
        "WEB_WORKERS": "2",
        "WEB_THREADS": "4",
    }


def collect_static(where: Places, council: Council) -> None:
    command = [sys.executable, "manage.py", "collectstatic", "--no-input", "--verbosity", "0"]
    environment = production(where, council, "bench.admin_settings")
    subprocess.run(command, cwd=servers.CHECKOUT, env=environment, check=True)


def serving(
    where: Places, council: Council, settings_module: str, port: int
) -> AbstractContextManager[subprocess.Popen[bytes]]:
    """gunicorn as gunicorn.conf.py has it: two workers of four threads."""
    return serving_with(where, production(where, council, settings_module), port)


@contextmanager
def serving_with(where: Places, environment: dict[str, str], port: int) -> Iterator[subprocess.Popen[bytes]]:
    """The same with an environment of one's own."""
    log = where.state / f"web-{port}.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "careleavers.wsgi", "--bind", f"{HOST}:{port}"],
            cwd=servers.CHECKOUT,
            env=environment,
            stdout=output,
            stderr=output,
        )
    try:
        _wait(port, log)
        yield process
    finally:
        process.terminate()
        process.wait()


def _wait(port: int, log: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        try:
            Browser(port).get("/accounts/login/")
        except (OSError, http.client.HTTPException):
            time.sleep(0.2)
        except Failed:
            return
        else:
            return
    raise Failed(f"The web server on port {port} did not start: see {log}.")


@dataclass
class Browser:
    """One signed-in session over one connection, which the server may close between pages."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    location: str = ""

    def sign_in(self, email: str, password: str) -> None:
        page = self.get("/accounts/login/")
        answers = {"login": email, "password": password, "csrfmiddlewaretoken": token_in(page)}
        self.post("/accounts/login/", answers)

    def get(self, path: str) -> str:
        return self._ask("GET", path, 200)

    def post(self, path: str, answers: dict[str, str]) -> str:
        """Refused unless the answer is a redirect, which is not followed."""
        return self._ask("POST", path, 302, urlencode(answers), FORM)

    def put(self, path: str, body: dict[str, Any], token: str) -> str:
        """As the page's script saves: JSON, the token in a header."""
        headers = {"Content-Type": "application/json", "X-CSRFToken": token}
        return self._ask("PUT", path, 200, json.dumps(body), headers)

    def send_for(self, path: str, answers: dict[str, str]) -> str:
        """A form answered with a page or a file."""
        return self._ask("POST", path, 200, urlencode(answers), FORM)

    def _ask(self, method: str, path: str, wanted: int, body: str = "", headers: dict[str, str] | None = None) -> str:
        connection = http.client.HTTPConnection(HOST, self.port, timeout=PATIENCE)
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        connection.request(method, path, body, {"Cookie": cookies, **(headers or {})})
        answer = connection.getresponse()
        text = answer.read().decode()
        for line in answer.headers.get_all("Set-Cookie") or []:
            self.cookies.update({name: morsel.value for name, morsel in SimpleCookie(line).items()})
        self.location = answer.headers.get("Location", "")
        connection.close()
        if answer.status not in (wanted, 303 if wanted == 302 else wanted):
            raise Failed(f"{method} {path} answered {answer.status}.")
        return text


def token_in(page: str) -> str:
    found = TOKEN.search(page)
    if found is None:
        raise Failed("The page has no form to send.")
    return found[1]


def memory(pid: int) -> dict[int, float]:
    """The most memory that a process and its children have held so far, in MB, by process id."""
    status = Path(f"/proc/{pid}/status").read_text()
    held = re.search(r"VmHWM:\s+(\d+) kB", status)
    found = {pid: int(held[1]) / 1024} if held else {}
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    for child in children:
        found |= memory(int(child))
    return found
