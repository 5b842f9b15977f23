"""The database of every former version is migrated to this one: nobody is lost, and nothing else is different from a
database that was made by this version."""

from __future__ import annotations

import lzma
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from careleavers.backups import programs
from careleavers.backups.drill import prove_in
from careleavers.backups.inventory import Inventory, take_inventory
from scripts.former_versions import digest_of_migrations, former_versions
from tests.guards.source import APPS
from tests.test_migrations import schema

# Written anew by `migrate`, as versions have other models and permissions.
OF_DJANGO = {"django_migrations", "django_content_type", "auth_permission"}


def program(name: str, *arguments: str, address: Mapping[str, Any], given: bytes = b"") -> bytes:
    """What one of Postgres's own programs says."""
    path = programs.find(name, connection.pg_version // 10_000, folders=settings.POSTGRES_PROGRAMS)
    command = [path, *arguments, f"--dbname={address['NAME']}"]
    done = subprocess.run(command, env=programs.environment(address), input=given, capture_output=True)
    assert done.returncode == 0, done.stderr.decode()[:500]
    return done.stdout


def restore(script: bytes, address: Mapping[str, Any]) -> None:
    program("psql", "--quiet", "--no-psqlrc", "--set=ON_ERROR_STOP=1", address=address, given=script)


def schema_of(address: Mapping[str, Any]) -> set[str]:
    """Dumped and restored, after which Postgres writes conditions in other words."""
    script = program("pg_dump", "--schema-only", "--no-owner", "--no-privileges", address=address)
    with programs.throwaway_database(connection.settings_dict) as address:
        restore(script, address)
        with connected_to(address) as copy:
            return schema(copy, *APPS)


def inventory_of(address: dict[str, Any]) -> Inventory:
    database = programs.connect(address)
    try:
        with database.cursor() as cursor:
            return take_inventory(cursor)
    finally:
        database.close()


def lost(before: Inventory, after: Inventory) -> Iterator[str]:
    """A table is the same, or has another name or column and as many rows as before."""
    for table, (rows, checksum) in before.tables.items():
        if table in OF_DJANGO:
            continue
        now, checksum_now = after.tables.get(table, [0, ""])
        if now != rows:
            yield f"{table} had {rows} rows and has {now}."
        elif checksum != checksum_now and before.migrations == after.migrations:
            yield f"{table} has other values, though no migration ran."


def test_every_former_version_is_upgraded_and_nothing_is_lost(db: None) -> None:
    """Rows, statuses by the rules of the day, triggers, history and pages (as a drill proves them), and the schema."""
    schema_now = schema_of(connection.settings_dict)
    for former in former_versions():
        if former.version == settings.VERSION:
            assert former.migrations == digest_of_migrations(settings.BASE_DIR), (
                f"{former.version} is not released, and its migrations were made anew: run make former-version."
            )
        with programs.throwaway_database(connection.settings_dict) as address:
            restore(lzma.decompress(former.dump.read_bytes()), address)
            assert inventory_of(address).tables == former.inventory.tables  # the dump itself is whole
            with connected_to(address) as upgraded:
                call_command("migrate", database=upgraded.alias, verbosity=0)
            assert schema_of(address) == schema_now
            assert not list(lost(former.inventory, inventory_of(address)))
            assert prove_in(address, backed_up_on=former.made_on, today=former.made_on)["differences"] == []


@contextmanager
def connected_to(address: dict[str, Any]) -> Iterator[BaseDatabaseWrapper]:
    """The database at `address` under an alias of its own."""
    upgraded = connection.copy("upgraded")
    upgraded.settings_dict = connection.settings_dict | {"NAME": address["NAME"]}
    connections[upgraded.alias] = upgraded
    try:
        yield upgraded
    finally:
        upgraded.close()
        del connections[upgraded.alias]


@pytest.mark.parametrize(
    ("after", "said"),
    [
        ({"a": [3, "1-2"]}, []),
        ({"a": [2, "1-2"]}, ["a had 3 rows and has 2."]),
        ({}, ["a had 3 rows and has 0."]),
        ({"a": [3, "1-3"]}, ["a has other values, though no migration ran."]),
    ],
    ids=["the same", "a row lost", "a table lost", "other values"],
)
def test_a_loss_is_noticed(after: dict[str, list[Any]], said: list[str]) -> None:
    before = Inventory({"a": [3, "1-2"], "auth_permission": [9, "1-1"]}, {}, {}, {}, {}, ["x.0001"])
    assert list(lost(before, Inventory(after, {}, {}, {}, {}, ["x.0001"]))) == said
    with_a_column = Inventory(after, {}, {}, {}, {}, ["x.0001", "x.0002"])
    assert list(lost(before, with_a_column)) == [each for each in said if "rows" in each]
