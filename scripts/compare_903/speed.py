"""Time and memory of both on one large return, in fresh processes; start-up (interpreter and imports) is left out."""

import json
import os
import platform
import statistics
import subprocess
import sys
from pathlib import Path

from scripts.compare_903 import generator

CHECKOUT = Path(__file__).resolve().parents[2]
ROWS = 30_000
RUNS = 3
TIMES_FASTER = 20  # the product's own target


def compare(python: Path, work: Path) -> int:
    """Measure and print; 1 where we are not TIMES_FASTER times faster with less memory, with the same rules."""
    folder = work / "large"
    print(f"Writing a return of {ROWS:,} rows in OC3 and in Episodes ...", flush=True)
    generator.write_large_return(ROWS, folder)
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, median of {RUNS} fresh processes each\n")
    print(
        "| tables | rules | ours | csc-validator-be-903 | times faster | without its postcodes | memory, ours | theirs |"
    )
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    two = _measured(python, "OC3, Episodes", folder / "two tables", None)
    three = _measured(
        python, "OC3, Episodes, Header; last year's OC3, Episodes", folder / "three tables", folder / "last"
    )
    return 0 if two and three else 1


def _measured(python: Path, tables: str, folder: Path, last: Path | None) -> bool:
    job = {"year": 2026, "pack": 2026, "folder": str(folder), "last": str(last) if last else None, "deep": False}
    ours = _runs([sys.executable, "-m", "scripts.compare_903.ours"], job)
    contender = [str(python), str(Path(__file__).with_name("contender.py"))]
    job["rules"] = ours["ran"]
    theirs = _runs(contender, [job | {"postcodes": True}])
    bare = _runs(contender, [job | {"postcodes": False}])
    same_rules = sorted(ours["ran"]) == sorted(theirs["ran"])
    faster = theirs["seconds"] / ours["seconds"]
    print(
        f"| {tables} | {len(ours['ran'])}{'' if same_rules else ' (NOT THE SAME)'} | {ours['seconds']:.2f} s "
        f"| {theirs['seconds']:.2f} s | {faster:.0f} | {bare['seconds']:.2f} s ({bare['seconds'] / ours['seconds']:.0f}) "
        f"| {ours['megabytes']:.0f} MB | {theirs['megabytes']:.0f} MB |",
        flush=True,
    )
    return same_rules and faster >= TIMES_FASTER and ours["megabytes"] < theirs["megabytes"]


def _runs(command: list[str], job: dict | list[dict]) -> dict:
    """Medians of a few fresh processes, and the rules that ran."""
    answers = []
    for _ in range(RUNS):
        done = subprocess.run(command, input=json.dumps(job), capture_output=True, text=True, check=True, cwd=CHECKOUT)
        answers.append(json.loads(done.stdout))
    return {
        "seconds": statistics.median(answer["results"][0]["seconds"] for answer in answers),
        "megabytes": statistics.median(answer["megabytes"] for answer in answers),
        "ran": answers[0]["results"][0]["ran"],
    }
