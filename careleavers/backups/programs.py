"""Postgres's own programs for dumping and restoring, and the databases that they are pointed at."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

import psycopg2
from psycopg2 import sql
from psycopg2.extensions import connection as Connection

THROWAWAY = "careleavers_drill_"
DEBIAN = "/usr/lib/postgresql/{major}/bin"


class BackupFailed(Exception):
    """A backup or a drill could not be carried out; the message is a sentence that says why."""


def find(program: str, major: int, *, folders: Sequence[str] = ()) -> str:
    """The path of pg_dump or pg_restore of the server's major version: another one may write what it cannot read.

    Looked for in `folders`, on the PATH and where Debian puts it.
    """
    places = [*folders, *os.environ.get("PATH", os.defpath).split(os.pathsep), DEBIAN.format(major=major)]
    seen = []
    for folder in dict.fromkeys(place for place in places if place):
        path = shutil.which(program, path=folder)
        if path and (version := _major_of(path)):
            if version == major:
                return path
            seen.append(f"{path} is of {version}")
    found = f" ({'; '.join(dict.fromkeys(seen))})" if seen else ""
    raise BackupFailed(
        f"The server is Postgres {major}, and no {program} of that version was found{found}. Install it (Debian: "
        f"postgresql-client-{major}), or name its folder in POSTGRES_PROGRAMS."
    )


def _major_of(path: str) -> int | None:
    said = subprocess.run([path, "--version"], capture_output=True, text=True)
    version = re.search(r"PostgreSQL\) (\d+)", said.stdout)
    return int(version[1]) if version else None


def connect(address: Mapping[str, Any], *, database: str | None = None) -> Connection:
    """A connection of its own, not Django's. `address` is an entry of DATABASES."""
    try:
        connection: Connection = psycopg2.connect(**_parameters(address), dbname=database or str(address["NAME"]))
        return connection
    except psycopg2.OperationalError as wrong:
        raise BackupFailed(f"The database cannot be reached: {str(wrong).strip()}") from None


def _parameters(address: Mapping[str, Any]) -> dict[str, Any]:
    names = {"host": "HOST", "port": "PORT", "user": "USER", "password": "PASSWORD"}
    given = {name: str(address[key]) for name, key in names.items() if address.get(key)}
    tls = {name: value for name, value in (address.get("OPTIONS") or {}).items() if name.startswith("ssl")}
    return given | tls


def environment(address: Mapping[str, Any]) -> dict[str, str]:
    """The address for libpq's programs: never on a command line, which every user of the machine can read."""
    names = {"host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD"}
    names |= {name: f"PG{name.upper()}" for name in ("sslmode", "sslrootcert", "sslcert", "sslkey")}
    parameters = _parameters(address)
    return os.environ | {variable: parameters[name] for name, variable in names.items() if name in parameters}


@contextmanager
def throwaway_database(address: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """An empty database beside the one at `address`, dropped at the end; gives its own entry as DATABASES has it."""
    name = f"{THROWAWAY}{uuid4().hex[:12]}"
    _outside_a_transaction(address, sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(name)))
    try:
        yield {**address, "NAME": name}
    finally:
        _outside_a_transaction(address, sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def _outside_a_transaction(address: Mapping[str, Any], statement: sql.Composed) -> None:
    connection = connect(address)
    try:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(statement)
    except psycopg2.errors.InsufficientPrivilege:
        raise BackupFailed(
            "This database role may not make databases. Give it CREATEDB for the drill, or name another server in "
            "DRILL_DATABASE_URL."
        ) from None
    finally:
        connection.close()
