"""A database for each size, filled by `load_demo` and the night's alerts. Kept while nothing that shapes it changes."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from psycopg2 import sql

from bench import servers
from careleavers.demo.embedded.places import Places

SEED = 1
CONTACTS = 40  # for each person, about, in two years
SHAPED_BY = ("careleavers/demo/*.py", "careleavers/actions/bulk.py", "*/migrations/*.py", "*/demo.py", "*/demo/*.py")


@dataclass(frozen=True)
class Council:
    """One size: its database, how many people, and how long loading took when it was loaded, in seconds."""

    people: int
    number: int
    seconds: dict[str, float]

    @property
    def database(self) -> str:
        return f"people_{self.people}"


def load(where: Places, people: int, number: int, today: date, *, standing: bool = False) -> Council:
    """Make and fill the database, unless it stands as this code and this day would make it, or `standing` at all."""
    council = Council(people, number, {})
    wanted = {"people": people, "seed": SEED, "contacts": CONTACTS, "day": today.isoformat(), "code": fingerprint()}
    stamp = read_stamp(where, council)
    if stamp and (standing or {key: stamp.get(key) for key in wanted} == wanted):
        manage(where, council, "migrate", "--verbosity", "0")
        return Council(people, number, stamp["seconds"])
    print(f"Loading {people:,} people", flush=True)
    with servers.connect(where, "postgres").cursor() as cursor:
        name = sql.Identifier(council.database)
        cursor.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(name))
        cursor.execute(sql.SQL("CREATE DATABASE {}").format(name))
    manage(where, council, "migrate", "--verbosity", "0")
    load_demo = ["load_demo", "--people", str(people), "--contacts", str(CONTACTS), "--seed", str(SEED), "--bare"]
    for title, command in (("load_demo", load_demo), ("reconcile_alerts", ["reconcile_alerts"])):
        began = time.monotonic()
        manage(where, council, *command)
        council.seconds[title] = round(time.monotonic() - began, 1)
        print(f"  {title}: {council.seconds[title]} s", flush=True)
    with servers.connect(where, council.database).cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
        comment = json.dumps(wanted | {"seconds": council.seconds})
        name = sql.Identifier(council.database)
        cursor.execute(sql.SQL("COMMENT ON DATABASE {} IS {}").format(name, sql.Literal(comment)))
    return council


def read_stamp(where: Places, council: Council) -> dict:
    with servers.connect(where, "postgres").cursor() as cursor:
        cursor.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s", [council.database]
        )
        found = cursor.fetchone()
    return json.loads(found[0]) if found and found[0] else {}


def fingerprint() -> str:
    """Of the code that decides which rows there are."""
    files = sorted(path for pattern in SHAPED_BY for path in servers.CHECKOUT.glob(pattern))
    return sha256(b"".join(path.read_bytes() for path in files)).hexdigest()


def manage(where: Places, council: Council, *command: str) -> None:
    subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=servers.CHECKOUT,
        env=servers.environment(where, council.database, council.number),
        stdout=subprocess.DEVNULL,
        check=True,
    )
