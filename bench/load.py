"""A hundred personal advisers' day at once, through gunicorn with production settings.

    make load                                  # 3,000 young people, ten minutes
    make load PEOPLE=100000 SECONDS=600

Each of them opens a page, reads it for a few seconds and opens the next: Today, the caseload, somebody's record, its
timeline, a search, the figures, and the form of a contact that they then send. Prints how long each page took and what
memory the web processes had at the start and at the end; ends with 1 where a page failed.
"""

from __future__ import annotations

import argparse
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
from uuid import uuid4

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "careleavers.settings")

from bench import councils, servers, web

PASSWORD = "demo council 2026"  # of the invented council
ADVISERS, PAUSE = 100, 4.0  # seconds between two pages of one adviser: 25 pages a second together
PORT = 8497
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
        path = f"/people/{person}/contacts/new/{uuid4()}/"
        form: dict[str, str] = {}

        def opened() -> str:
            page = self.browser.get(path)
            form["csrfmiddlewaretoken"] = web.token_in(page)
            return page

        yield "Log contact, the form", opened
        answers = {"method": "phone", "result": "spoke", "happened_on": date.today().isoformat(), "note": "Rang."}  # noqa: DTZ011
        yield "Log contact, sent", lambda: self.browser.post(path, form | answers)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=3000)
    parser.add_argument("--seconds", type=int, default=600)
    options = parser.parse_args()
    with servers.running(forget=False) as where:
        council = councils.load(where, options.people, 0, date.today())  # noqa: DTZ011
        with servers.connect(where, council.database).cursor() as cursor:
            cursor.execute(CASES, [ADVISERS])
            cases = cursor.fetchall()
        web.collect_static(where, council)
        with web.serving(where, council, "careleavers.settings", PORT) as gunicorn:
            advisers = signed_in(cases)
            before = memory(gunicorn.pid)
            day = spend(advisers, options.seconds)
            after = memory(gunicorn.pid)
    sys.exit(report(day, options.people, options.seconds, before, after))


def signed_in(cases: list[tuple[str, list[str]]]) -> list[tuple[web.Browser, list[str]]]:
    found = []
    for email, people in cases:
        browser = web.Browser(PORT)
        browser.sign_in(email, PASSWORD)
        found.append((browser, people))
    return found


def spend(advisers: list[tuple[web.Browser, list[str]]], seconds: int) -> Day:
    day = Day(until=time.monotonic() + seconds)
    threads = []
    for number, (browser, people) in enumerate(advisers):
        adviser = Adviser(day, browser, people, random.Random(number))
        threads.append(threading.Thread(target=adviser.work))
        threads[-1].start()
    for each in threads:
        each.join()
    return day


def memory(pid: int) -> int:
    """Megabytes of a process and its children, shared pages counted once."""
    children = subprocess.run(["pgrep", "-P", str(pid)], capture_output=True, text=True).stdout.split()
    kilobytes = 0
    for each in [str(pid), *children]:
        with open(f"/proc/{each}/smaps_rollup") as file:
            kilobytes += sum(int(line.split()[1]) for line in file if line.startswith("Pss:"))
    return kilobytes // 1024


def report(day: Day, people: int, seconds: int, before: int, after: int) -> bool:
    everything = [each for taken in day.taken.values() for each in taken]
    load = f"load {os.getloadavg()[1]:.1f} on {os.cpu_count()} cores"
    print(f"\n{people:,} young people, {ADVISERS} advisers, {seconds} s, {load}\n")
    print("| page | asked | p50 ms | p95 ms | p99 ms |\n| --- | --- | --- | --- | --- |")
    for page, taken in [*day.taken.items(), ("all", everything)]:
        cuts = statistics.quantiles(taken, n=100) if len(taken) > 1 else taken * 99
        print(f"| {page} | {len(taken)} | {cuts[49]:.0f} | {cuts[94]:.0f} | {cuts[98]:.0f} |")
    rate = f"{len(everything) / seconds:.1f} pages a second, {len(day.failed)} failed"
    print(f"\n{rate}; memory {before} MB, then {after} MB.")
    for each in day.failed[:5]:
        print(each)
    return bool(day.failed)


if __name__ == "__main__":
    main()
