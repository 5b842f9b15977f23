"""`make bench-figures`: a list of many as a file, a quarter frozen, the return drawn up, and every figure counted.

An invented council of 3,000 is loaded as for `make bench`, and each of its young people and teams copied, each copy
born some days apart, until there are 100,000 people. Files go through gunicorn with production settings; what is frozen
is not kept. PEOPLE=10000 for fewer, LOADED=1 for those of a former run whatever code loaded them.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from statistics import median
from typing import Any

from psycopg2 import sql

from bench import councils, servers, web
from bench.councils import Council
from bench.figure_people import eet_as_csv
from bench.letter_figures import copy_of
from bench.run import free_port
from bench.targets import choose
from careleavers.demo.embedded.places import Places
from careleavers.demo.load import PASSWORD

FIRST, TIMES = 3000, 5
COHORT = "18-25"
COPIED = (
    "careleavers_team",
    "careleavers_youngperson",
    "careleavers_statusperiod",
    "careleavers_home",
    "careleavers_occupation",
    "careleavers_involvement",
    "careleavers_allocation",
    "careleavers_contact",
    "pathways_planstatusperiod",
)
STAMP = json.dumps({"copied_from": FIRST})
OF_THE_COPY = "md5({0}::text || n)::uuid"
MADE_ANEW = {"submission_id": OF_THE_COPY, "team_id": OF_THE_COPY, "name": "{0} || ' ' || n"}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--loaded", action="store_true", help="measure the councils that are there, by whatever code")
    options, today = parser.parse_args(), date.today()  # noqa: DTZ011  of this machine
    print(
        f"{today}, {os.cpu_count()} cores, load when it began {' '.join(f'{each:.1f}' for each in os.getloadavg())}\n"
    )
    with servers.running(forget=False) as where:
        few = councils.load(where, FIRST, 0, today, standing=options.loaded)
        many = Council(options.people, 1, {})
        if not (options.loaded and councils.read_stamp(where, many)):
            copy(where, few, many)
        councils.manage(where, many, "migrate", "--verbosity", "0")
        web.collect_static(where, few)
        print("| | people | seconds, median | most | |\n| --- | ---: | ---: | ---: | --- |", flush=True)
        of_a_list(where, many, today)
        of_the_return(where, few, today)
        for council in (few, many):
            of_the_product(where, council)


def copy(where: Places, few: Council, many: Council) -> None:
    names = {"few": sql.Identifier(few.database), "many": sql.Identifier(many.database)}
    with servers.connect(where, "postgres").cursor() as cursor:
        cursor.execute(sql.SQL("DROP DATABASE IF EXISTS {many}").format(**names))
        cursor.execute(sql.SQL("CREATE DATABASE {many} TEMPLATE {few}").format(**names))
    with servers.connect(where, many.database).cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")  # the history of copies is nobody's
        for table in COPIED:
            cursor.execute(copy_of(cursor, table, MADE_ANEW), {"times": many.people // FIRST})
        cursor.execute("VACUUM ANALYZE")
        cursor.execute(sql.SQL("COMMENT ON DATABASE {many} IS {stamp}").format(stamp=sql.Literal(STAMP), **names))


def of_a_list(where: Places, council: Council, today: date) -> None:
    """In turns with the floor, so that both meet the same machine."""
    port = free_port()
    with (
        web.serving(where, council, "careleavers.settings", port),
        servers.connect(where, council.database).cursor() as cursor,
    ):
        manager = web.Browser(port)
        manager.sign_in(choose(where, council.database, today).service_manager_email, PASSWORD)
        file = f"/reporting/figures/EET/export/?on={today.isoformat()}&cohort={COHORT}"
        answers = {"purpose": "To measure", "csrfmiddlewaretoken": web.token_in(manager.get(file))}
        contenders: dict[str, Callable[[], str]] = {
            "ours": lambda: manager.send_for(file, answers),
            "raw SQL and csv": lambda: eet_as_csv(cursor, today, COHORT),
        }
        taken: dict[str, list[float]] = {name: [] for name in contenders}
        lines = {name: ask().count("\n") for name, ask in contenders.items()}  # a first time for both, not counted
        for _ in range(TIMES):
            for name, ask in contenders.items():
                began = time.perf_counter()
                ask()
                taken[name].append(time.perf_counter() - began)
    for name, seconds in taken.items():
        row(
            f"a list of {lines[name]:,} as CSV, {name}",
            council,
            seconds,
            f"{lines[name] / median(seconds):,.0f} rows a second",
        )


def of_the_return(where: Places, council: Council, today: date) -> None:
    port = free_port()
    with web.serving(where, council, "careleavers.settings", port):
        manager = web.Browser(port)
        manager.sign_in(choose(where, council.database, today).service_manager_email, PASSWORD)
        file = "/reporting/returns/care-leavers/xml/"
        answers = {"purpose": "To measure", "csrfmiddlewaretoken": web.token_in(manager.get(file))}
        row("Header, Episodes and OC3 as XML", council, timed(lambda: manager.send_for(file, answers)), "asked: 5 s")


def of_the_product(where: Places, council: Council) -> None:
    """What its own functions take, in a process that has their imports behind it."""
    said = subprocess.run(
        [sys.executable, "-m", "bench.figure_times"],
        cwd=servers.CHECKOUT,
        env=servers.environment(where, council.database, council.number),
        check=True,
        capture_output=True,
        text=True,
    )
    for name, seconds, remark in json.loads(said.stdout.splitlines()[-1]):
        row(name, council, seconds, remark)


def timed(ask: Callable[[], Any]) -> list[float]:
    seconds = []
    for _ in range(TIMES):
        began = time.perf_counter()
        ask()
        seconds.append(time.perf_counter() - began)
    return seconds


def row(name: str, council: Council, seconds: list[float], remark: str) -> None:
    print(f"| {name} | {council.people:,} | {median(seconds):.2f} | {max(seconds):.2f} | {remark} |", flush=True)


if __name__ == "__main__":
    main()
