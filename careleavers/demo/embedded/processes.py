"""Finds and ends what an earlier run left behind: by data folder and command line, never by a remembered pid."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

# Which signal is sent first, how long it has (seconds), what follows. SIGINT is Postgres's fast shutdown, and makes a
# backend that lost its postmaster give up its query.
STEPS = ((signal.SIGINT, 10.0), (signal.SIGTERM, 5.0), (signal.SIGQUIT, 2.0), (signal.SIGKILL, 5.0))


@dataclass(frozen=True)
class Process:
    pid: int
    name: str
    command: str


def in_folder(name: str, folder: Path) -> list[int]:
    """The processes called `name` whose working folder is `folder`: that of servers and their backends."""
    if sys.platform.startswith("linux"):
        return [each.pid for each in _from_proc() if each.name == name and _working_folder(each.pid) == folder]
    return _from_lsof(name, folder)


def with_command(*parts: str) -> list[int]:
    """The processes, apart from this one, whose command line contains every part."""
    found = _from_proc() if sys.platform.startswith("linux") else _from_ps()
    return [each.pid for each in found if each.pid != os.getpid() and all(part in each.command for part in parts)]


def end(find: Callable[[], list[int]]) -> int:
    """End the processes that `find` finds, gently first. Returns how many there were."""
    found = find()
    for number, patience in STEPS:
        for pid in find():
            with suppress(ProcessLookupError):
                os.kill(pid, number)
        deadline = time.monotonic() + patience
        while time.monotonic() < deadline:
            if not find():
                return len(found)
            time.sleep(0.05)
    raise TimeoutError(f"Processes {find()} cannot be ended: end them, then try again.")


def _from_proc() -> Iterator[Process]:
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            with suppress(OSError):
                command = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
                yield Process(int(folder.name), (folder / "comm").read_text().strip(), command)


def _working_folder(pid: int) -> Path | None:
    """None for another user's process and for one that has ended but is not yet reaped."""
    try:
        return Path(os.readlink(f"/proc/{pid}/cwd"))
    except OSError:
        return None


def _from_ps() -> Iterator[Process]:
    listing = subprocess.run(["ps", "-axww", "-o", "pid=,command="], capture_output=True, text=True, check=True).stdout
    for line in listing.splitlines():
        pid, _, command = line.strip().partition(" ")
        yield Process(int(pid), Path(command.split(" ")[0]).name, command)


def _from_lsof(name: str, folder: Path) -> list[int]:
    """lsof exits 1 when it finds nothing."""
    listing = subprocess.run(["lsof", "-a", "-d", "cwd", "-c", name, "-F", "pn"], capture_output=True, text=True).stdout
    pid, found = 0, []
    for line in listing.splitlines():
        if line.startswith("p"):
            pid = int(line[1:])
        elif line.startswith("n") and Path(line[1:]) == folder.resolve():
            found.append(pid)
    return found
