"""An export of another system brought over into an empty council: once, again, and with a few rows changed.

python -m bench.import_records [PEOPLE] [CONTACTS OF EACH]
"""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from bench import servers
from careleavers.demo.embedded.places import Places

PEOPLE, CONTACTS = 3000, 40
DATABASE, NUMBER = "import_records", 9
TODAY = date(2026, 11, 23)
STAFF = """
from careleavers.actions.base import allowing_writes
from careleavers.models import RoleAssignment, Team, User
with allowing_writes():
    for team in range(25):
        north = Team.objects.create(name=f"Team {team}")
        for place in range(4):
            user = User.objects.create(name=f"Adviser {team} {place}", email=f"adviser{team}.{place}@council.example")
            RoleAssignment.objects.create(user=user, role="personal_adviser", team=north, starts_on="2020-01-01")
"""
SENTENCE = "met at college talked about the flat and the interview next week with the tutor who will phone"
WORDS = SENTENCE.split()


def write_export(folder: Path, people: int, contacts: int) -> None:
    """Everybody has a worker, two homes and two occupations one after the other, and notes of sixty words."""
    rng = Random(1)
    numbers = range(people)

    def day(earliest: int, latest: int) -> str:
        return (TODAY - timedelta(days=rng.randint(latest, earliest))).strftime("%d/%m/%Y")

    def table(name: str, header: str, rows: Iterable[Iterable[object]]) -> None:
        with (folder / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerow(header.split())
            writer.writerows(rows)

    table(
        "people",
        "person_id first_name last_name date_of_birth gender ethnicity team opened_on",
        (
            [
                f"P{n}",
                f"Given{n}",
                f"Family{n % 700}",
                day(9000, 6000),
                "MF"[n % 2],
                "WBRI",
                f"Team {n % 25}",
                day(900, 800),
            ]
            for n in numbers
        ),
    )
    table(
        "allocations",
        "allocation_id person_id worker_email starts_on",
        ([f"A{n}", f"P{n}", f"adviser{n % 25}.{n % 4}@council.example", day(799, 700)] for n in numbers),
    )
    methods, results = ("face_to_face", "phone", "text"), ("spoke", "spoke", "no_reply")
    table(
        "contacts",
        "contact_id person_id happened_on happened_at method result note minutes saw_home worker_email",
        (
            [f"C{n}.{c}", f"P{n}", day(790, 0), f"{rng.randint(8, 18)}:{rng.randint(10, 59)}", rng.choice(methods)]
            + [rng.choice(results), " ".join(rng.choices(WORDS, k=60)), rng.randint(5, 90), rng.choice(("yes", "no"))]
            + [f"adviser{n % 25}.{n % 4}@council.example"]
            for n in numbers
            for c in range(contacts)
        ),
    )
    periods = [(n, k) for n in numbers for k in (0, 1)]
    table(
        "homes",
        "home_id person_id kind suitable starts_on postcode",
        ([f"H{n}.{k}", f"P{n}", "UD"[k], "yes", day(780 - 390 * k, 400 - 390 * k), "LE1 6ZG"] for n, k in periods),
    )
    table(
        "occupations",
        "occupation_id person_id code starts_on detail",
        ([f"O{n}.{k}", f"P{n}", ("F2", "F5")[k], day(780 - 390 * k, 400 - 390 * k), "College"] for n, k in periods),
    )


def main(people: int = PEOPLE, contacts: int = CONTACTS) -> None:
    with servers.running(forget=True) as where, TemporaryDirectory() as made:
        folder = Path(made)
        with servers.connect(where, "postgres").cursor() as cursor:
            cursor.execute(f"CREATE DATABASE {DATABASE}")
        manage(where, "migrate", "--verbosity", "0")
        manage(where, "shell", "--verbosity", "0", "-c", STAFF)
        write_export(folder, people, contacts)
        size = sum(path.stat().st_size for path in folder.iterdir())
        print(f"{people:,} people, {contacts:,} contacts each, {size / 1e6:.1f} MB", flush=True)
        for title, options in (("dry run", ["--dry-run"]), ("import", []), ("again", [])):
            seconds, memory, report = measured(where, folder, *options)
            print(f"{title:10} {seconds:7.1f} s {memory:6.0f} MB  {json.dumps(report['tables'])}", flush=True)


def measured(where: Places, folder: Path, *options: str) -> tuple[float, float, dict]:
    """Seconds by the clock with start-up, the most memory of the process in MB, and the report."""
    began = time.monotonic()
    command = [sys.executable, "manage.py", "import_records", str(folder), "--system", "Bench", "--json", *options]
    environment = servers.environment(where, DATABASE, NUMBER)
    process = subprocess.Popen(
        command,
        cwd=servers.CHECKOUT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert process.stdout
    said = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return time.monotonic() - began, usage.ru_maxrss / 1024, json.loads(said)


def manage(where: Places, *command: str) -> None:
    subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=servers.CHECKOUT,
        env=servers.environment(where, DATABASE, NUMBER),
        stdout=subprocess.DEVNULL,
        check=True,
    )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
