"""Keeps the invented council as this version stores it, so that every later version can be tried with it.

    make former-version

Run once when a version is released, before anything is changed for the next. Writes tests/data/versions/VERSION.sql.xz
(what Postgres dumps) and VERSION.json (when, and what was in it); tests/test_upgrade.py migrates each of them.
Until the version is released its migrations may still be made anew: then this must be run again.
"""

from __future__ import annotations

import json
import lzma
import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import date
from pathlib import Path

import dj_database_url

from careleavers.backups import programs
from careleavers.backups.inventory import Inventory, take_inventory
from careleavers.demo.embedded import binaries, places, supervisor
from careleavers.demo.embedded.places import Places
from careleavers.demo.embedded.servers import Postgres
from scripts.former_versions import FOLDER, FormerVersion, digest_of_migrations
from scripts.locks import CHECKOUT

COUNCIL = ("--people", "330", "--seed", "1", "--contacts", "4", "--quarters", "4")


def main() -> None:
    version = tomllib.loads((CHECKOUT / "pyproject.toml").read_text())["project"]["version"]
    with database() as url:
        environment = os.environ | {"DATABASE_URL": url}
        for command in (["migrate", "--verbosity", "0"], ["load_demo", *COUNCIL]):
            subprocess.run(
                [sys.executable, "manage.py", *command],
                cwd=CHECKOUT,
                env=environment,
                stdout=subprocess.DEVNULL,
                check=True,
            )
        inventory, dump = written(url)
    found = FormerVersion(version, date.today(), digest_of_migrations(CHECKOUT), inventory)  # noqa: DTZ011
    FOLDER.mkdir(exist_ok=True)
    (FOLDER / f"{version}.sql.xz").write_bytes(lzma.compress(dump, preset=9))
    (FOLDER / f"{version}.json").write_text(json.dumps(found.as_json(), indent=1) + "\n")
    size = (FOLDER / f"{version}.sql.xz").stat().st_size
    print(f"{FOLDER / version}: {inventory.rows:,} rows, {size:,} bytes.")


@contextmanager
def database() -> Iterator[str]:
    """The address of an empty database on a server of its own, which is gone at the end."""
    folder = Path(tempfile.mkdtemp(prefix="careleavers-version-", dir=places.SHORT_FOLDER))
    where = Places(folder, folder / "s", programs=places.of_checkout(CHECKOUT).state)
    with ExitStack() as stack:
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        places.make_folders(where)
        stack.enter_context(supervisor.sole_supervisor(where))
        postgres = Postgres(where, ("fsync=off",))
        stack.callback(postgres.stop)
        postgres.start()
        yield where.database_url()


def written(url: str) -> tuple[Inventory, bytes]:
    """What is in the database, and its dump as SQL."""
    address = dj_database_url.parse(url)
    connection = programs.connect(address)
    with connection, connection.cursor() as cursor:
        inventory = take_inventory(cursor)
        major = connection.server_version // 10_000
    connection.close()
    pg_dump = programs.find("pg_dump", major, folders=[str(binaries.postgres_folder())])
    command = [pg_dump, "--no-owner", "--no-privileges", str(address["NAME"])]
    done = subprocess.run(command, env=programs.environment(address), capture_output=True, check=True)
    return inventory, done.stdout


if __name__ == "__main__":
    main()
