"""The services of the demo and the tests: how each starts, when it is ready, how it stops."""

import locale
import os
import shutil
import signal
import subprocess
import sys
import time
from abc import ABC, abstractmethod
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import psycopg2
import redis
from psycopg2 import sql

from careleavers.demo.embedded import account, binaries, processes
from careleavers.demo.embedded.account import CannotStart
from careleavers.demo.embedded.places import DATABASE, Places
from careleavers.environment import DEVELOPMENT

POLL = 0.05  # seconds
# A statement that is refused holds a note or an address, and so does the row in the detail: neither goes into a log.
WITHOUT_VALUES = ("log_min_error_statement=panic", "log_error_verbosity=terse", "log_parameter_max_length_on_error=0")
UTF8_LOCALES = ("C.UTF-8", "C.utf8", "en_GB.UTF-8", "en_US.UTF-8", "UTF-8")


class Service(ABC):
    """A child process in a session of its own, so that Ctrl-C in a terminal reaches only its supervisor."""

    title: str
    log_name: str
    stop_signal = signal.SIGTERM
    patience = 20.0  # seconds to stop before it is killed
    start_limit = 60.0  # seconds to become ready; crash recovery of a large database takes a while

    def __init__(self, places: Places) -> None:
        self.places = places
        self.process: subprocess.Popen[bytes] | None = None

    @abstractmethod
    def command(self) -> Sequence[str]: ...

    @abstractmethod
    def end_orphans(self) -> int:
        """End what an earlier run left behind; returns how many processes there were."""

    @abstractmethod
    def is_ready(self) -> bool: ...

    @abstractmethod
    def prepare(self) -> None:
        """Make whatever must be there before the start."""

    def start(self) -> None:
        """Start and wait until it is ready."""
        self.end_orphans()
        self.prepare()
        self.launch()
        self.wait_until_ready()

    def launch(self) -> None:
        with self.places.log(self.log_name).open("ab") as log:
            self.process = subprocess.Popen(
                self.command(), stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True, **self.extra()
            )

    @abstractmethod
    def extra(self) -> dict[str, Any]:
        """Further arguments of `subprocess`: its folder, environment and account."""

    def wait_until_ready(self) -> None:
        deadline = time.monotonic() + self.start_limit
        while not self.is_ready():
            if not self.is_running():
                raise CannotStart(f"{self.title.capitalize()} stopped while starting. {self.log_tail()}")
            if time.monotonic() > deadline:
                raise CannotStart(
                    f"{self.title.capitalize()} was not ready after {self.start_limit:.0f} seconds. {self.log_tail()}"
                )
            time.sleep(POLL)

    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def stop(self) -> None:
        """Ask it to stop, wait, and end its whole session when it does not."""
        if self.process is None:
            return
        if self.process.poll() is None:
            self.process.send_signal(self.stop_signal)
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(self.patience)
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def log_tail(self) -> str:
        log = self.places.log(self.log_name)
        lines = log.read_text(errors="replace").splitlines()[-8:] if log.exists() else []
        return "\n".join([f"Its log {log} ends:", *lines])


def run_as_server(folder: Path) -> dict[str, Any]:
    """The arguments of `subprocess` for a server's program in `folder`."""
    return {"cwd": folder, "env": {"LC_ALL": "C", "PATH": os.defpath}, **account.as_server_account()}


def utf8_locale() -> str:
    """A locale of this machine that knows the letters of every script: pg_trgm finds no others. Without one, "C"."""
    before = locale.setlocale(locale.LC_CTYPE)
    for name in UTF8_LOCALES:
        with suppress(locale.Error):
            locale.setlocale(locale.LC_CTYPE, name)
            locale.setlocale(locale.LC_CTYPE, before)
            return name
    return "C"


class EmbeddedServer(Service):
    """A server from a wheel; its data folder shows which processes are ours."""

    program: str
    data: Path

    def end_orphans(self) -> int:
        return processes.end(lambda: processes.in_folder(self.program, self.data))

    def extra(self) -> dict[str, Any]:
        return run_as_server(self.data)


