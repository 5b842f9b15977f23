"""`make bench-rules`: how long legal status and clocks take by the JSON-lines commands, and whether memory stays flat.

Invented people (those of the demo council) are written as JSON lines in two files; `manage.py law --timeline` and
`manage.py clocks` then read them, two processes at a time.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from bench import report
from bench.servers import CHECKOUT
from careleavers.demo.lives import GROWN, YOUNG, Life, life

SIZES = (10_000, 100_000)
PROCESSES = 2
DAY = date(2026, 11, 23)
COMMANDS = {"law": ("law", "--timeline"), "clocks": ("clocks",)}
WITHIN, MOST_GROWTH = 60.0, 1.1  # seconds for both commands at the largest size; memory beside that at the smallest
BEGIN, END = "<!-- make bench-rules writes from here -->", "<!-- to here, rules -->"


@dataclass(frozen=True)
class Run:
    """How long a command took for so many people and how much of its processor's time, in seconds, at most a process.

    The most memory one process held is in MB. Where other work runs beside, the processor's time tells more.
    """

    command: str
    people: int
    seconds: float
    of_processor: float
    megabytes: float


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sizes", type=int, nargs="*", default=SIZES, help="numbers of young people")
    parser.add_argument("--remark", default="", help="a sentence for the report")
    options = parser.parse_args()
    about = report.machine()
    runs = [run for people in sorted(options.sizes) for run in measure(people)]
    judged = list(verdicts(runs))
    lines = [
        *(f"- {name}: {value}" for name, value in about.items()),
        *([f"- {options.remark}"] if options.remark else []),
        "",
        "| command | people | seconds | of the processor | most memory of a process, MB |",
        "| --- | ---: | ---: | ---: | ---: |",
        *(
            f"| {each.command} | {each.people:,} | {each.seconds:.1f} | {each.of_processor:.1f} "
            f"| {each.megabytes:.0f} |"
            for each in runs
        ),
        "",
        *report.verdict_table(judged),
    ]
    report.replace_part(BEGIN, END, lines)
    print("\n".join(lines))
    return 0


def verdicts(runs: Sequence[Run]) -> Iterator[report.Verdict]:
    smallest, largest = min(each.people for each in runs), max(each.people for each in runs)
    taken = sum(each.seconds for each in runs if each.people == largest)
    busy = sum(each.of_processor for each in runs if each.people == largest)
    yield report.Verdict(f"timelines and clocks of {largest:,} in {WITHIN:.0f} s", f"{taken:.1f} s", taken <= WITHIN)
    yield report.Verdict("the same, time of each processor", f"{busy:.1f} s", busy <= WITHIN)
    for command in COMMANDS:
        held = {each.people: each.megabytes for each in runs if each.command == command}
        growth = held[largest] / held[smallest]
        yield report.Verdict(f"{command}: memory does not grow", f"{growth:.2f} times", growth <= MOST_GROWTH)


def measure(people: int) -> Iterator[Run]:
    with tempfile.TemporaryDirectory(prefix="careleavers-rules-") as folder:
        for command, line in (("law", law_line), ("clocks", clocks_line)):
            files = [Path(folder) / f"{command}-{part}.jsonl" for part in range(PROCESSES)]
            for part, path in enumerate(files):
                with path.open("w") as output:
                    for number in range(part, people, PROCESSES):
                        output.write(json.dumps(line(someone(number)), default=str) + "\n")
            yield run(command, people, files)


def run(command: str, people: int, files: Sequence[Path]) -> Run:
    """All files at once. CalledProcessError when a line could not be answered."""
    began = time.monotonic()
    processes = [
        subprocess.Popen(
            [sys.executable, "manage.py", *COMMANDS[command], str(path)], cwd=CHECKOUT, stdout=subprocess.DEVNULL
        )
        for path in files
    ]
    held, busy = 0, 0.0
    for process in processes:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        held = max(held, usage.ru_maxrss)
        busy = max(busy, usage.ru_utime + usage.ru_stime)
        if process.returncode:
            raise subprocess.CalledProcessError(process.returncode, process.args)
    return Run(command, people, time.monotonic() - began, busy, held / 1024)


def someone(number: int) -> Life:
    return life(1, number, DAY, ages=YOUNG if number % 7 == 6 else GROWN, teams=3, advisers=4, contacts=24)


def law_line(one: Life) -> dict[str, Any]:
    facts: dict[str, list[dict[str, Any]]] = {}
    for row in one.facts:
        facts.setdefault(row["kind"], []).append(_period(row))
    return {
        "id": one.number,
        "date_of_birth": one.date_of_birth,
        "on": DAY,
        "episodes": [
            {
                "start": row["starts_on"],
                "end": row["ends_on"],
                "legal_status": row["legal_status"],
                "placement": row["placement"],
                "reason_ended": row["reason_ended"] or None,
            }
            for row in one.episodes
        ],
        "facts": facts,
    }


def clocks_line(one: Life) -> dict[str, Any]:
    return law_line(one) | {
        "homes": [
            _period(row)
            | {
                "kind": row["kind"],
                "provided_by_authority": row["provided_by_authority"],
                "suitable": row["is_suitable"],
            }
            for row in one.homes
        ],
        "contacts": [
            {
                "on": row["happened_on"],
                "with_young_person": row["result"] == "spoke",
                "visit": row["method"] == "face_to_face",
                "at_home": row["saw_home"],
            }
            for row in one.contacts
        ],
        "plans": [{"authorised_on": one.opened_on}],
    }


def _period(row: Mapping[str, Any]) -> dict[str, Any]:
    return {"from": row["starts_on"], "to": row["ends_on"]}


if __name__ == "__main__":
    sys.exit(main())
