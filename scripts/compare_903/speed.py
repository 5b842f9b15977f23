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
RUNS = 3
TIMES_FASTER = 20  # the product's own target


def compare(python: Path, work: Path) -> int:
    """Measure and print; 1 where on OC3 and Episodes, for which the target is set, we do not reach it."""
    folder = work / "large"
    print(f"Writing a return of {ROWS:,} rows in OC3 and in Episodes ...", flush=True)
    generator.write_large_return(ROWS, folder)
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, best of {RUNS} fresh processes each\n")
    print("| | rules that ran | seconds | of processor | times ours | peak memory |")
    print("| --- | --- | --- | --- | --- | --- |")
    reached = _measured(python, "OC3, Episodes", folder / "two tables", None)
    _measured(python, "and Header, last year's two", folder / "three tables", folder / "last")
    return 0 if reached else 1


def _measured(python: Path, tables: str, folder: Path, last: Path | None) -> bool:
    """Print one line for each side; whether we are TIMES_FASTER times faster with less memory and no rule fewer."""
    job = {"year": 2026, "pack": 2026, "folder": str(folder), "last": str(last) if last else None, "deep": False}
    own = [sys.executable, "-m", "scripts.compare_903.ours"]
    contender = [str(python), str(Path(__file__).with_name("contender.py"))]
    rules = _run(own, job)["ran"]
    asked: dict[str, tuple[list[str], dict | list[dict]]] = {
        "ours": (own, job),
        "theirs": (contender, [job | {"rules": rules, "postcodes": True}]),
        "theirs without postcodes": (contender, [job | {"rules": rules, "postcodes": False}]),
    }
    runs: dict[str, list[dict]] = {name: [] for name in asked}
    for _ in range(RUNS):  # by turns: other work on the machine then slows both
        for name, (command, given) in asked.items():
            runs[name].append(_run(command, given))
    best = {name: min(answers, key=itemgetter("processor")) for name, answers in runs.items()}
    for name, answer in best.items():
        print(
            f"| {tables}: {name} | {len(answer['ran'])} | {answer['seconds']:.2f} | {answer['processor']:.2f} "
            f"| {answer['processor'] / best['ours']['processor']:.1f} | {answer['megabytes']:.0f} MB |",
            flush=True,
        )
    ours, theirs = best["ours"], best["theirs"]
    faster = theirs["processor"] / ours["processor"]
    return set(theirs["ran"]) <= set(ours["ran"]) and faster >= TIMES_FASTER and ours["megabytes"] < theirs["megabytes"]


def _run(command: list[str], job: dict | list[dict]) -> dict:
    """What one fresh process took."""
    done = subprocess.run(command, input=json.dumps(job), capture_output=True, text=True, check=True, cwd=CHECKOUT)
    answer = json.loads(done.stdout)
    found: dict = answer["results"][0] | {"megabytes": answer["megabytes"]}
    return found