class Postgres(EmbeddedServer):
    title, log_name, program = "Postgres", "postgres", "postgres"
    stop_signal = signal.SIGINT  # its fast shutdown: it does not wait for clients to leave

    def __init__(self, places: Places, settings: Sequence[str] = ()) -> None:
        super().__init__(places)
        self.data = places.postgres_data
        self.settings = settings

    def command(self) -> Sequence[str]:
        reached = ["listen_addresses=", f"unix_socket_directories={self.places.sockets}"]
        settings = [*reached, *WITHOUT_VALUES, *self.settings]
        program = binaries.postgres(self.places, "postgres")
        return [program, "-D", str(self.data), *(word for each in settings for word in ("-c", each))]

    def prepare(self) -> None:
        if not self.data.exists():
            self.make_cluster()
        self.forget_old_pid()

    def start(self) -> None:
        super().start()
        self.make_database()

    def make_cluster(self) -> None:
        """Made beside its place and moved there whole, so that an interrupted start leaves nothing half made."""
        new = self.data.with_suffix(".new")
        shutil.rmtree(new, ignore_errors=True)
        account.make_server_folder(new)
        command = [
            binaries.postgres(self.places, "initdb"),
            "-D",
            str(new),
            "-U",
            "postgres",
            "-A",
            "trust",
            "-E",
            "UTF8",
        ]
        command += ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        command += [f"--lc-ctype={utf8_locale()}"]
        done = subprocess.run(
            command,
            cwd=new,
            env={"LC_ALL": "C", "PATH": os.defpath},
            capture_output=True,
            text=True,
            **account.as_server_account(),
        )
        if done.returncode:
            raise CannotStart(f"Postgres could not make its data folder {new}:\n{done.stdout}{done.stderr}")
        new.rename(self.data)

    def forget_old_pid(self) -> None:
        """A pid in these files may belong to another program by now, and Postgres would refuse to start.

        Only after our own orphans have been ended: two servers on one data folder would ruin it.
        """
        (self.data / "postmaster.pid").unlink(missing_ok=True)
        for path in self.places.sockets.glob(".s.PGSQL.*"):
            path.unlink()

    def is_ready(self) -> bool:
        command = [binaries.postgres(self.places, "pg_isready"), "-q", "-U", "postgres", "-h", str(self.places.sockets)]
        return subprocess.run(command, cwd="/").returncode == 0

    def make_database(self) -> None:
        """The product's own database, unless it is there."""
        connection = psycopg2.connect(self.places.database_url("postgres"))
        connection.autocommit = True  # CREATE DATABASE runs in no transaction
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
                if cursor.fetchone() is None:
                    cursor.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(DATABASE)))
        finally:
            connection.close()


class Valkey(EmbeddedServer):
    title, log_name, program = "Valkey", "valkey", "valkey-server"

    def __init__(self, places: Places, settings: Sequence[str] = ()) -> None:
        super().__init__(places)
        self.data = places.valkey_data
        self.settings = settings

    def command(self) -> Sequence[str]:
        kept = ["--dir", str(self.data), "--appendonly", "yes", "--maxmemory-policy", "noeviction"]
        reached = ["--port", "0", "--unixsocket", str(self.places.valkey_socket), "--unixsocketperm", "700"]
        return [binaries.valkey(self.places), *kept, *reached, *self.settings]

    def prepare(self) -> None:
        account.make_server_folder(self.data)
        self.places.valkey_socket.unlink(missing_ok=True)

    def is_ready(self) -> bool:
        client = redis.Redis.from_url(self.places.redis_url())
        try:
            return bool(client.ping())
        except redis.RedisError:
            return False
        finally:
            client.close()


class Program(Service):
    """The web server, the worker or the beat. The log on its command line shows that it is ours."""

    def __init__(self, places: Places, checkout: Path, title: str, log_name: str, arguments: Sequence[str]) -> None:
        super().__init__(places)
        self.title, self.log_name = title, log_name
        self.checkout = checkout
        self.arguments = arguments

    def log_argument(self) -> str:
        return str(self.places.log(self.log_name))

    def command(self) -> Sequence[str]:
        return [sys.executable, "-m", *self.arguments, self.log_argument()]

    def end_orphans(self) -> int:
        return processes.end(lambda: processes.with_command(f"-m {self.arguments[0]}", self.log_argument()))

    def prepare(self) -> None:
        """The checkout has all it needs."""

    def extra(self) -> dict[str, Any]:
        return {"cwd": self.checkout, "env": {**os.environ, "CARELEAVERS_MODE": DEVELOPMENT}}

    def is_ready(self) -> bool:
        return self.is_running()
