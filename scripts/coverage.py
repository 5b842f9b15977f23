"""Whether the suite covers what it must: `make coverage`. Reads the JSON report of coverage.py.

Of the product 95 of 100 lines and 95 of 100 branches, of the rules (the folders `rules/`) every one.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

PRODUCT = Fraction(95, 100)
KINDS = {"lines": ("covered_lines", "num_statements"), "branches": ("covered_branches", "num_branches")}


def shortfalls(report: Mapping[str, Any]) -> list[str]:
    """A sentence for each share that is too small; nothing when all is covered as it must be."""
    files = {path: each["summary"] for path, each in report["files"].items()}
    rules = {path: each for path, each in files.items() if "rules" in Path(path).parts}
    found = []
    for kind in KINDS:
        if share(files, kind) < PRODUCT:
            found.append(
                f"{percent(share(files, kind))} of the product's {kind} are covered: {percent(PRODUCT)} must be."
            )
        found += [
            f"{path}: {percent(share({path: each}, kind))} of its {kind} are covered: all of a rule's must be."
            for path, each in rules.items()
            if share({path: each}, kind) < 1
        ]
    if not rules:
        found.append("No file of a folder rules/ was measured.")
    return found


def share(files: Mapping[str, Mapping[str, int]], kind: str) -> Fraction:
    """Covered of all, from 0 to 1; 1 where there is nothing to cover."""
    covered, all_of_them = (sum(each[key] for each in files.values()) for key in KINDS[kind])
    return Fraction(covered, all_of_them) if all_of_them else Fraction(1)


def percent(part: Fraction) -> str:
    """Rounded down, so that 100 % is said of all alone."""
    return f"{int(part * 1000) / 10} %"


def main(arguments: list[str]) -> int:
    report = json.loads(Path(arguments[0]).read_text())
    files = {path: each["summary"] for path, each in report["files"].items()}
    for kind in KINDS:
        print(f"Coverage of {kind}: {percent(share(files, kind))} of the product")
    found = shortfalls(report)
    for sentence in found:
        print(sentence, file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
