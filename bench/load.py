"""A hundred personal advisers' day at once, through gunicorn with production settings.

    make load                                  # 3,000 young people, ten minutes
    make load PEOPLE=100000 SECONDS=60
    make load PEOPLE=100000 OPTIONS=--standing # with the council of an earlier run, whatever day and code it is of

Each of them opens a page, reads it for a few seconds and opens the next: Today, the caseload, somebody's record, its
timeline, a search, and the form of a contact, which they type (it is saved as a draft meanwhile) and send. Together
they ask for 26 pages a second. Prints how long each page took, and whether what docs/performance.md promises was kept:
ends with 1 where it was not.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import statistics
import subprocess
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from math import inf
from uuid import uuid4

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "careleavers.settings")

from bench import councils, servers, web

PASSWORD = "demo council 2026"  # of the invented council
ADVISERS, PAUSE = 100, 3.8  # seconds between two pages of one adviser: 26 pages a second together
PORT = 8497
PROMISED_A_SECOND, PROMISED_P95 = 25.0, 300.0  # pages; milliseconds
FLAT = 1.1  # times the memory after the first third, once every page has been loaded in every process
SAMPLES = 30  # of the memory, in the whole time
WORDS = ("am", "jones", "kha", "sm", "L12", "07700")
CASES = """
    SELECT u.email, array_agg(a.person_id::text)
    FROM careleavers_allocation a JOIN careleavers_user u ON u.id = worker_id
    WHERE a.role = 'case_holder' AND a.ends_on IS NULL AND NOT a.is_planned AND u.is_active
    GROUP BY u.email ORDER BY u.email LIMIT %s
