"""What pages notice of migrations: ten people read and write while the migrations of bench/next_version run.

    make migrate-under-traffic                 # 100,000 young people, about 300,000 contacts
    make migrate-under-traffic PEOPLE=10000 CONTACTS=50000

One migration of each kind that a version may bring is run by the product's own `migrate`, which waits as briefly for a
lock as in production; then two while somebody's long transaction holds the table. Prints how long pages took meanwhile,
and ends with 1 where a page failed or a migration was not made.

The council is 1,000 invented young people, whose rows (and their contacts') are copied until there are so many.
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
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import uuid4

from psycopg2 import sql

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "careleavers.settings")

from bench import councils, servers, web
from bench.load import CASES, PASSWORD
from careleavers.demo.embedded.places import Places

LOADED, NUMBER = 1000, 7  # people who are loaded before they are copied; whose cache it is
PORT = 8496
CLIENTS, PAUSE = 10, 0.3  # seconds between two pages of one of them
BEFORE, BETWEEN = 15.0, 3.0  # seconds of pages without any migration
HELD = 40.0  # seconds that somebody's transaction holds the table
DATABASE = "migrated_under_traffic"
SETTINGS = "bench.next_version.settings"
STEPS = {
    "9001_columns": "a column for each of two tables",
    "9002_index": "an index, concurrently",
    "9003_default": "a column's default (never empty, step 1)",
    "9004_fill": "every row filled (step 2)",
    "9005_checked": "a check, not validated (step 3)",
    "9006_validated": "the check validated (step 3)",
    "9007_never_empty": "NOT NULL, the check removed (step 3)",
    "9008_held_column": f"a column, the table held for {HELD:.0f} s",
    "9009_held_index": f"an index, the table held for {HELD:.0f} s",
}
HOLDS = {
    "9008_held_column": "SELECT count(*) FROM careleavers_contact WHERE false",
    "9009_held_index": "UPDATE careleavers_contact SET minutes = minutes WHERE id = (SELECT min(id::text)::uuid FROM "
    "careleavers_contact)",
}
COLUMNS = """
    SELECT string_agg(quote_ident(attname), ', ') FROM pg_attribute
    WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = '' AND attname <> ALL(%s)
