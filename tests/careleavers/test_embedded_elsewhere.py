"""The demo as an ordinary user, on a Mac, without a package; and its browser on any site."""

from __future__ import annotations

import os
import shutil
import signal
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from careleavers.demo.embedded import account, binaries, places, processes, walk
from careleavers.demo.embedded.account import CannotStart
from careleavers.demo.embedded.places import Places
from careleavers.demo.embedded.servers import Valkey


@pytest.fixture
def where(tmp_path: Path) -> Places:
    return Places(tmp_path / "state", tmp_path / "sockets", tmp_path / "programs")


# Whoever starts it


def test_an_ordinary_user_runs_the_servers_themself(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(account.os, "geteuid", lambda: 4711)
    assert account.server_account() is None
    assert account.as_server_account() == {}
    assert account.owner_ids() == (4711, os.getegid())
    assert account.is_reachable(tmp_path)


@pytest.mark.parametrize(
    ("mode", "owner", "group", "may"),
    [
        (stat.S_IXUSR, 7, 9, True),
        (stat.S_IXGRP | stat.S_IXOTH, 7, 9, False),
        (stat.S_IXGRP, 8, 9, True),
        (stat.S_IXUSR | stat.S_IXOTH, 8, 9, False),
        (stat.S_IXOTH, 8, 10, True),
        (stat.S_IXUSR | stat.S_IXGRP, 8, 10, False),
    ],
)
def test_the_first_of_owner_group_and_others_that_fits_decides(mode: int, owner: int, group: int, may: bool) -> None:
    """As the system does it (path_resolution(7)): an owner who may not is not let in as one of the others."""
    found = os.stat_result((mode, 0, 0, 0, owner, group, 0, 0, 0, 0))
    assert account._may_enter(found, 7, 9) is may


# What an earlier run left


@pytest.fixture
def sleeper(tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A process that has its working folder in tmp_path."""
    with subprocess.Popen(["sleep", "61.5"], cwd=tmp_path) as process:
        yield process
        process.kill()


# How this machine can be asked: by /proc, and by the two programs that a Mac has instead.
ASKED = ["linux"] * Path("/proc").exists() + ["darwin"] * bool(shutil.which("ps") and shutil.which("lsof"))


@pytest.mark.parametrize("platform", ASKED)
def test_processes_are_found_by_folder_and_command(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, sleeper: subprocess.Popen[bytes], platform: str
) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    assert processes.in_folder("sleep", tmp_path) == [sleeper.pid]
    assert processes.in_folder("sleep", tmp_path / "other") == []
    assert sleeper.pid in processes.with_command("sleep", "61.5")
    assert processes.with_command("sleep", "61.5", "nonsense") == []


def test_what_does_not_end_is_said(monkeypatch: pytest.MonkeyPatch, sleeper: subprocess.Popen[bytes]) -> None:
    """Each signal has its time; what has ended by itself in between is no fault."""
    monkeypatch.setattr(processes, "STEPS", ((signal.SIGCONT, 0.0), (signal.SIGCONT, 0.0)))
    with pytest.raises(TimeoutError, match=f"{sleeper.pid}.*cannot be ended: end them, then try again"):
        processes.end(lambda: [sleeper.pid])
    with subprocess.Popen(["true"]) as gone:
        gone.wait()
    seen = iter([[gone.pid], [gone.pid], [gone.pid]])
    monkeypatch.setattr(processes, "STEPS", ((signal.SIGTERM, 5.0),))
    assert processes.end(lambda: next(seen, [])) == 1


# The programs


def test_a_package_that_is_not_there_is_named_with_the_remedy(
    monkeypatch: pytest.MonkeyPatch, where: Places, tmp_path: Path
) -> None:
    assert Path(binaries.postgres_folder(), "postgres").exists()
    monkeypatch.setattr(binaries, "VALKEY", "no_such_package")
    with pytest.raises(CannotStart, match="no_such_package is not installed: run make setup"):
        binaries.valkey(where)
    monkeypatch.setattr(binaries, "POSTGRES", "no_such_package")
    assert binaries.postgres_folder() == ""
    monkeypatch.setattr(binaries, "_package", lambda places, name: tmp_path)
    with pytest.raises(CannotStart, match="no server for this machine: set REDIS_URL to a real server"):
        binaries.valkey(where)


def test_programs_that_cannot_be_reached_are_copied_once(
    monkeypatch: pytest.MonkeyPatch, where: Places, tmp_path: Path
) -> None:
    """With the libraries beside each package, and without what only pip reads."""
    for name in (
        f"{binaries.POSTGRES}",
        f"{binaries.POSTGRES}.libs",
        f"{binaries.POSTGRES}.dist-info",
        binaries.VALKEY,
    ):
        (tmp_path / "site" / name).mkdir(parents=True)
        (tmp_path / "site" / name / "file").write_text(name)
    monkeypatch.setattr(binaries, "_installed", lambda name: tmp_path / "site" / name)
    monkeypatch.setattr(account, "make_state_folder", lambda folder: folder.mkdir(parents=True, exist_ok=True))
    copy = binaries._copy(where)
    assert {each.name for each in copy.iterdir()} == {
        binaries.POSTGRES,
        f"{binaries.POSTGRES}.libs",
        binaries.VALKEY,
    }
    assert binaries._copy(where) == copy
    assert list(where.programs.iterdir()) == [copy], "nothing half done is left"


def test_a_server_that_never_started_is_stopped_already(where: Places) -> None:
    never = Valkey(where)
    never.stop()
    assert not never.is_running()


def test_each_checkout_says_where_its_sockets_are() -> None:
    found = places.of_checkout(Path("/srv/one"))
    assert str(found.valkey_socket) in found.redis_url(3)


# The browser


class Site(BaseHTTPRequestHandler):
    """Two pages that lead to each other and elsewhere, and no sign-in."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        links = "<a href='/one#part'>1</a><a href='/two'>2</a><a href='https://elsewhere.example/'>out</a><a>none</a>"
        self.wfile.write(f"<nav>{links}</nav><a href='/not-followed'>3</a><input name='q'>".encode())

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def site() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Site) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def test_the_browser_opens_each_page_of_the_navigation_once_and_leaves_the_site_alone(site: str) -> None:
    visitor = walk.Visitor(site)
    assert visitor.open_navigation(visitor.open(site)) == 3
    with pytest.raises(walk.PageFailed, match="shows no sign-in form"):
        visitor.sign_in("vera@wendmere.example", "password")


def test_a_site_that_is_not_there_is_named() -> None:
    with pytest.raises(walk.PageFailed, match=r"http://127\.0\.0\.1:9/ did not answer"):
        walk.Visitor("http://127.0.0.1:9/").open("http://127.0.0.1:9/")
