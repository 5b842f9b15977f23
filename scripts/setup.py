"""Makes a fresh checkout runnable: .venv, its hashed lock, the front-end files. Quick when nothing changed.

Run as `make setup`, or `python3 -m scripts.setup demo` for what the demo needs alone. Only the standard library: this
runs before anything is installed.
"""

from __future__ import annotations

import importlib.util
import shutil
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from scripts import frontend, locks
from scripts.trouble import Trouble, exit_code

CHECKOUT = locks.CHECKOUT
ENVIRONMENT = CHECKOUT / ".venv"
PYTHON = locks.interpreter(ENVIRONMENT)
OLDEST_PYTHON = (3, 11)
OLDEST_PIP = CHECKOUT / ".run" / "oldest_pip"


@dataclass(frozen=True)
class Purpose:
    """What a checkout is set up for; `disk` in bytes, with what the installers unpack on the way."""

    lock: Path
    folders: tuple[str, ...]
    disk: int


DEMO = Purpose(locks.REQUIREMENTS / "demo.txt", (frontend.SERVED,), 1_000_000_000)
WORK = Purpose(locks.REQUIREMENTS / "dev.txt", (frontend.SERVED, frontend.FOR_TESTS), 1_500_000_000)


def main(arguments: list[str]) -> int:
    return exit_code(lambda: set_up(DEMO if arguments == ["demo"] else WORK), stopped="Set-up stopped.")


def set_up(purpose: Purpose) -> None:
    check_python()
    purpose = widest(purpose)
    set_up_environment()
    with ThreadPoolExecutor(1) as threads:
        frontend_files = threads.submit(set_up_frontend, purpose)
        set_up_packages(purpose)
        frontend_files.result()


def widest(purpose: Purpose) -> Purpose:
    """The demo runs in an environment that was set up for work as well, and takes nothing away from it."""
    installed = locks.installed(ENVIRONMENT)
    return WORK if installed and not installed.startswith(f"{DEMO.lock.name} ") else purpose


def check_python() -> None:
    if sys.version_info < OLDEST_PYTHON:
        raise Trouble(
            f"This is Python {sys.version_info.major}.{sys.version_info.minor}: install Python 3.11 or later "
            "(Debian 12: apt install python3 python3-venv), or name one: make PYTHON=/path/to/python3.11 setup."
        )


def set_up_environment() -> None:
    if not PYTHON.exists():
        check_venv_module()
        print("Set-up: making .venv", flush=True)
        locks.make_environment(ENVIRONMENT, with_pip=True)


def check_venv_module() -> None:
    if importlib.util.find_spec("venv") is None or importlib.util.find_spec("ensurepip") is None:
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        raise Trouble(
            "This Python cannot make virtual environments: install the missing part "
            f"(Debian: apt install python3-venv; Ubuntu: apt install python{version}-venv), then run this again."
        )


def set_up_packages(purpose: Purpose) -> None:
    if locks.is_installed(ENVIRONMENT, purpose.lock):
        print("Set-up: Python packages are up to date.", flush=True)
    else:
        check_disk(purpose.disk)
        print(f"Set-up: fetching and installing {locks.count(purpose.lock)} Python packages", flush=True)
        locks.install(ENVIRONMENT, purpose.lock, PYTHON)
    if purpose is WORK:
        locks.ensure(OLDEST_PIP, locks.REQUIREMENTS / "oldest_pip.txt", PYTHON)


def check_disk(needed: int) -> None:
    """`needed` in bytes."""
    free = shutil.disk_usage(CHECKOUT).free
    if free < needed:
        raise Trouble(
            f"Only {free // 1_000_000:,} MB are free on the disk of {CHECKOUT}: free "
            f"{needed // 1_000_000:,} MB, then run this again."
        )


def set_up_frontend(purpose: Purpose) -> None:
    if all(frontend.is_current(CHECKOUT, folder) for folder in purpose.folders):
        print("Set-up: front-end files are up to date.", flush=True)
        return
    print("Set-up: fetching the front-end files (GOV.UK components, fonts)", flush=True)
    frontend.fetch(CHECKOUT, purpose.folders, PYTHON)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