"""


@dataclass
class Day:
    """What was measured, in milliseconds by page."""

    until: float
    taken: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    failed: list[str] = field(default_factory=list)
    memory: list[int] = field(default_factory=list)  # MB of the web processes, from the beginning to the end

    def timed(self, page: str, ask: Callable[[], str]) -> str:
        began = time.perf_counter()
        try:
            return ask()
        except (web.Failed, OSError) as wrong:
            self.failed.append(f"{page}: {wrong}")
            return ""
        finally:
            self.taken[page].append((time.perf_counter() - began) * 1000)


@dataclass
class Adviser:
    day: Day
    browser: web.Browser
    people: list[str]
    chance: random.Random

    def work(self) -> None:
        time.sleep(self.chance.uniform(0, PAUSE))  # nobody begins at the same moment
        while time.monotonic() < self.day.until:
            for page, ask in self.pages():
                if time.monotonic() >= self.day.until:
                    return
                self.day.timed(page, ask)
                time.sleep(self.chance.uniform(0.5, 1.5) * PAUSE)

    def pages(self) -> Iterator[tuple[str, Callable[[], str]]]:
        person = self.chance.choice(self.people)
        yield "Today", lambda: self.browser.get("/")
        yield "Caseload", lambda: self.browser.get("/people/")
        yield "Person", lambda: self.browser.get(f"/people/{person}/")
        yield "Timeline", lambda: self.browser.get(f"/people/{person}/timeline/")
        yield "Search", lambda: self.browser.get(f"/people/search/?q={self.chance.choice(WORDS)}")
        yield from self.contact(person)

    def contact(self, person: str) -> Iterator[tuple[str, Callable[[], str]]]:
        submission = uuid4()
        path = f"/people/{person}/contacts/new/{submission}/"
        form: dict[str, str] = {}
        draft = {"person": person, "kind": "contact", "page": path, "revision": 0}
        draft["data"] = {"method": ["phone"], "note": ["Rang."]}
        answers = {"method": "phone", "result": "spoke", "happened_on": date.today().isoformat(), "note": "Rang."}  # noqa: DTZ011

        def opened() -> str:
            page = self.browser.get(path)
            form["csrfmiddlewaretoken"] = web.token_in(page)
            return page

        def typed() -> str:
            answer = self.browser.put(f"/drafts/{submission}/", draft, form.get("csrfmiddlewaretoken", ""))
            form["draft_revision"] = str(json.loads(answer)["revision"])
            return answer

        yield "Log contact, the form", opened
        yield "Log contact, typed", typed
        yield "Log contact, sent", lambda: self.browser.post(path, form | answers)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=3000)
    parser.add_argument("--seconds", type=int, default=600)
    parser.add_argument("--standing", action="store_true", help="use the council of an earlier run as it is")
    options = parser.parse_args()
    with servers.running(forget=False) as where:
        council = councils.load(where, options.people, 0, date.today(), standing=options.standing)  # noqa: DTZ011
        with servers.connect(where, council.database).cursor() as cursor:
            cursor.execute(CASES, [ADVISERS])
            cases = cursor.fetchall()
        web.collect_static(where, council)
        with web.serving(where, council, "careleavers.settings", PORT) as gunicorn:
            day = spend(signed_in(cases), options.seconds, gunicorn.pid)
    print_pages(day, options.people, options.seconds)
    promises = kept(day, options.seconds)
    for promise, is_kept in promises.items():
        print(f"{'kept' if is_kept else 'NOT KEPT':9} {promise}")
    for each in day.failed[:5]:
        print(each)
    sys.exit(not all(promises.values()))


def signed_in(cases: list[tuple[str, list[str]]]) -> list[tuple[web.Browser, list[str]]]:
    found = []
    for email, people in cases:
        browser = web.Browser(PORT)
        browser.sign_in(email, PASSWORD)
        found.append((browser, people))
    return found


def spend(advisers: list[tuple[web.Browser, list[str]]], seconds: int, server: int) -> Day:
    """All of them at once, while the memory of the web server and its processes is read now and then."""
    day = Day(until=time.monotonic() + seconds)
    threads = []
    for number, (browser, people) in enumerate(advisers):
        adviser = Adviser(day, browser, people, random.Random(number))
        threads.append(threading.Thread(target=adviser.work))
        threads[-1].start()
    while time.monotonic() < day.until:
        day.memory.append(memory(server))
        time.sleep(seconds / SAMPLES)
    for each in threads:
        each.join()
    day.memory.append(memory(server))
    return day


def memory(pid: int) -> int:
    """Megabytes of a process and its children, shared pages counted once."""
    children = subprocess.run(["pgrep", "-P", str(pid)], capture_output=True, text=True).stdout.split()
    kilobytes = 0
    for each in [str(pid), *children]:
        with open(f"/proc/{each}/smaps_rollup") as file:
            kilobytes += sum(int(line.split()[1]) for line in file if line.startswith("Pss:"))
    return kilobytes // 1024


def print_pages(day: Day, people: int, seconds: int) -> None:
    load = f"load {os.getloadavg()[1]:.1f} on {os.cpu_count()} cores"
    print(f"\n{people:,} young people, {ADVISERS} advisers, {seconds} s, {load}\n")
    print("| page | asked | p50 ms | p95 ms | p99 ms |\n| --- | --- | --- | --- | --- |")
    for page, taken in [*day.taken.items(), ("all", everything(day))]:
        cuts = percentiles(taken)
        print(f"| {page} | {len(taken)} | {cuts[49]:.0f} | {cuts[94]:.0f} | {cuts[98]:.0f} |")
    print()


def everything(day: Day) -> list[float]:
    return [each for taken in day.taken.values() for each in taken]


def percentiles(taken: list[float]) -> list[float]:
    """The 1st to the 99th; without end where nothing was asked."""
    return statistics.quantiles(taken, n=100) if len(taken) > 1 else (taken or [inf]) * 99


def kept(day: Day, seconds: int) -> dict[str, bool]:
    """What is promised of the day, in words with its figures, and whether it was so."""
    rate = len(everything(day)) / seconds
    p95 = percentiles(everything(day))[94]
    settled, last = day.memory[len(day.memory) // 3], day.memory[-1]
    return {
        f"{rate:.1f} pages a second, at least {PROMISED_A_SECOND:.0f}": rate >= PROMISED_A_SECOND,
        f"p95 {p95:.0f} ms, under {PROMISED_P95:.0f}": p95 < PROMISED_P95,
        f"{len(day.failed)} of {len(everything(day)):,} pages failed": not day.failed,
        f"memory {day.memory[0]} MB at first, {settled} after a third, {last} at the end": last <= settled * FLAT,
    }


if __name__ == "__main__":
    main()
