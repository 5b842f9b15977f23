"""What was measured, as a table for docs/performance.md and as JSON, with the targets judged plainly."""

from __future__ import annotations

import json
import os
import platform
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from random import Random
from typing import Any

from bench.effort import Effort
from bench.letters import MANY, PROCESSES, Made
from bench.pages import CSV, OURS, PANDAS, RAW
from bench.rounds import Times
from bench.servers import CHECKOUT
from bench.together import AT_ONCE, SECONDS, Together

Measured = Mapping[tuple[str, str, int], Times]
DOCUMENT = CHECKOUT / "docs" / "performance.md"
RESULTS = CHECKOUT / "bench" / "results"
BEGIN, END = "<!-- make bench writes from here -->", "<!-- to here -->"
MOST_MEMORY = 250  # MB for one process
GROWTH = 1.5
PAGES_A_SECOND, TOGETHER = 25, 300  # of a mix; milliseconds for p95
RESAMPLED = 1000
LIMITS = {  # milliseconds for p95 at every size
    "Today": 150,
    "Person": 120,
    "Caseload": 150,
    "Log contact, sent": 100,
    "Draft, saved": 50,
    "Search, misspelt name": 150,
    "Search, two letters": 150,
    "Search, phone": 150,
    "Dashboard, a team, today": 150,
    "Dashboard, a team, a past day": 150,
}
FLAT = ("Today", "Person", "Caseload", "Log contact, the form", "Log contact, sent")
OF_AUTHORITY = ("Dashboard, the authority, today", "Dashboard, the authority, a past day")


@dataclass(frozen=True)
class Found:
    """Everything that one run found: `memory` in MB by process, `together` by size."""

    measured: Measured
    sizes: Sequence[int]
    memory: Mapping[str, float]
    together: Mapping[int, Together]
    effort: Mapping[str, Effort]
    made: Made


@dataclass(frozen=True)
class Verdict:
    target: str
    found: str
    passed: bool


def verdicts(found: Found) -> Iterator[Verdict]:
    yield from _of_pages(found.measured, found.sizes)
    for people, together in found.together.items():
        waited, a_second = together.times.p95, together.a_second
        asked = f"All pages at once, {people:,}"
        yield Verdict(f"{asked}: {PAGES_A_SECOND} pages a second", f"{a_second:.0f}", a_second >= PAGES_A_SECOND)
        yield Verdict(f"{asked}: p95 at most {TOGETHER} ms", f"{waited:.0f} ms", waited <= TOGETHER)
        yield Verdict(f"{asked}: no page fails", f"{together.failed} failed", not together.failed)
    if found.made.letters > MANY / 2:  # of fewer, starting the commands is most of it
        taken = found.made.for_a_thousand
        yield Verdict("1,000 letters planned, approved and made in 60 s", f"{taken:.0f} s", taken <= 60)
    for process, held in found.memory.items():
        if process != PANDAS:
            yield Verdict(f"{process}: at most {MOST_MEMORY} MB", f"{held:.0f} MB", held <= MOST_MEMORY)


def _of_pages(measured: Measured, sizes: Sequence[int]) -> Iterator[Verdict]:
    smallest, largest = min(sizes), max(sizes)
    for page, limit in LIMITS.items():
        for people in sizes:
            if found := measured.get((page, OURS, people)):
                yield Verdict(f"{page}, {people:,}: p95 at most {limit} ms", f"{found.p95:.0f} ms", found.p95 <= limit)
    for page in FLAT:
        few, many = measured.get((page, OURS, smallest)), measured.get((page, OURS, largest))
        if few and many and largest > smallest:
            for share in (0.5, 0.95):
                slower = many.quantile(share) / few.quantile(share)
                low, high = slower_between(few, many, share)
                target = f"{page}: p{share * 100:.0f} at {largest:,} at most {GROWTH} times that at {smallest:,}"
                yield Verdict(target, f"{slower:.2f} times ({low:.2f} to {high:.2f})", slower <= GROWTH)
    for page in OF_AUTHORITY:
        if found := measured.get((page, OURS, 3000)):
            yield Verdict(f"{page}, 3,000: p95 at most 200 ms", f"{found.p95:.0f} ms", found.p95 <= 200)
        ours, floor = measured.get((page, OURS, 100_000)), measured.get((page, RAW, 100_000))
        if ours and floor:
            slower = ours.p50 / floor.p50
            yield Verdict(
                f"{page}, 100,000: p50 at most {GROWTH} times raw SQL", f"{slower:.2f} times", slower <= GROWTH
            )
    if found := measured.get((CSV, OURS, 3000)):
        yield Verdict(f"{CSV}, 3,000: p95 at most 500 ms", f"{found.p95:.0f} ms", found.p95 <= 500)


def slower_between(few: Times, many: Times, share: float) -> tuple[float, float]:
    """Between which the ratio of two quantiles lies in 95 of 100 bootstrap samples."""
    rng = Random(1)

    def again(times: Times) -> float:
        return Times(rng.choices(times.seconds, k=len(times.seconds))).quantile(share)

    ratios = sorted(again(many) / again(few) for _ in range(RESAMPLED))
    return ratios[int(0.025 * RESAMPLED)], ratios[int(0.975 * RESAMPLED)]


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


def write(found: Found, about: Mapping[str, Any], remarks: Sequence[str]) -> list[Verdict]:
    """Write both files and answer the verdicts."""
    judged = list(verdicts(found))
    parts = [
        *(f"- {name}: {value}" for name, value in about.items()),
        *(f"- {remark}" for remark in remarks),
        "",
        "Milliseconds, p50 / p95, by the number of young people. Ratios compare p50.",
        "",
        *table(found.measured, found.sizes),
        "",
        *_together_table(found.together),
        "",
        "| to log a phone call | fields asked for | kilobytes of the page |",
        "| --- | ---: | ---: |",
        *(f"| {contender} | {each.fields} | {each.kilobytes:.0f} |" for contender, each in found.effort.items()),
        "",
        f"{found.made.letters:,} letters planned, approved and made by {PROCESSES} processes in "
        f"{found.made.seconds:.0f} seconds, with {found.sizes[-1]:,} people.",
        "",
        "| most memory held by | MB |",
        "| --- | ---: |",
        *(f"| {process} | {held:.0f} |" for process, held in found.memory.items()),
        "",
        *verdict_table(judged),
    ]
    replace_part(BEGIN, END, parts)
    RESULTS.mkdir(exist_ok=True)
    told = {
        "about": about,
        "remarks": remarks,
        "memory": found.memory,
        "together": {people: asdict(each) for people, each in found.together.items()},
        "effort": {contender: asdict(each) for contender, each in found.effort.items()},
        "letters": asdict(found.made),
        "seconds": [
            {"page": page, "contender": contender, "people": people, "seconds": list(times.seconds)}
            for (page, contender, people), times in found.measured.items()
        ],
        "verdicts": [each.__dict__ for each in judged],
    }
    name = f"{datetime.now().astimezone():%Y%m%d-%H%M%S}.json"
    (RESULTS / name).write_text(json.dumps(told, indent=1, default=str))
    return judged


def _together_table(together: Mapping[int, Together]) -> Iterator[str]:
    yield f"| {AT_ONCE} browsers for {SECONDS} s, people | pages a second | p50 / p95, ms | failed |"
    yield "| ---: | ---: | ---: | ---: |"
    for people, each in together.items():
        yield f"| {people:,} | {each.a_second:.0f} | {each.times.p50:.0f} / {each.times.p95:.0f} | {each.failed} |"


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
