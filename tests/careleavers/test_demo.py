"""`make demo` as its user meets it, and the parts that can be asked alone."""

import http.client
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import Request, urlopen

import pytest
from django.core.management import CommandError, call_command

from careleavers.demo.embedded import places, processes, walk
from careleavers.demo.embedded.account import CannotStart
from careleavers.demo.embedded.servers import Postgres
from careleavers.management.commands import demo
from tests import snapshot

CHECKOUT = Path(__file__).resolve().parent.parent.parent
PATIENCE = 240.0  # seconds; migrations and a small council on a busy machine
PAGE = """<!doctype html><nav><a href="/">Home</a> <a href="/people/">People</a> <a href="https://elsewhere.example/">Out</a></nav>
<main><a href="/not-in-the-navigation/">x</a>
<form action="/accounts/login/?next=/" method="post"><input type="hidden" name="token" value="t">
<input type="email" name="login"><input type="password" name="password"></form></main>"""


@pytest.fixture
def folder() -> Iterator[Path]:
    found = Path(tempfile.mkdtemp(prefix="careleavers-demo-", dir=places.SHORT_FOLDER))
    found.chmod(0o755)  # as a checkout is
    yield found
    environment = {**os.environ, "DEMO_FOLDER": str(found / "run")}
    subprocess.run([sys.executable, "manage.py", "demo", "--reset"], cwd=CHECKOUT, env=without_servers(environment))
    shutil.rmtree(found)


def without_servers(environment: dict[str, str]) -> dict[str, str]:
    """The demo starts its own, not the tests'."""
    dropped = {"DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE"}
    return {name: value for name, value in environment.items() if name not in dropped}


@contextmanager
def running_demo(folder: Path, port: int) -> Iterator[subprocess.Popen[str]]:
    environment = {**os.environ, "DEMO_FOLDER": str(folder / "run"), "DEMO_PEOPLE": "6", "PORT": str(port)}
    with subprocess.Popen(
        [sys.executable, "-u", "manage.py", "demo"],
        cwd=CHECKOUT,
        env=without_servers(environment),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def read_until(process: subprocess.Popen[str], words: str) -> str:
    assert process.stdout is not None
    read = ""
    for line in process.stdout:
        read += line
        if words in line:
            return read
    raise AssertionError(f"{words!r} was never said:\n{read}")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until_healthy(port: int) -> dict[str, str]:
    deadline, found = time.monotonic() + PATIENCE, {}
    while time.monotonic() < deadline:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        connection.request("GET", "/health")
        answer = connection.getresponse()
        found = json.loads(answer.read())
        connection.close()
        if answer.status == http.HTTPStatus.OK:
            break
        time.sleep(0.5)
    return found


def encoding_of_style_sheet(port: int) -> str | None:
    """How the first style sheet of the sign-in page came."""
    address = f"http://127.0.0.1:{port}"
    with urlopen(f"{address}/accounts/login/") as page:
        style_sheet = re.search(r'rel="stylesheet" href="([^"]+)"', page.read().decode())[1]
    with urlopen(Request(address + style_sheet, headers={"Accept-Encoding": "gzip"})) as answer:
        return answer.headers["Content-Encoding"]


def with_a_database(folder: Path) -> None:
    """The data folder of an earlier start in which the migrations have run: the tests' own snapshot of it."""
    where = places.Places(folder / "run", folder / "run" / "s", programs=places.of_checkout(CHECKOUT).state)
    places.make_folders(where)
    snapshot.bring(Postgres(where))


@pytest.mark.services
def test_the_demo_starts_after_kill_9_and_stops_cleanly(folder):
    port = free_port()
    with_a_database(folder)
    with running_demo(folder, port) as killed:  # by kill -9, at the end of the block
        said = read_until(killed, "Ctrl-C stops everything")
        assert f"Data is kept in {folder / 'run'}" in said
        assert f"Open http://127.0.0.1:{port}/" in said
        assert re.search(r"Personal adviser +\S+@\S+", said)
    left = processes.with_command(str(folder / "run"))
    assert left, "the orphans must live for this test to mean anything"

    with running_demo(folder, port) as second:
        said = read_until(second, "Ctrl-C stops everything")
        assert re.search(r"Ended \d+ processes that an earlier run left behind", said)
        assert "Loading the invented council" not in said
        assert wait_until_healthy(port) == {"broker": "ok", "database": "ok", "tick": "ok", "jobs": "ok"}
        assert encoding_of_style_sheet(port) == "gzip"
        assert not set(left) & set(processes.with_command(str(folder / "run")))
        second.send_signal(signal.SIGINT)
        said = read_until(second, "Stopped.")
        assert re.findall(r"Stopping (.*?) \.\.\.", said) == [
            "the web server",
            "the beat",
            "the worker",
            "Valkey",
            "Postgres",
        ]
        assert second.wait() == 0
    assert processes.with_command(str(folder / "run")) == []


def test_a_busy_port_is_named_and_another_offered():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(CannotStart, match=rf"Port {port} is in use .* PORT=\d+ make demo") as refusal:
            demo.refuse_busy_port(port)
        offered = int(re.search(r"PORT=(\d+)", str(refusal.value))[1])
    demo.refuse_busy_port(offered)
    demo.refuse_busy_port(port)


def test_the_demo_refuses_to_fill_a_real_deployment(settings):
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="unset CARELEAVERS_MODE"):
        call_command("demo")


def test_the_walk_reads_the_navigation_and_the_sign_in_form():
    page = walk.HtmlPage("http://host/people/", PAGE)
    assert page.navigation == ["http://host/", "http://host/people/", "https://elsewhere.example/"]
    form = page.sign_in_form()
    assert form is not None
    assert form.action == "http://host/accounts/login/?next=/"
    assert form.fields == {"token": "t", "login": "", "password": ""}


def test_the_walk_names_a_page_that_does_not_open(live_server):
    with pytest.raises(walk.PageFailed, match="/no-such-page answered 404 Not Found"):
        walk.Visitor(live_server.url).open(f"{live_server.url}/no-such-page")


def test_the_walk_notices_a_sign_in_that_fails(live_server):
    with pytest.raises(walk.PageFailed, match=r"nobody@wendmere\.example could not sign in"):
        walk.Visitor(f"{live_server.url}/accounts/login/").sign_in("nobody@wendmere.example", "wrong")
