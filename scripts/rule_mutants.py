"""Changes the pure rules in one place at a time and counts how many changes a test notices.

Run as `make rule-mutants`; some hours on two cores. mutmut stands in an environment of its own, .run/tools, and what it
did in mutants/ (look with `.run/tools/bin/mutmut browse`). Exit status 1 where fewer than 90 of 100 are noticed.
"""

from __future__ import annotations

import json
import subprocess
import sys

from scripts.tools import CHECKOUT, TOOLS, install
from scripts.trouble import Trouble, run

MUTMUT = TOOLS / "bin" / "mutmut"
STATS = CHECKOUT / "mutants" / "mutmut-cicd-stats.json"
NOTICED_AT_LEAST = 0.9


def main() -> int:
    try:
        install()
        subprocess.run([str(MUTMUT), "run", "--max-children", "2"], cwd=CHECKOUT, check=False)
        run([str(MUTMUT), "export-cicd-stats"], cwd=CHECKOUT, doing="count the mutants")
    except Trouble as trouble:
        print(f"\nStopped. {trouble}", file=sys.stderr)
        return 1
    return judge(json.loads(STATS.read_text()))


def judge(stats: dict[str, int]) -> int:
    """A mutant that hangs or crashes was noticed; one that no test ran was not."""
    noticed = stats["killed"] + stats["timeout"] + stats["segfault"]
    checked = noticed + stats["survived"] + stats["no_tests"] + stats["suspicious"]
    if not checked:
        print("No mutant was checked: see what mutmut said above.", file=sys.stderr)
        return 1
    print(f"{noticed} of {checked} mutants were noticed ({100 * noticed / checked:.1f}%).")
    return int(noticed < NOTICED_AT_LEAST * checked)


if __name__ == "__main__":
    sys.exit(main())
