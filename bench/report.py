"""What was measured, as a table for docs/performance.md and as JSON, with the targets judged plainly."""

from __future__ import annotations

import json
import os
import platform
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from bench.pages import OURS, PANDAS, RAW
from bench.rounds import Times
from bench.servers import CHECKOUT

Measured = Mapping[tuple[str, str, int], Times]
DOCUMENT = CHECKOUT / "docs" / "performance.md"
RESULTS = CHECKOUT / "bench" / "results"
BEGIN, END = "<!-- make bench writes from here -->", "<!-- to here -->"
MOST_MEMORY = 250  # MB for one process
GROWTH = 1.5
LIMITS = {  # milliseconds for p95 at every size
    "Today": 150,
    "Person": 120,
    "Caseload": 150,
    "Log contact, sent": 100,
    "Search, misspelt name": 150,
    "Search, two letters": 150,
    "Search, phone": 150,
    "Dashboard, a team, today": 150,
    "Dashboard, a team, a past day": 150,
}
FLAT = ("Today", "Person", "Caseload", "Log contact, the form", "Log contact, sent")
OF_AUTHORITY = ("Dashboard, the authority, today", "Dashboard, the authority, a past day")


@dataclass(frozen=True)
class Verdict:
    target: str
    found: str
    passed: bool


def verdicts(measured: Measured, sizes: Sequence[int], memory: Mapping[str, float]) -> Iterator[Verdict]:
    smallest, largest = min(sizes), max(sizes)
    for page, limit in LIMITS.items():
        for people in sizes:
            if found := measured.get((page, OURS, people)):
                yield Verdict(f"{page}, {people:,}: p95 at most {limit} ms", f"{found.p95:.0f} ms", found.p95 <= limit)
    for page in FLAT:
        few, many = measured.get((page, OURS, smallest)), measured.get((page, OURS, largest))
        if few and many and largest > smallest:
            for share, slower in (("p50", many.p50 / few.p50), ("p95", many.p95 / few.p95)):
                target = f"{page}: {share} at {largest:,} at most {GROWTH} times that at {smallest:,}"
                yield Verdict(target, f"{slower:.2f} times", slower <= GROWTH)
    for page in OF_AUTHORITY:
        if found := measured.get((page, OURS, 3000)):
            yield Verdict(f"{page}, 3,000: p95 at most 200 ms", f"{found.p95:.0f} ms", found.p95 <= 200)
        ours, floor = measured.get((page, OURS, 100_000)), measured.get((page, RAW, 100_000))
        if ours and floor:
            slower = ours.p50 / floor.p50
            yield Verdict(
                f"{page}, 100,000: p50 at most {GROWTH} times raw SQL", f"{slower:.2f} times", slower <= GROWTH
            )
    for process, held in memory.items():
        if process != PANDAS:
            yield Verdict(f"{process}: at most {MOST_MEMORY} MB", f"{held:.0f} MB", held <= MOST_MEMORY)


def table(measured: Measured, sizes: Sequence[int]) -> Iterator[str]:
    yield "| page | contender | " + " | ".join(f"{people:,}" for people in sizes) + " | times raw SQL | growth |"
    yield "| --- | --- |" + " ---: |" * (len(sizes) + 2)
    for page in dict.fromkeys(page for page, _, _ in measured):
        for contender in dict.fromkeys(each for other, each, _ in measured if other == page):
            found = [measured.get((page, contender, people)) for people in sizes]
            cells = [f"{each.p50:.1f} / {each.p95:.1f}" if each else "–" for each in found]
            ratios = [_ratio(each, measured.get((page, RAW, n))) for each, n in zip(found, sizes, strict=True)]
            compared = "" if contender == RAW else ", ".join(ratio for ratio in ratios if ratio)
            yield f"| {page} | {contender} | {' | '.join(cells)} | {compared} | {_ratio(found[-1], found[0])} |"


def _ratio(one: Times | None, other: Times | None) -> str:
    return f"{one.p50 / other.p50:.2g}" if one and other else ""


def write(
    measured: Measured,
    sizes: Sequence[int],
    memory: Mapping[str, float],
    about: Mapping[str, Any],
    remarks: Sequence[str],
) -> list[Verdict]:
    """Write both files and answer the verdicts."""
    judged = list(verdicts(measured, sizes, memory))
    parts = [
        *(f"- {name}: {value}" for name, value in about.items()),
        *(f"- {remark}" for remark in remarks),
        "",
        "Milliseconds, p50 / p95, by the number of young people. Ratios compare p50.",
        "",
        *table(measured, sizes),
        "",
        "| most memory held by | MB |",
        "| --- | ---: |",
        *(f"| {process} | {held:.0f} |" for process, held in memory.items()),
        "",
        *verdict_table(judged),
    ]
    replace_part(BEGIN, END, parts)
    RESULTS.mkdir(exist_ok=True)
    told = {
        "about": about,
        "remarks": remarks,
        "memory": memory,
        "seconds": [
            {"page": page, "contender": contender, "people": people, "seconds": list(times.seconds)}
            for (page, contender, people), times in measured.items()
        ],
        "verdicts": [each.__dict__ for each in judged],
    }
    name = f"{datetime.now().astimezone():%Y%m%d-%H%M%S}.json"
    (RESULTS / name).write_text(json.dumps(told, indent=1, default=str))
    return judged


def verdict_table(judged: Sequence[Verdict]) -> Iterator[str]:
    yield "| target | found | |"
    yield "| --- | ---: | --- |"
    for each in judged:
        yield f"| {each.target} | {each.found} | {'met' if each.passed else '**missed**'} |"


def replace_part(begin: str, end: str, lines: Sequence[str]) -> None:
    """Write what stands between two comments of the document anew."""
    before, _, rest = DOCUMENT.read_text().partition(begin)
    DOCUMENT.write_text("\n".join([before + begin, "", *lines, "", end]) + rest.partition(end)[2])


def machine() -> dict[str, Any]:
    """What the figures depend on, as far as the machine tells."""
    model = [line for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")]
    commit = subprocess.run(
        ["git", "describe", "--always", "--dirty"], cwd=CHECKOUT, capture_output=True, text=True
    ).stdout.strip()
    return {
        "Measured": f"{datetime.now().astimezone():%d %B %Y, %H:%M %Z}",
        "Machine": f"{os.cpu_count()} cores, {model[0].partition(': ')[2] if model else platform.machine()}",
        "Load average when it began": ", ".join(f"{each:.1f}" for each in os.getloadavg()),
        "Python": platform.python_version(),
        "Commit": commit or "not a git checkout",
    }
