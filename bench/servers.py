"""Postgres and Valkey for one run, with the settings of the demo."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import psycopg2

from careleavers.demo.embedded import account, places, supervisor
from careleavers.demo.embedded.places import Places
from careleavers.demo.embedded.servers import Postgres, Valkey

CHECKOUT = Path(__file__).resolve().parent.parent
DATABASES_OF_VALKEY = 64


def places_of_bench() -> Places:
    return places.of_checkout(CHECKOUT, folder=str(CHECKOUT / ".run" / "bench"))


@contextmanager
def running(*, forget: bool) -> Iterator[Places]:
    """Both servers, started, and stopped at the end. `forget` also removes their data then, and what stood there."""
    where = places_of_bench()
    with ExitStack() as stack:
        account.make_state_folder(CHECKOUT / ".run")
        places.make_folders(where)
        stack.enter_context(supervisor.sole_supervisor(where))
        if forget:
            stack.callback(shutil.rmtree, where.state, ignore_errors=True)
        for service in (
            Postgres(where),
            Valkey(where, ("--databases", str(DATABASES_OF_VALKEY), "--appendonly", "no", "--save", "")),
        ):
            stack.callback(service.stop)
            service.start()
        yield where


def postgres_pid(where: Places) -> int:
    return int((where.postgres_data / "postmaster.pid").read_text().partition("\n")[0])


def connect(where: Places, database: str) -> psycopg2.extensions.connection:
    """Each statement is its own transaction."""
    connection = psycopg2.connect(where.database_url(database))
    connection.autocommit = True
    return connection


def environment(where: Places, database: str, number: int) -> dict[str, str]:
    """What the product is told of its servers. `number` keeps the caches of several councils apart."""
    return {
        **os.environ,
        "DATABASE_URL": where.database_url(database),
        "REDIS_URL": where.redis_url(2 * number),
    }
