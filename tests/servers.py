"""A throwaway Postgres and Valkey for one run of the tests."""

import os
import shutil
import tempfile
import time
from contextlib import ExitStack, suppress
from pathlib import Path

from careleavers.demo.embedded import places, supervisor
from careleavers.demo.embedded.account import CannotStart
from careleavers.demo.embedded.places import Places
from careleavers.demo.embedded.servers import Postgres, Valkey
from tests import snapshot

CHECKOUT = Path(__file__).resolve().parent.parent
PREFIX = "careleavers-tests-"
FOLDER_VARIABLE = "CARELEAVERS_TEST_FOLDER"
POSTGRES_SETTINGS = (
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "autovacuum=off",
    "log_line_prefix=%m [%p] %d ",  # test_logs_after_trouble.py reads of its own database alone
)
VALKEY_SETTINGS = ("--appendonly", "no", "--save", "", "--databases", "64")
DATABASES_PER_WORKER = 2  # the queue's and the cache's
YOUNG = 60  # seconds in which a folder without a lock may still be about to get one


def places_of_run() -> Places:
    """The same for every process of a run: xdist's workers and the tests' own children inherit the variable."""
    if FOLDER_VARIABLE not in os.environ:
        os.environ[FOLDER_VARIABLE] = tempfile.mkdtemp(prefix=PREFIX, dir=places.SHORT_FOLDER)
    return _places_in(Path(os.environ[FOLDER_VARIABLE]))


def name_in_environment() -> None:
    """Point the settings, here and in child processes, at this run's servers: databases of its own for each worker."""
    where = places_of_run()
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    os.environ["DATABASE_URL"] = where.database_url()
    os.environ["REDIS_URL"] = where.redis_url(worker * DATABASES_PER_WORKER)


def start() -> ExitStack:
    """Start both; closing the stack stops them and removes their folder."""
    clear_leftovers()
    where = places_of_run()
    places.make_folders(where)
    with ExitStack() as stack:
        stack.callback(shutil.rmtree, where.state, ignore_errors=True)
        stack.enter_context(supervisor.sole_supervisor(where))
        postgres, valkey = _services(where)
        snapshot.bring(postgres)
        for service in (postgres, valkey):
            stack.callback(service.stop)
            service.start()
        return stack.pop_all()


def clear_leftovers() -> None:
    """End the servers and remove the folders of runs that were killed."""
    for folder in places.SHORT_FOLDER.glob(f"{PREFIX}*"):
        with suppress(CannotStart, OSError):
            if time.time() - folder.stat().st_mtime < YOUNG:
                continue
            where = _places_in(folder)
            with supervisor.sole_supervisor(where):
                for service in _services(where):
                    service.end_orphans()
                shutil.rmtree(folder)


def _places_in(folder: Path) -> Places:
    return Places(folder, folder / "s", programs=places.of_checkout(CHECKOUT).state)


def _services(where: Places) -> tuple[Postgres, Valkey]:
    return Postgres(where, POSTGRES_SETTINGS), Valkey(where, VALKEY_SETTINGS)
