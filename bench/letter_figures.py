"""`make bench-letters`: a year of letters for 100,000 people, and 1,000 letters from the plan to the printer.

An invented council of 1,000 is loaded, and each of its young people copied with their homes, statuses and adviser, each
copy born some days apart, until there are enough; then the product's own commands are run and timed, each as a process
of its own, start-up included. PEOPLE=10000 tries a tenth of the year.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType

from psycopg2 import sql

from bench import servers
from bench.councils import Council, manage
from careleavers.demo.embedded.places import Places

FIRST, MANY = 1000, 1000  # people who are copied; letters of the second figure
COUNCIL_OF_THE_THOUSAND = 12_000  # people: of so many about 1,300 have a birthday within the days that are prepared
SECONDS, MEGABYTES = 60, 300  # what is promised of each figure
COPIED = ("careleavers_youngperson", "careleavers_statusperiod", "careleavers_home", "careleavers_allocation")
MADE_ANEW = {
    "id": "md5({0}::text || n)::uuid",
    "person_id": "md5({0}::text || n)::uuid",
    "local_id": "{0} || '-' || n",
    "ssda903_id": "NULL",
}
BORN_LATER = "{0} + (n * 37 %% 365)::int"  # days, and their legal status with it
MOVED = {
    ("careleavers_youngperson", "date_of_birth"),
    ("careleavers_statusperiod", "starts_on"),
    ("careleavers_statusperiod", "ends_on"),
}


@dataclass(frozen=True)
class Figure:
    """What one process took, and how many letters came of it."""

    name: str
    letters: int
    seconds: float
    of_processor: float
    megabytes: float

    def __str__(self) -> str:
        kept = "kept" if self.seconds < SECONDS and self.megabytes < MEGABYTES else "NOT KEPT"
        took = f"{self.seconds:.1f} | {self.of_processor:.1f} | {self.megabytes:.0f}"
        return f"| {self.name} | {self.letters:,} | {took} | {kept} |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=100_000)
    people = parser.parse_args().people
    load = " ".join(f"{each:.1f}" for each in os.getloadavg())
    print(f"{date.today()}, {os.cpu_count()} cores, load when it began {load}\n")  # noqa: DTZ011  of this machine
    print("| | letters | seconds | of the processor, without Postgres | most memory, MB | |")
    print("| --- | ---: | ---: | ---: | ---: | --- |", flush=True)
    with servers.running(forget=True) as where:
        year_of = copied(where, Council(people, 0, {}))
        print(year(where, year_of), flush=True)
        print(thousand(where, copied(where, Council(COUNCIL_OF_THE_THOUSAND, 1, {}))), flush=True)


def copied(where: Places, council: Council) -> Council:
    """A database with so many people, and without letters, alerts or contacts of the copies."""
    with servers.connect(where, "postgres").cursor() as cursor:
        cursor.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(council.database)))
    manage(where, council, "migrate", "--verbosity", "0")
    first = min(FIRST, council.people)
    manage(where, council, "load_demo", "--people", str(first), "--contacts", "1", "--bare")
    with servers.connect(where, council.database).cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")  # the history of copies is nobody's
        cursor.execute("DELETE FROM offers_letterfile; DELETE FROM offers_letter")
        for table in COPIED:
            cursor.execute(copy_of(cursor, table), {"times": council.people // first - 1})
        cursor.execute("VACUUM ANALYZE")
    return council


def copy_of(cursor, table: str, made_anew: Mapping[str, str] = MappingProxyType({})) -> sql.Composable:
    """The statement that copies each row of a table so many times, for copies of the people.

    `made_anew` is by column what else is not the same in the copy.
    """
    cursor.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_name = %s AND is_generated = 'NEVER'", [table]
    )
    columns = [name for (name,) in cursor.fetchall()]
    return sql.SQL(
        "INSERT INTO {table} ({columns}) SELECT {values} FROM {table}, generate_series(1, %(times)s) n"
    ).format(
        table=sql.Identifier(table),
        columns=sql.SQL(", ").join(map(sql.Identifier, columns)),
        values=sql.SQL(", ").join(_value(table, name, {**MADE_ANEW, **made_anew}) for name in columns),
    )


def _value(table: str, column: str, made_anew: Mapping[str, str]) -> sql.Composable:
    made = made_anew.get(column) or (BORN_LATER if (table, column) in MOVED else "{0}")
    return sql.SQL(made).format(sql.Identifier(table, column))


def year(where: Places, council: Council) -> Figure:
    """`manage.py letters` for the year to come: by which way each goes, until when, and what stops it."""
    first = date.today()  # noqa: DTZ011  of this machine
    days = ("--from", first.isoformat(), "--to", (first + timedelta(days=364)).isoformat())
    said, *took = timed(where, council, [sys.executable, "manage.py", "letters", *days, "--json"])
    return Figure(f"a year for {council.people:,} people", len(json.loads(said)["letters"]), *took)


def thousand(where: Places, council: Council) -> Figure:
    said, *took = timed(where, council, [sys.executable, "-m", "bench.letter_thousand", str(MANY)])
    return Figure("planned, approved, made and put into batches", int(said), *took)


def timed(where: Places, council: Council, command: list[str]) -> tuple[str, float, float, float]:
    """What a command says, its seconds, those of the processor, and the most memory that it ever held, in MB."""
    environment, began = servers.environment(where, council.database, council.number), time.perf_counter()
    child = [sys.executable, "-c", MEASURED, *command]
    done = subprocess.run(child, cwd=servers.CHECKOUT, env=environment, check=True, capture_output=True, text=True)
    seconds = time.perf_counter() - began
    *_, of_processor, kilobytes = done.stderr.split()
    return done.stdout, seconds, float(of_processor), int(kilobytes) / 1024


# The most memory of children is that of the one that held most: this process has no other.
MEASURED = """\
import resource, subprocess, sys
subprocess.run(sys.argv[1:], check=True)
took = resource.getrusage(resource.RUSAGE_CHILDREN)
sys.stderr.write(f"\\n{took.ru_utime + took.ru_stime} {took.ru_maxrss}\\n")
"""


if __name__ == "__main__":
    main()
