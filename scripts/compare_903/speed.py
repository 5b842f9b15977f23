"""Time and memory of both on one large return, in fresh processes; start-up (interpreter and imports) is left out."""

import json
import os
import platform
import subprocess
import sys
from operator import itemgetter
from pathlib import Path

from scripts.compare_903 import generator

CHECKOUT = Path(__file__).resolve().parents[2]
ROWS = 30_000
RUNS = 5
TIMES_FASTER = 20  # the product's own target


def compare(python: Path, work: Path) -> int:
    """Measure and print; 1 where we are not TIMES_FASTER times faster with less memory, with the same rules."""
    folder = work / "large"
    print(f"Writing a return of {ROWS:,} rows in OC3 and in Episodes ...", flush=True)
    generator.write_large_return(ROWS, folder)
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, best of {RUNS} fresh processes each\n")
    print("| tables | rules | ours | theirs | times faster | theirs without postcodes | memory: ours | theirs |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    two = _measured(python, "OC3, Episodes", folder / "two tables", None)
    more = _measured(python, "the same, Header; last year's OC3, Episodes", folder / "three tables", folder / "last")
    return 0 if two and more else 1


def _measured(python: Path, tables: str, folder: Path, last: Path | None) -> bool:
    job = {"year": 2026, "pack": 2026, "folder": str(folder), "last": str(last) if last else None, "deep": False}
    contender = [str(python), str(Path(__file__).with_name("contender.py"))]
    ours = _best([sys.executable, "-m", "scripts.compare_903.ours"], job)
    job["rules"] = ours["ran"]
    theirs = _best(contender, [job | {"postcodes": True}])
    bare = _best(contender, [job | {"postcodes": False}])
    ours_alone = set(ours["ran"]) - set(theirs["ran"])
    faster = theirs["seconds"] / ours["seconds"]
    cells = (
        tables,
        f"{len(ours['ran'])}, theirs the same{' but ' + ', '.join(sorted(ours_alone)) if ours_alone else ''}",
        f"{ours['seconds']:.2f} s",
        f"{theirs['seconds']:.2f} s",
        f"{faster:.0f}",
        f"{bare['seconds']:.2f} s ({bare['seconds'] / ours['seconds']:.0f} times)",
        f"{ours['megabytes']:.0f} MB",
        f"{theirs['megabytes']:.0f} MB",
    )
    print(f"| {' | '.join(cells)} |", flush=True)
    return set(theirs["ran"]) <= set(ours["ran"]) and faster >= TIMES_FASTER and ours["megabytes"] < theirs["megabytes"]


def _best(command: list[str], job: dict | list[dict]) -> dict:
    """The quickest of a few fresh processes: what other work on the machine takes is no part of either."""
    answers = []
    for _ in range(RUNS):
        done = subprocess.run(command, input=json.dumps(job), capture_output=True, text=True, check=True, cwd=CHECKOUT)
        answer = json.loads(done.stdout)
        answers.append(answer["results"][0] | {"megabytes": answer["megabytes"]})
    return min(answers, key=itemgetter("seconds"))
