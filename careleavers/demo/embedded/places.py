"""Where the embedded servers of a checkout keep their data and their sockets. Starts nothing."""

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from careleavers.demo.embedded import account

DATABASE = "careleavers"

# The same in every shell of this machine, whatever TMPDIR says, and short: a socket's path has at most 103 bytes.
SHORT_FOLDER = Path("/tmp")
PERSISTENT_FOLDER = Path("/var/tmp")


@dataclass(frozen=True)
class Places:
    state: Path
    sockets: Path
    # Where copies of the server programs go when their account cannot reach the installed ones.
    programs: Path

    @property
    def postgres_data(self) -> Path:
        return self.state / "postgres"

    @property
    def valkey_data(self) -> Path:
        return self.state / "valkey"

    @property
    def valkey_socket(self) -> Path:
        return self.sockets / "valkey.sock"

    @property
    def static_files(self) -> Path:
        return self.state / "static"

    @property
    def lock(self) -> Path:
        return self.state / "lock"

    def log(self, name: str) -> Path:
        return self.state / f"{name}.log"

    def database_url(self, database: str = DATABASE) -> str:
        return f"postgres://postgres@{quote(str(self.sockets), safe='')}/{database}"

    def redis_url(self, number: int = 0) -> str:
        return f"unix://{self.valkey_socket}?db={number}"


def make_folders(places: Places) -> None:
    account.make_state_folder(places.state)
    account.make_server_folder(places.sockets)


def of_checkout(checkout: Path, folder: str = "") -> Places:
    """Data is in `folder`, or in the checkout. Under a closed home of root's: in the persistent temp folder."""
    wanted = Path(folder).resolve() if folder else checkout / ".run"
    name = f"careleavers-{os.geteuid()}-{hashlib.sha256(str(wanted).encode()).hexdigest()[:12]}"
    state = wanted if account.is_reachable(wanted.parent) else PERSISTENT_FOLDER / name
    return Places(state, SHORT_FOLDER / name, programs=state)
