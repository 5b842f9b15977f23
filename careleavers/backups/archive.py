"""The two files of a backup, each encrypted with a public key (age): what Postgres dumped, and the manifest.

    careleavers-2026-11-28T020000Z.dump.age        age --decrypt -i KEY … | pg_restore … reads it without this product
    careleavers-2026-11-28T020000Z.manifest.age    when, which versions, the rows and checksum of each table

Nobody who has the files alone, or the machine that writes them, can read them: that needs the private key. Nothing is
written unencrypted on the way. The manifest is written last: a dump without one is not whole.
"""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import IO, Any

import pyrage
from psycopg2.extensions import connection as Connection

from careleavers.backups import programs
from careleavers.backups.inventory import LEFT_OUT, Inventory, take_inventory
from careleavers.backups.programs import BackupFailed

FORMAT = 1
DUMP, MANIFEST = ".dump.age", ".manifest.age"


@dataclass(frozen=True)
class Manifest:
    taken_at: datetime
    version: str  # of the product
    postgres: str  # of the server
    inventory: Inventory

    def as_json(self) -> dict[str, Any]:
        return {
            "format": FORMAT,
            "taken_at": self.taken_at.isoformat(),
            "version": self.version,
            "postgres": self.postgres,
            "inventory": self.inventory.as_json(),
        }


def new_key(path: Path) -> str:
    """Write a new private key into a file that only its owner can read; returns the public key."""
    identity = pyrage.x25519.Identity.generate()
    public = str(identity.to_public())
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(f"# public key: {public}\n{identity}\n")
    except OSError as wrong:
        raise BackupFailed(f"The private key cannot be written to {path}: {wrong.strerror}.") from None
    return public


def public_key(text: str) -> pyrage.x25519.Recipient:
    try:
        return pyrage.x25519.Recipient.from_str(text.strip())
    except pyrage.RecipientError:
        raise BackupFailed("BACKUP_PUBLIC_KEY is no public key: it begins with age1.") from None


def private_key(path: Path) -> pyrage.x25519.Identity:
    """From a file as age-keygen writes it: comments begin with #."""
    try:
        lines = [line.strip() for line in path.read_text().splitlines()]
        return pyrage.x25519.Identity.from_str(next(line for line in lines if line and not line.startswith("#")))
    except OSError as wrong:
        raise BackupFailed(f"The private key {path} cannot be read: {wrong.strerror}.") from None
    except (StopIteration, ValueError, pyrage.IdentityError):
        raise BackupFailed(f"{path} holds no private key: it begins with AGE-SECRET-KEY-1.") from None


def write_backup(
    address: Mapping[str, Any], folder: Path, *, key: str, version: str, now: datetime, program_folders: list[str]
) -> tuple[Path, Manifest]:
    """Back up the database at `address` into two new files in `folder`; returns the dump's path and the manifest.

    Both see the same moment: they read the snapshot of one transaction.
    """
    recipient = public_key(key)
    dump = folder / f"careleavers-{now.astimezone(UTC):%Y-%m-%dT%H%M%SZ}{DUMP}"
    connection = programs.connect(address)
    try:
        with dump.open("xb") as file, connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            cursor.execute("SELECT pg_export_snapshot(), current_setting('server_version')")
            snapshot, postgres = cursor.fetchone() or ("", "")
            command = _dump_command(connection, address, snapshot, program_folders)
            with _piped(command, address, stdout=subprocess.PIPE) as process:
                pyrage.encrypt_io(process.stdout, file, [recipient])
            manifest = Manifest(now, version, postgres, take_inventory(cursor))
        text = json.dumps(manifest.as_json()).encode()
        manifest_of(dump).write_bytes(pyrage.encrypt(text, [recipient]))
        return dump, manifest
    except FileExistsError:
        raise BackupFailed(f"{dump} is there already.") from None
    except OSError as wrong:
        _remove(dump)
        raise BackupFailed(f"The backup cannot be written to {folder}: {wrong.strerror}.") from None
    except BaseException:
        _remove(dump)
        raise
    finally:
        connection.close()


