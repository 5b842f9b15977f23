"""Goes back to the second before a table was dropped, from a base backup and archived WAL, and measures both promises:
how much is lost when the machine is lost (RPO), and how long it takes until the record is back (RTO).

    make drill-wal                      # 330 young people; CONTACTS=4000000 for a large record

Runs on servers of its own, of the embedded Postgres, and leaves nothing behind. The settings and commands are those of
docs/deployment.md.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg2

from careleavers.demo.embedded import account, binaries, places, supervisor
from careleavers.demo.embedded.places import Places
from careleavers.demo.embedded.servers import Postgres, run_as_server
from scripts.locks import CHECKOUT

TABLE = "careleavers_contact"
ARCHIVE_TIMEOUT = 60  # seconds: what is lost at most
OWN = ["id", "submission_id"]  # each contact has its own
COPY = (
    "INSERT INTO {table} (id, submission_id, {rest}) SELECT gen_random_uuid(), gen_random_uuid(), {rest} "
    "FROM {table} CROSS JOIN generate_series(1, %s)"
)


@dataclass
class Figures:
    contacts: int = 0
    gigabytes: float = 0
    base_seconds: float = 0
    dropped_at: datetime | None = None
    lines: list[str] = field(default_factory=list)

    def say(self, line: str) -> None:
        self.lines.append(line)
        print(line, flush=True)


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--contacts", type=int, default=0, help="copy the demo's contacts until there are so many")
    parser.add_argument("--seconds", type=int, default=ARCHIVE_TIMEOUT + 15, help="how long somebody writes")
    options = parser.parse_args(arguments)
    folder = Path(tempfile.mkdtemp(prefix="careleavers-wal-", dir=places.SHORT_FOLDER))
    with ExitStack() as stack:
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        account.make_state_folder(folder)
        drill(folder, stack, options.contacts, options.seconds)


def drill(folder: Path, stack: ExitStack, contacts: int, seconds: int) -> None:
    figures = Figures()
    archive = folder / "archive"
    account.make_server_folder(archive)
    # Under its name only when it is whole; never over another.
    command = f"test ! -f {archive}/%f && cp %p {archive}/%f.part && mv {archive}/%f.part {archive}/%f"
    archiving = (
        "archive_mode=on",
        f"archive_timeout={ARCHIVE_TIMEOUT}",
        f"archive_command={command}",
        "max_wal_size=4GB",
    )
    server = start(folder / "main", archiving, stack)
    fill(server.places, contacts, figures)
    base_backup(server, folder / "base", figures)
    written = write_until_the_drop(server.places, seconds)
    figures.dropped_at = written[-1]
    rpo = lose_the_machine(server, archive, folder, written, stack, figures)
    go_back(server, archive, folder, written, stack, figures)
    figures.say(f"RPO: {rpo:.1f} s were lost with the machine; {ARCHIVE_TIMEOUT} s at most.")


def start(state: Path, settings: Sequence[str], stack: ExitStack) -> Postgres:
    where = Places(state, state / "s", programs=places.of_checkout(CHECKOUT).state)
    places.make_folders(where)
    stack.enter_context(supervisor.sole_supervisor(where))
    server = Postgres(where, settings)
    server.start_limit = 3600
    stack.callback(server.stop)
    server.start()
    return server


def ask(where: Places, statement: str, *parameters: Any) -> Any:
    """The first value; each statement is its own transaction."""
    connection = psycopg2.connect(where.database_url())
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            cursor.execute(statement, parameters)
            found = cursor.fetchone() if cursor.description else None
            return found[0] if found else None
    finally:
        connection.close()


def fill(where: Places, contacts: int, figures: Figures) -> None:
    environment = os.environ | {"DATABASE_URL": where.database_url()}
    for command in (["migrate"], ["load_demo", "--bare", "--contacts", "8"]):
        manage = [sys.executable, "manage.py", *command]
        subprocess.run(manage, cwd=CHECKOUT, env=environment, stdout=subprocess.DEVNULL, check=True)
    found = ask(where, f"SELECT count(*) FROM {TABLE}")
    if contacts > found:
        columns = (
            "SELECT string_agg(quote_ident(attname), ', ') FROM pg_attribute WHERE attrelid = %s::regclass "
            "AND attnum > 0 AND NOT attisdropped AND attgenerated = '' AND attname <> ALL(%s)"
        )
        copy = COPY.format(table=TABLE, rest=ask(where, columns, TABLE, OWN))
        ask(where, "ALTER DATABASE careleavers SET session_replication_role = replica")  # no history of the copies
        ask(where, copy, contacts // found)
        ask(where, "ALTER DATABASE careleavers RESET session_replication_role")
    ask(where, "CREATE TABLE written (number bigserial PRIMARY KEY, at timestamptz DEFAULT clock_timestamp())")
    figures.contacts = ask(where, f"SELECT count(*) FROM {TABLE}")
    figures.gigabytes = ask(where, "SELECT pg_database_size(current_database())") / 1e9
    figures.say(f"{figures.contacts:,} contacts, {figures.gigabytes:.1f} GB.")


def base_backup(server: Postgres, target: Path, figures: Figures) -> None:
    account.make_server_folder(target)
    began = time.monotonic()
    command = [binaries.postgres(server.places, "pg_basebackup"), "-h", str(server.places.sockets), "-U", "postgres"]
    subprocess.run(
        [*command, "-D", str(target), "--checkpoint=fast", "--wal-method=none"],
        **run_as_server(target),
        check=True,
        capture_output=True,
    )
    figures.base_seconds = time.monotonic() - began
    figures.say(f"Base backup, while it was in use: {figures.base_seconds:.1f} s.")


def write_until_the_drop(where: Places, seconds: int) -> list[datetime]:
    """Somebody writes twenty rows a second; then the table of contacts is dropped. The moment of each, and of that."""
    written = []
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        written.append(ask(where, "INSERT INTO written DEFAULT VALUES RETURNING at"))
        time.sleep(0.05)
    time.sleep(1)
    written.append(ask(where, "SELECT clock_timestamp()"))
    time.sleep(1)
    ask(where, f"DROP TABLE {TABLE} CASCADE")
    return written


def lose_the_machine(
    server: Postgres, archive: Path, folder: Path, written: list[datetime], stack: ExitStack, figures: Figures
) -> float:
    """Only what had been archived is left: how many seconds before the drop it ends."""
    kept = folder / "kept"
    shutil.copytree(archive, kept, copy_function=shutil.copy2)
    hand_over(kept)
    restored = recover(folder, "lost", kept, "recovery_target_timeline=latest", stack)
    last = ask(restored.places, "SELECT max(at) FROM written")
    restored.stop()
    lost: timedelta = written[-1] - last
    return lost.total_seconds()


def go_back(
    server: Postgres, archive: Path, folder: Path, written: list[datetime], stack: ExitStack, figures: Figures
) -> None:
    """To the moment before the drop: the rest of the log is archived first."""
    ask(server.places, "SELECT pg_switch_wal()")
    last = ask(server.places, "SELECT pg_walfile_name(pg_switch_wal())")
    while not (archive / last).exists() and ask(server.places, "SELECT failed_count FROM pg_stat_archiver") == 0:
        if ask(server.places, "SELECT last_archived_wal >= %s FROM pg_stat_archiver", last):
            break
        time.sleep(0.2)
    began = time.monotonic()
    target = f"recovery_target_time={written[-1].isoformat(sep=' ')}"
    restored = recover(folder, "back", archive, target, stack)
    seconds = time.monotonic() - began
    contacts = ask(restored.places, f"SELECT count(*) FROM {TABLE}")
    rows, last_row = len(written) - 1, ask(restored.places, "SELECT max(at) FROM written")
    found = ask(restored.places, "SELECT count(*) FROM written")
    if (contacts, found) != (figures.contacts, rows):
        raise SystemExit(f"NOT proved: {contacts:,} of {figures.contacts:,} contacts, {found} of {rows} rows.")
    figures.say(f"Back at {last_row:%H:%M:%S.%f}, before the table was dropped: every contact, {found} of {rows} rows.")
    figures.say(f"RTO: {seconds:.1f} s from the decision until the record could be written to.")


def hand_over(folder: Path) -> None:
    for path in (folder, *folder.rglob("*")):
        os.chown(path, *account.owner_ids())


def recover(folder: Path, name: str, archive: Path, target: str, stack: ExitStack) -> Postgres:
    """A server from the base backup and the archive, once it takes writes."""
    state = folder / name
    places.make_folders(Places(state, state / "s", programs=state))
    subprocess.run(["cp", "-a", str(folder / "base"), str(state / "postgres")], check=True)
    (state / "postgres" / "recovery.signal").touch()
    restore = f"restore_command=cp {archive}/%f %p"
    server = start(state, (restore, target, "recovery_target_action=promote"), stack)
    while ask(server.places, "SELECT pg_is_in_recovery()"):
        time.sleep(0.1)
    return server


if __name__ == "__main__":
    main()
