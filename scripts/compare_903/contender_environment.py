"""The contender's own environment, made once under .run and brought up to date when its lock changes."""

import sys
from pathlib import Path

from scripts import locks
from scripts.trouble import Trouble

OLD_ENOUGH = (3, 11)  # its numpy 1.24 has no wheel for later Pythons


def python(checkout: Path, work: Path) -> Path:
    """The interpreter of the environment, set up if it has to be. SystemExit with a sentence where it cannot be."""
    lock = checkout / "requirements" / "compare903.txt"
    environment = work / "venv"
    if locks.is_installed(environment, lock):
        return locks.interpreter(environment)
    if sys.version_info[:2] != OLD_ENOUGH:
        raise SystemExit("csc-validator-be-903 needs Python 3.11: make PYTHON=/path/to/python3.11 setup compare-903.")
    print("Setting up csc-validator-be-903 in .run/compare903/venv ...", flush=True)
    try:
        locks.ensure(environment, lock, pip=Path(sys.executable))
    except Trouble as trouble:
        raise SystemExit(str(trouble)) from trouble
    return locks.interpreter(environment)
