"""The contender's own environment, made once under .run and made again when its lock changes."""

import hashlib
import subprocess
import sys
import venv
from pathlib import Path

OLD_ENOUGH = (3, 11)  # its numpy 1.24 has no wheel for later Pythons


def python(checkout: Path, work: Path) -> Path:
    """The interpreter of the environment, set up if it has to be. SystemExit with a sentence where it cannot be."""
    lock = checkout / "requirements" / "compare903.txt"
    environment = work / "venv"
    stamp = environment / "locked"
    wanted = hashlib.sha256(lock.read_bytes()).hexdigest()
    interpreter = environment / "bin" / "python"
    if stamp.exists() and stamp.read_text() == wanted:
        return interpreter
    if sys.version_info[:2] != OLD_ENOUGH:
        raise SystemExit("csc-validator-be-903 needs Python 3.11: make PYTHON=/path/to/python3.11 setup compare-903.")
    print("Setting up csc-validator-be-903 in .run/compare903/venv ...", flush=True)
    venv.create(environment, clear=True, with_pip=True)
    install = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"]
    install += ["--require-hashes", "-r", str(lock)]
    subprocess.run([str(interpreter), *install], check=True)
    stamp.write_text(wanted)
    return interpreter