def _dump_command(connection: Connection, address: Mapping[str, Any], snapshot: str, folders: list[str]) -> list[str]:
    pg_dump = programs.find("pg_dump", connection.server_version // 10_000, folders=folders)
    left_out = [f"--exclude-table-data={table}" for table in LEFT_OUT]
    options = ["--format=custom", "--no-owner", "--no-privileges", *left_out, f"--snapshot={snapshot}"]
    return [pg_dump, *options, str(address["NAME"])]


def _remove(dump: Path) -> None:
    for path in (dump, manifest_of(dump)):
        with suppress(OSError):
            path.unlink()


def manifest_of(dump: Path) -> Path:
    return dump.with_name(dump.name.removesuffix(DUMP) + MANIFEST)


def read_manifest(dump: Path, identity: pyrage.x25519.Identity) -> Manifest:
    path = manifest_of(dump)
    found = json.loads(_decrypted(path, identity))
    if found.get("format") != FORMAT:
        raise BackupFailed(f"{path.name} has format {found.get('format')}: this version reads format {FORMAT}.")
    taken_at = datetime.fromisoformat(found["taken_at"])
    return Manifest(taken_at, found["version"], found["postgres"], Inventory(**found["inventory"]))


def _decrypted(path: Path, identity: pyrage.x25519.Identity) -> bytes:
    text = BytesIO()
    _decrypt(path, text, identity)
    return text.getvalue()


def _decrypt(path: Path, target: Any, identity: pyrage.x25519.Identity) -> None:
    try:
        with path.open("rb") as file:
            pyrage.decrypt_io(file, target, [identity])
    except pyrage.DecryptError:
        raise BackupFailed(f"{path.name} cannot be opened with this private key, or is damaged.") from None
    except FileNotFoundError:
        raise BackupFailed(f"{path} is not there.") from None
    except OSError as wrong:
        if wrong.errno is None:  # not the machine's: what was read is not what was written
            raise BackupFailed(f"{path.name} cannot be opened: it is damaged.") from None
        raise


def restore(
    dump: Path, identity: pyrage.x25519.Identity, address: Mapping[str, Any], *, program_folders: list[str]
) -> None:
    """Decrypt the dump into the empty database at `address`; the first thing that cannot be restored ends it."""
    connection = programs.connect(address)
    major = connection.server_version // 10_000
    connection.close()
    pg_restore = programs.find("pg_restore", major, folders=program_folders)
    command = [pg_restore, "--no-owner", "--no-privileges", "--exit-on-error", f"--dbname={address['NAME']}"]
    with _piped(command, address, stdin=subprocess.PIPE) as process:
        _decrypt(dump, process.stdin, identity)


class _piped:
    """A program whose input or output is read here; BackupFailed with its own words when it fails."""

    def __init__(
        self, command: list[str], address: Mapping[str, Any], stdin: int | None = None, stdout: int | None = None
    ) -> None:
        self.command, self.address, self.stdin, self.stdout = command, address, stdin, stdout

    def __enter__(self) -> subprocess.Popen[bytes]:
        self.said: IO[bytes] = tempfile.TemporaryFile()
        environment = programs.environment(self.address)
        self.process = subprocess.Popen(
            self.command, env=environment, stdin=self.stdin, stdout=self.stdout, stderr=self.said
        )
        return self.process

    def __exit__(self, kind: type[BaseException] | None, *rest: object) -> None:
        for stream in (self.process.stdin, self.process.stdout):
            with suppress(OSError):
                if stream:
                    stream.close()
        if kind and not issubclass(kind, OSError):
            self.process.kill()
        failed = self.process.wait()
        self.said.seek(0)
        lines = self.said.read().decode(errors="replace").strip().splitlines()
        self.said.close()
        if failed and (kind is None or issubclass(kind, OSError)):
            raise BackupFailed(f"{Path(self.command[0]).name} ended with {failed}: {' '.join(lines[-3:])}") from None


def newest_in(folder: Path) -> Path:
    """The newest whole backup; BackupFailed where there is none."""
    whole = [path for path in folder.glob(f"careleavers-*{DUMP}") if manifest_of(path).exists()]
    if not whole:
        raise BackupFailed(f"There is no backup in {folder}.")
    return max(whole)


def taken_at(dump: Path) -> datetime:
    """When the backup was taken, as its name says."""
    return datetime.strptime(dump.name, f"careleavers-%Y-%m-%dT%H%M%SZ{DUMP}").replace(tzinfo=UTC)