"""
# Each copy's id follows from the id of what is copied and the number of the copy.
COPY_OF = "md5({column}::text || '-' || number)::uuid"


@dataclass
class Traffic:
    """Ten people at once: when each page was asked for, how long it took in milliseconds, and which failed."""

    pages: list[tuple[float, float]] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    stopped: bool = False

    def work(self, browser: web.Browser, people: list[str], chance: random.Random) -> None:
        while not self.stopped:
            for page in pages(browser, chance.choice(people)):
                began = time.monotonic()
                try:
                    page()
                except (web.Failed, OSError) as wrong:
                    self.failed.append(str(wrong))
                self.pages.append((began, (time.monotonic() - began) * 1000))
                time.sleep(chance.uniform(0.5, 1.5) * PAUSE)

    def since(self, began: float) -> list[float]:
        """Milliseconds of each page that was on its way at this moment or later."""
        return [taken for at, taken in self.pages if at + taken / 1000 >= began]


def pages(browser: web.Browser, person: str) -> Iterator[Callable[[], str]]:
    """What somebody opens to log a contact, and the form that they send."""
    path, form = f"/people/{person}/contacts/new/{uuid4()}/", {}
    answers = {"method": "phone", "result": "spoke", "happened_on": date.today().isoformat(), "note": "Rang."}  # noqa: DTZ011

    def opened() -> str:
        page = browser.get(path)
        form["csrfmiddlewaretoken"] = web.token_in(page)
        return page

    yield lambda: browser.get("/people/")
    yield lambda: browser.get(f"/people/{person}/")
    yield opened
    yield lambda: browser.post(path, form | answers)
    yield lambda: browser.get(f"/people/{person}/timeline/")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--contacts", type=int, default=300_000, help="about how many")
    options = parser.parse_args()
    with servers.running(forget=False) as where:
        council = councils.Council(LOADED, NUMBER, {})
        loaded = councils.load(where, LOADED, NUMBER, date.today(), standing=True)  # noqa: DTZ011
        with copied(where, loaded, options.people, options.contacts) as contacts:
            print(f"{options.people:,} young people, {contacts:,} contacts, {CLIENTS} people at work.", flush=True)
            web.collect_static(where, council)
            failed = run(where)
    sys.exit(failed)


@contextmanager
def copied(where: Places, loaded: councils.Council, people: int, contacts: int) -> Iterator[int]:
    """A database of its own, with copies of the loaded people, and of their contacts. How many contacts there are."""
    names = {"copy": sql.Identifier(DATABASE), "loaded": sql.Identifier(loaded.database)}
    with servers.connect(where, "postgres").cursor() as cursor:
        cursor.execute(sql.SQL("DROP DATABASE IF EXISTS {copy}").format(**names))
        cursor.execute(sql.SQL("CREATE DATABASE {copy} TEMPLATE {loaded}").format(**names))
    try:
        with servers.connect(where, DATABASE).cursor() as cursor:
            cursor.execute("SET session_replication_role = replica")  # no history of copies
            copy(
                cursor,
                "careleavers_youngperson",
                {"local_id": "local_id || '-' || number", "ssda903_id": "NULL"},
                people // LOADED - 1,
            )
            copies = min(people // LOADED, contacts // first(cursor, "SELECT count(*) FROM careleavers_contact")) - 1
            person = {"person_id": COPY_OF.format(column="person_id"), "submission_id": "gen_random_uuid()"}
            copy(cursor, "careleavers_contact", person, copies)
            cursor.execute("VACUUM ANALYZE careleavers_youngperson, careleavers_contact")
            yield first(cursor, "SELECT count(*) FROM careleavers_contact")
    finally:
        with servers.connect(where, "postgres").cursor() as cursor:
            cursor.execute(sql.SQL("DROP DATABASE {copy} WITH (FORCE)").format(**names))


def first(cursor: Any, statement: str, *parameters: Any) -> Any:
    """The first value of the first row."""
    cursor.execute(statement, parameters)
    return cursor.fetchone()[0]


def copy(cursor: Any, table: str, changed: dict[str, str], copies: int) -> None:
    """So many copies of each row, with ids of their own and what else must differ."""
    changed = {"id": COPY_OF.format(column="id"), **changed}
    rest = first(cursor, COLUMNS, table, list(changed))
    cursor.execute(
        f"INSERT INTO {table} ({', '.join(changed)}, {rest}) SELECT {', '.join(changed.values())}, {rest} "
        f"FROM {table} CROSS JOIN generate_series(1, %s) AS number",
        [copies],
    )


def run(where: Places) -> bool:
    """Everything under traffic, with what failed printed at the end; whether anything did."""
    with servers.connect(where, DATABASE).cursor() as cursor:
        cursor.execute(CASES, [CLIENTS])
        cases = cursor.fetchall()
    production = web.production(where, councils.Council(LOADED, NUMBER, {}), "careleavers.settings")
    environment = production | {"DATABASE_URL": where.database_url(DATABASE)}
    traffic = Traffic()
    with web.serving_with(where, environment, PORT):
        threads = [threading.Thread(target=traffic.work, args=each) for each in workers(cases)]
        for thread in threads:
            thread.start()
        try:
            made = migrate_all(where, environment, traffic)
        finally:
            traffic.stopped = True
            for thread in threads:
                thread.join()
    for each in traffic.failed[:5]:
        print(each)
    print(f"\n{len(traffic.pages):,} pages, {len(traffic.failed)} failed; load {os.getloadavg()[0]:.1f}.")
    return bool(traffic.failed) or not made


def migrate_all(where: Places, environment: dict[str, str], traffic: Traffic) -> bool:
    """The pages' times beside each migration, printed as a table; whether all were made."""
    print("| migration | seconds | tries | pages | p50 ms | p95 ms | longest ms | failed |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- |", flush=True)
    began, made = time.monotonic(), True
    time.sleep(BEFORE)
    row("none", BEFORE, 0, traffic, began)
    for name, title in STEPS.items():
        began = time.monotonic()
        with held(where, HOLDS.get(name)):
            done = migrate(environment, name)
            seconds = time.monotonic() - began
        row(title, seconds, done.stderr.count("is in use") + 1, traffic, began)
        if done.returncode:
            made = False
            print(done.stderr[-800:])
        time.sleep(BETWEEN)
    return made


def workers(cases: list[tuple[str, list[str]]]) -> Iterator[tuple[web.Browser, list[str], random.Random]]:
    """Each signed in as an adviser, with their own young people."""
    for number, (email, people) in enumerate(cases):
        browser = web.Browser(PORT)
        browser.sign_in(email, PASSWORD)
        yield browser, people, random.Random(number)


def migrate(environment: dict[str, str], name: str) -> subprocess.CompletedProcess[str]:
    """As the version to come would: the pages go on with the version before."""
    command = [sys.executable, "manage.py", "migrate", "careleavers", name, "--verbosity", "0"]
    given = environment | {"DJANGO_SETTINGS_MODULE": SETTINGS}
    return subprocess.run(command, cwd=servers.CHECKOUT, env=given, capture_output=True, text=True)


@contextmanager
def held(where: Places, statement: str | None) -> Iterator[None]:
    """Somebody's transaction that has run the statement, and stays open for a while."""
    if statement is None:
        yield
        return
    connection = servers.connect(where, DATABASE)
    connection.autocommit = False
    connection.cursor().execute(statement)
    end = threading.Timer(HELD, connection.rollback)
    end.start()
    try:
        yield
    finally:
        end.join()
        connection.close()


def row(title: str, seconds: float, tries: int, traffic: Traffic, began: float) -> None:
    taken = traffic.since(began)
    cuts = statistics.quantiles(taken, n=20)
    times = f"{statistics.median(taken):.0f} | {cuts[18]:.0f} | {max(taken):.0f}"
    print(f"| {title} | {seconds:.1f} | {tries} | {len(taken)} | {times} | {len(traffic.failed)} |", flush=True)


if __name__ == "__main__":
    main()
