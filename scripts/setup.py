"""Makes a fresh checkout runnable: .venv, the hashed locks, the front-end files. Quick when nothing changed.

Run as `make setup`. Only the standard library: this runs before anything is installed.
"""

from __future__ import annotations

import hashlib
import importlib.util
import shutil
import subprocess
import sys
from pathlib import Path

from scripts import frontend
from scripts.trouble import Trouble, explain, run

CHECKOUT = Path(__file__).resolve().parent.parent
ENVIRONMENT = CHECKOUT / ".venv"
PYTHON = ENVIRONMENT / "bin" / "python"
LOCK = CHECKOUT / "requirements" / "dev.txt"
STAMP = ENVIRONMENT / ".locked"
OLDEST_PYTHON = (3, 11)
DISK_NEEDED = 1_500_000_000  # bytes: the environment takes 600 MB, pip unpacks beside it


def main() -> int:
    try:
        check_python()
        set_up_environment()
        set_up_frontend()
    except Trouble as trouble:
        print(f"\nSet-up stopped. {trouble}", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"\nSet-up stopped. {explain('write the files', str(error))}", file=sys.stderr)
        return 1
    return 0


def check_python() -> None:
    if sys.version_info < OLDEST_PYTHON:
        raise Trouble(
            f"This is Python {sys.version_info.major}.{sys.version_info.minor}: install Python 3.11 or later "
            "(Debian 12: apt install python3 python3-venv), or name one: make PYTHON=/path/to/python3.11 setup."
        )


def set_up_environment() -> None:
    wanted = lock_fingerprint()
    if STAMP.exists() and STAMP.read_text() == wanted and PYTHON.exists():
        print("Set-up 1 of 2: Python packages are up to date.", flush=True)
        return
    check_disk()
    if not PYTHON.exists():
        print("Set-up 1 of 2: making .venv", flush=True)
        check_venv_module()
        shutil.rmtree(ENVIRONMENT, ignore_errors=True)
        run([sys.executable, "-m", "venv", str(ENVIRONMENT)], cwd=CHECKOUT, doing="make .venv")
    install_lock()
    STAMP.write_text(wanted)


def lock_fingerprint() -> str:
    return hashlib.sha256(LOCK.read_bytes()).hexdigest()


def check_disk() -> None:
    free = shutil.disk_usage(CHECKOUT).free
    if free < DISK_NEEDED:
        raise Trouble(
            f"Only {free // 1_000_000:,} MB are free on the disk of {CHECKOUT}: free "
            f"{DISK_NEEDED // 1_000_000:,} MB, then run this again."
        )


def check_venv_module() -> None:
    if importlib.util.find_spec("venv") is None or importlib.util.find_spec("ensurepip") is None:
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        raise Trouble(
            "This Python cannot make virtual environments: install the missing part "
            f"(Debian: apt install python3-venv; Ubuntu: apt install python{version}-venv), then run this again."
        )


def install_lock() -> None:
    """Only wheels, and only files whose hashes the lock names."""
    total = sum(1 for line in LOCK.read_text().splitlines() if line[:1].isalnum())
    command = [str(PYTHON), "-m", "pip", "install", "--disable-pip-version-check", "--no-input", "--progress-bar=off"]
    command += ["--require-hashes", "--no-deps", "--only-binary=:all:", "-r", str(LOCK)]
    process = subprocess.Popen(command, cwd=CHECKOUT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    assert process.stdout is not None
    print(f"Set-up 1 of 2: fetching {total} Python packages", flush=True)
    output, seen = [], 0
    for line in process.stdout:
        output.append(line)
        if line.startswith(("Collecting ", "Requirement already satisfied")):
            seen += 1
            count_on_terminal(f"  {min(seen, total)} of {total}")
        elif line.startswith("Installing collected packages"):
            count_on_terminal("")
            print("Set-up 1 of 2: installing them", flush=True)
    if process.wait():
        raise Trouble(explain("install the Python packages", "".join(output)))


def count_on_terminal(message: str) -> None:
    """One line that is written over; nothing where the output goes to a file."""
    if sys.stdout.isatty():
        print(f"\r\033[K{message}", end="", flush=True)


def set_up_frontend() -> None:
    if frontend.is_current(CHECKOUT):
        print("Set-up 2 of 2: front-end files are up to date.", flush=True)
        return
    print("Set-up 2 of 2: fetching the front-end files (GOV.UK components, fonts)", flush=True)
    frontend.fetch(CHECKOUT, PYTHON)


if __name__ == "__main__":
    sys.exit(main())
