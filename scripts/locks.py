"""Installs a hashed lock into an environment: exactly the packages that it names, and nothing that they ask for.

A lock is complete, so nothing is resolved: a release that comes out later cannot break it. uv does it where it can be
had, as it takes seconds where pip takes a minute; pip does it otherwise. Only the standard library: this runs before
anything is installed.
"""

from __future__ import annotations

import ast
import hashlib
import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path

from scripts.trouble import Trouble, explain, run

CHECKOUT = Path(__file__).resolve().parent.parent
REQUIREMENTS = CHECKOUT / "requirements"
UV_LOCK = REQUIREMENTS / "uv.txt"
UV_ENVIRONMENT = CHECKOUT / ".run" / "uv"
STAMP = ".locked"
EXACTLY = ("--require-hashes", "--only-binary=:all:")
fetching_uv = threading.Lock()  # packages and front-end files are fetched side by side


def ensure(environment: Path, lock: Path, pip: Path) -> None:
    """Make the environment, or bring it up to date. `pip` is a Python that has pip; the environment gets none."""
    if is_installed(environment, lock):
        return
    if not interpreter(environment).exists():
        make_environment(environment, with_pip=False)
    install(environment, lock, pip)


def make_environment(environment: Path, *, with_pip: bool) -> None:
    shutil.rmtree(environment, ignore_errors=True)
    options = [] if with_pip else ["--without-pip"]
    run([sys.executable, "-m", "venv", *options, str(environment)], cwd=CHECKOUT, doing=f"make {environment.name}")


def install(environment: Path, lock: Path, pip: Path) -> None:
    """Whatever the environment holds already. Trouble, with a sentence, when it cannot be done."""
    (environment / STAMP).unlink(missing_ok=True)
    if not install_by_uv(environment, lock, pip):
        install_by_pip(environment, lock, pip)
    (environment / STAMP).write_text(fingerprint(lock))


def is_installed(environment: Path, lock: Path) -> bool:
    return installed(environment) == fingerprint(lock) and interpreter(environment).exists()


def installed(environment: Path) -> str:
    """The fingerprint of the lock that was installed last, or nothing."""
    stamp = environment / STAMP
    return stamp.read_text() if stamp.exists() else ""


def fingerprint(lock: Path) -> str:
    return f"{lock.name} {hashlib.sha256(lock.read_bytes()).hexdigest()}"


def interpreter(environment: Path) -> Path:
    return environment / "bin" / "python"


def ensure_uv(pip: Path) -> Path | None:
    """The program, fetched by pip with its hash; None where pip cannot get it."""
    with fetching_uv:
        if not is_installed(UV_ENVIRONMENT, UV_LOCK):
            try:
                make_environment(UV_ENVIRONMENT, with_pip=False)
                install_by_pip(UV_ENVIRONMENT, UV_LOCK, pip, "--retries=1")
            except Trouble:
                return None
            (UV_ENVIRONMENT / STAMP).write_text(fingerprint(UV_LOCK))
    return UV_ENVIRONMENT / "bin" / "uv"


def install_by_uv(environment: Path, lock: Path, pip: Path) -> bool:
    """Also removes what the lock no longer names. Whatever goes wrong, pip gets its turn and says what it is."""
    uv = ensure_uv(pip)
    if uv is None:
        return False
    target = ["--python", str(interpreter(environment))]
    settings = {**os.environ, **uv_settings(pip_settings(pip), os.environ)}
    for command in (["sync", *EXACTLY, *target, str(lock)], ["check", *target]):
        done = subprocess.run([str(uv), "pip", *command], cwd=CHECKOUT, capture_output=True, text=True, env=settings)
        if done.returncode:
            reason = " ".join(done.stderr.split())[-200:]
            print(f"  uv could not do it, so pip does, which takes longer. uv said: {reason}", flush=True)
            return False
    return True


def pip_settings(pip: Path) -> dict[str, str]:
    """pip's options for installing, from its files and PIP_* variables: `index-url`, `cert` and so on."""
    command = [str(pip), "-m", "pip", "config", "list"]
    listed = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True).stdout
    values = {name: str(ast.literal_eval(value)) for name, value in re.findall(r"^(\S+?)=(.+)$", listed, re.MULTILINE)}
    settings: dict[str, str] = {}
    for prefix in (
        "global.",
        "install.",
        ":env:.",
    ):  # a later one goes before an earlier one; pip passes over empty ones
        settings |= {
            name.removeprefix(prefix): value for name, value in values.items() if value and name.startswith(prefix)
        }
    return settings


def uv_settings(pip: Mapping[str, str], environment: Mapping[str, str]) -> dict[str, str]:
    """uv reads none of pip's settings: the same mirror and certificates, in uv's variables. uv's own go first."""
    certificates = pip.get("cert") or environment.get("REQUESTS_CA_BUNDLE")
    translated = {
        "UV_DEFAULT_INDEX": pip.get("index-url"),
        "UV_INDEX": " ".join(pip.get("extra-index-url", "").split()),
        # As pip: every index may have the file. The hashes say which file it has to be.
        "UV_INDEX_STRATEGY": "unsafe-best-match",
        "UV_FIND_LINKS": ",".join(pip.get("find-links", "").split()),
        "UV_NO_INDEX": pip.get("no-index"),
        "UV_INSECURE_HOST": " ".join(pip.get("trusted-host", "").split()),
        "UV_SYSTEM_CERTS": "true",
        "SSL_CERT_FILE": certificates,
        "ALL_PROXY": pip.get("proxy"),
        # Python compiles modules when it first reads them, unless it is told not to: each start would be slow for ever.
        "UV_COMPILE_BYTECODE": "true" if environment.get("PYTHONDONTWRITEBYTECODE") else None,
    }
    return {name: value for name, value in translated.items() if value and name not in environment}


def install_by_pip(environment: Path, lock: Path, pip: Path, *options: str) -> None:
    """Only wheels, and only files whose hashes the lock names; then a check that nothing is missing."""
    common = [str(pip), "-m", "pip", "--python", str(interpreter(environment)), "--disable-pip-version-check"]
    command = [*common, "install", "--no-input", "--progress-bar=off", *options, "--no-deps", *EXACTLY, "-r", str(lock)]
    output, seen, total = "", 0, count(lock)
    everything = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    with subprocess.Popen(command, cwd=CHECKOUT, text=True, **everything) as process:  # type: ignore[call-overload]
        for line in process.stdout:
            output += line
            if line.startswith(("Collecting ", "Requirement already satisfied")):
                seen += 1
                count_on_terminal(f"  {min(seen, total)} of {total}")
    count_on_terminal("")
    if process.returncode:
        raise Trouble(explain(f"install the packages of requirements/{lock.name}", output))
    run([*common, "check"], cwd=CHECKOUT, doing=f"install all that requirements/{lock.name} needs")


def count(lock: Path) -> int:
    """How many packages it names."""
    return sum(1 for line in lock.read_text().splitlines() if line[:1].isalnum())


def count_on_terminal(message: str) -> None:
    """One line that is written over; nothing where the output goes to a file."""
    if sys.stdout.isatty():
        print(f"\r\033[K{message}", end="", flush=True)
