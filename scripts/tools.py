"""The environment of tools apart from the product's own: .run/tools, for `make rule-mutants` and `make bench`.

Run as `python -m scripts.tools` to make it or bring it up to date.
"""

from __future__ import annotations

import sys
from pathlib import Path

from scripts import locks
from scripts.trouble import exit_code

CHECKOUT = locks.CHECKOUT
TOOLS = CHECKOUT / ".run" / "tools"


def install() -> None:
    """Quick when nothing changed. Trouble, with a sentence, when it cannot be."""
    locks.ensure(TOOLS, locks.REQUIREMENTS / "tools.txt", pip=Path(sys.executable))


if __name__ == "__main__":
    sys.exit(exit_code(install))
