"""The environment of tools that stand apart from the product's own: .run/tools, for `make mutants` and `make bench`.

Run as `python -m scripts.tools` to make it or bring it up to date.
"""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

from scripts.trouble import Trouble, run

CHECKOUT = Path(__file__).resolve().parent.parent
TOOLS = CHECKOUT / ".run" / "tools"
LOCK = CHECKOUT / "requirements" / "tools.txt"
STAMP = TOOLS / ".locked"


def install() -> None:
    """Make the environment; quick when nothing changed. Trouble, with a sentence, when it cannot be."""
    wanted = hashlib.sha256(LOCK.read_bytes()).hexdigest()
    if STAMP.exists() and STAMP.read_text() == wanted:
        return
    run([sys.executable, "-m", "venv", str(TOOLS)], cwd=CHECKOUT, doing="make the environment of the tools")
    install = [str(TOOLS / "bin" / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    install += ["--no-deps", "--require-hashes", "--only-binary=:all:", "-r", str(LOCK)]
    run(install, cwd=CHECKOUT, doing="install the tools")
    STAMP.write_text(wanted)


def main() -> int:
    try:
        install()
    except Trouble as trouble:
        print(f"\nStopped. {trouble}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
