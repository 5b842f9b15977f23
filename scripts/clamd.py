"""Finds ClamAV's daemon, which tests ask about files; where there is none and this is Debian's root, installs it."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

from scripts import debian

OUTSIDE_THE_PATH = ("/usr/sbin/clamd", "/usr/local/sbin/clamd", "/opt/homebrew/sbin/clamd")
HOW_TO_GET_IT = "install clamd (Debian: apt install clamav-daemon) or name one: CLAMD=/path/to/clamd make test"


def find() -> str | None:
    """The path of clamd: the one that CLAMD names, else the first one found."""
    if named := os.environ.get("CLAMD"):
        return shutil.which(named)
    return shutil.which("clamd") or next((path for path in OUTSIDE_THE_PATH if Path(path).exists()), None)


def main() -> int:
    if find() is None:
        debian.install("clamav-daemon", says="Virus scanner")
    print(f"Virus scanner: {find() or 'none found, so the tests that ask one will not run'}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
