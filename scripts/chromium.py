"""Finds the Chromium that the browser tests drive; where there is none and this is Debian's root, installs it.

Chromium's headless shell comes first: the whole browser draws a window of its own for each test, which nobody sees, and
takes three times the processor time for it.
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

from scripts import debian

HEADLESS = "chromium-headless-shell"
NAMES = (
    *(HEADLESS, "chrome-headless-shell"),
    *("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"),
)
OUTSIDE_THE_PATH = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
HOW_TO_GET_IT = "install Chromium (Debian: apt install chromium) or name one: CHROMIUM=/path/to/chromium make test"


def find() -> str | None:
    """The path of a Chromium or Chrome: the one that CHROMIUM names, else the first one found."""
    named = os.environ.get("CHROMIUM")
    if named:
        return shutil.which(named)
    on_path = (shutil.which(name) for name in NAMES)
    elsewhere = (path for path in OUTSIDE_THE_PATH if Path(path).exists())
    return next((path for path in (*on_path, *elsewhere) if path), None)


def main() -> int:
    for package in (HEADLESS, "chromium"):
        if find() is None:
            debian.install(package, says="Browser")
    print(f"Browser: {find() or 'none found, so the browser tests will not run'}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
