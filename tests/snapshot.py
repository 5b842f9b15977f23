"""A data folder of Postgres in which every migration has run: made once, copied by each run of the tests."""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import django

from careleavers.demo.embedded import account, places, servers
from careleavers.demo.embedded.account import CannotStart
from careleavers.demo.embedded.servers import Postgres

CHECKOUT = Path(__file__).resolve().parent.parent
FOLDER_VARIABLE = "CARELEAVERS_TEST_SNAPSHOTS"  # one folder for several checkouts, if you wish
SHAPED_BY = ("*/migrations/*.py", "careleavers/settings.py", "tests/snapshot.py", "tests/servers.py")
KEPT = 4  # snapshots: going back and forth between two branches migrates neither of them again
UNFINISHED = "unfinished-"


def bring(postgres: Postgres) -> None:
    """Give a server that has not started yet its data."""
    take(_folder(), key(), postgres.data, make=lambda: migrate(postgres))


def take(folder: Path, name: str, data: Path, make: Callable[[], None]) -> None:
    """Copy the snapshot of this name to `data`; where there is none, `make` the data and keep a copy of it.

    A second run waits until the first has made the snapshot, and nothing is removed while it is copied.
    """
    with _locked(folder):
        snapshot = folder / name
        if snapshot.exists():
            os.utime(snapshot)
            copy(snapshot, data)
        else:
            make()
            keep(data, snapshot)
            remove_old(folder)


def key(checkout: Path = CHECKOUT) -> str:
    """Changes with whatever shapes the schema: migrations, settings, the installed versions, how the server is made."""
    digest = hashlib.sha256()
    for path in sorted(path for pattern in SHAPED_BY for path in checkout.glob(pattern)):
        digest.update(f"{path.relative_to(checkout)}\n".encode() + path.read_bytes())
    digest.update(Path(servers.__file__).read_bytes())
    installed = Path(django.__file__).parent.parent.glob("*.dist-info")
    digest.update("\n".join(sorted(each.name for each in installed)).encode())
    return digest.hexdigest()[:16]


def keep(data: Path, snapshot: Path) -> None:
    """It gets its name only when it is whole."""
    unfinished = Path(tempfile.mkdtemp(prefix=UNFINISHED, dir=snapshot.parent))
    copy(data, unfinished / "data")
    (unfinished / "data").rename(snapshot)
    unfinished.rmdir()


def migrate(postgres: Postgres) -> None:
    """Run all migrations in the product's own database, which the tests' databases are copies of; stop the server."""
    sys.stderr.write("The migrations have changed: running them for a snapshot that later runs copy.\n")
    try:
        postgres.start()
        command = [sys.executable, "manage.py", "migrate", "--verbosity=0"]
        environment = os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings"}
        done = subprocess.run(command, cwd=CHECKOUT, env=environment, capture_output=True, text=True)
    finally:
        postgres.stop()
    if done.returncode:
        raise CannotStart(f"The migrations could not be run:\n{done.stdout}{done.stderr}")


def copy(source: Path, target: Path) -> None:
    """Owners and modes too; on a file system that can, `cp` shares the blocks until they are written."""
    subprocess.run(["cp", "-a", str(source), str(target)], check=True)


def remove_old(folder: Path) -> None:
    """All but the last used, and what killed runs left unfinished."""
    found = [each for each in folder.iterdir() if each.is_dir()]
    whole = sorted((each for each in found if not each.name.startswith(UNFINISHED)), key=_last_used, reverse=True)
    for each in found:
        if each not in whole[:KEPT]:
            shutil.rmtree(each)


def _last_used(snapshot: Path) -> float:
    return snapshot.stat().st_mtime


def _folder() -> Path:
    if FOLDER_VARIABLE in os.environ:
        return Path(os.environ[FOLDER_VARIABLE])
    state = places.of_checkout(CHECKOUT).state
    account.make_state_folder(state)
    return state / "tests"


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    folder.mkdir(exist_ok=True)
    handle = os.open(folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
