"""The programs of a deployment on more than one machine, each on a port of the loopback: what starts, stops and ends
them. Debian's packages, or what the wheels of the demo bring."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg2
import redis

from bench.web import Failed
from careleavers.demo.embedded import account, binaries, places
from scripts.locks import CHECKOUT

HOST = "127.0.0.1"
DATABASE = "careleavers"
NEEDED = ("pgbouncer", "haproxy")
LIMIT = 120.0  # seconds for something to become ready
# Postgres passes its options through no pooler: the pooler sets how long each program waits.
WEB_WAITS = "SET lock_timeout = 5000; SET statement_timeout = 30000"


class NotReady(Exception):
    """Something did not become ready in time."""


def free_ports(many: int) -> list[int]:
    """Ports of the loopback that nobody uses now."""
    sockets = [socket.create_server((HOST, 0)) for _ in range(many)]
    ports = [each.getsockname()[1] for each in sockets]
    for each in sockets:
        each.close()
    return ports


def wait_for(ready: Callable[[], Any], what: str) -> None:
    until = time.monotonic() + LIMIT
    while time.monotonic() < until:
        with suppress(psycopg2.Error, redis.RedisError, OSError, Failed):
            if ready():
                return
        time.sleep(0.1)
    raise NotReady(f"{what} was not ready after {LIMIT:.0f} seconds.")


@dataclass
class Program:
    """One process group, whose output goes into a file."""

    name: str
    command: Sequence[str]
    folder: Path
    environment: dict[str, str] = field(default_factory=dict)
    as_server: bool = False  # Postgres and PgBouncer refuse to run as root
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        options: dict[str, Any] = account.as_server_account() if self.as_server else {}
        with (self.folder / f"{self.name}.log").open("ab") as log:
            self.process = subprocess.Popen(
                self.command,
                cwd=self.folder if self.as_server else CHECKOUT,
                env=os.environ | self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
                **options,
            )

    def end(self, how: signal.Signals = signal.SIGKILL) -> None:
        """Its whole group, at once: as when its machine is gone."""
        if self.process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, how)
            self.process.wait()
            self.process = None


class Servers:
    """Postgres and its standby behind PgBouncer, Valkey and its replica behind HAProxy, which fronts the web too."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        names = ("one", "two", "pooler", "valkey_one", "valkey_two", "valkey", "web_one", "web_two", "web")
        self.ports = dict(zip(names, free_ports(len(names)), strict=True))
        self.programs: dict[str, Program] = {}
        self.bin = Path(binaries.postgres(places.of_checkout(CHECKOUT), "postgres")).parent
        debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
        if debian:
            self.bin = debian[-1]
        self.primary = "one"

    def url(self, at: str, database: str = DATABASE) -> str:
        return f"postgres://postgres@{HOST}:{self.ports[at]}/{database}"

    def add(
        self, name: str, *command: str, as_server: bool = False, environment: dict[str, str] | None = None
    ) -> Program:
        self.programs[name] = Program(name, command, self.folder, environment or {}, as_server)
        self.programs[name].start()
        return self.programs[name]

    def end_all(self) -> None:
        for program in reversed(self.programs.values()):
            program.end()

    def ask(self, at: str, statement: str, *parameters: Any) -> Any:
        """The first value; each statement is its own transaction."""
        connection = psycopg2.connect(self.url(at), connect_timeout=3)
        connection.autocommit = True
        try:
            with connection.cursor() as cursor:
                cursor.execute(statement, parameters)
                found = cursor.fetchone() if cursor.description else None
                return found[0] if found else None
        finally:
            connection.close()

    def run_as_server(self, *command: str) -> None:
        done = subprocess.run(command, cwd=self.folder, capture_output=True, text=True, **account.as_server_account())
        if done.returncode:
            raise SystemExit(f"{Path(command[0]).name} failed: {done.stderr[-500:]}")

    def start_postgres(self, name: str) -> None:
        settings = {
            "listen_addresses": HOST,
            "port": str(self.ports[name]),
            "unix_socket_directories": "",
            "max_connections": "60",
        }
        options = [word for key, value in settings.items() for word in ("-c", f"{key}={value}")]
        self.add(name, str(self.bin / "postgres"), "-D", str(self.folder / name), *options, as_server=True)
        wait_for(lambda: self.ask(name, "SELECT 1") if name == self.primary else self.accepts(name), name)

    def accepts(self, name: str) -> bool:
        connection = psycopg2.connect(self.url(name, "postgres"), connect_timeout=3)
        connection.close()
        return True

    def make_postgres(self) -> None:
        """The first with an empty database, and the second following it: a commit is on both before it is answered."""
        trust = ("--auth=trust", "--username=postgres", "--encoding=UTF8", "--locale=C.UTF-8")
        self.run_as_server(str(self.bin / "initdb"), "-D", str(self.folder / "one"), *trust)
        self.primary = "two"  # no database of ours to ask for yet
        self.start_postgres("one")
        self.primary = "one"
        connection = psycopg2.connect(self.url("one", "postgres"))
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE DATABASE {DATABASE}")
        connection.close()
        self.follow("two", self.primary)

    def follow(self, standby: str, primary: str) -> None:
        data = self.folder / standby
        shutil.rmtree(data, ignore_errors=True)
        where = f"host={HOST} port={self.ports[primary]} user=postgres application_name={standby}"
        copy = (str(self.bin / "pg_basebackup"), "-d", where, "-D", str(data), "-R", "-X", "stream", "-c", "fast")
        self.run_as_server(*copy)
        self.start_postgres(standby)
        wait_for(lambda: self.ask(primary, "SELECT count(*) FROM pg_stat_replication") == 1, "The standby")
        self.acknowledge_on(primary, standby)

    def acknowledge_on(self, primary: str, standby: str) -> None:
        """A commit waits until the standby has it; with no standby named, it waits for nobody."""
        self.ask(primary, f"ALTER SYSTEM SET synchronous_standby_names = '{standby}'")
        self.ask(primary, "SELECT pg_reload_conf()")

    def promote(self, standby: str) -> None:
        """The standby is the primary from now on, and the pooler leads there."""
        self.ask(standby, "SELECT pg_promote()")
        self.acknowledge_on(standby, "")
        self.primary = standby
        self.write_pooler()
        self.programs["pooler"].process.send_signal(signal.SIGHUP)  # type: ignore[union-attr]

    def write_pooler(self) -> None:
        (self.folder / "users.txt").write_text('"postgres" ""\n')
        (self.folder / "pgbouncer.ini").write_text(
            f"[databases]\n{DATABASE} = host={HOST} port={self.ports[self.primary]} dbname={DATABASE} "
            f"connect_query='{WEB_WAITS}'\n[pgbouncer]\nlisten_addr = {HOST}\nlisten_port = {self.ports['pooler']}\n"
            f"unix_socket_dir =\nauth_type = trust\nauth_file = {self.folder}/users.txt\npool_mode = transaction\n"
            "default_pool_size = 20\nmax_client_conn = 200\nserver_connect_timeout = 2\nserver_login_retry = 1\n"
            "query_wait_timeout = 20\n"
        )

    def start_pooler(self) -> None:
        self.write_pooler()
        self.add("pooler", shutil.which("pgbouncer") or "pgbouncer", str(self.folder / "pgbouncer.ini"), as_server=True)
        wait_for(lambda: self.ask("pooler", "SELECT 1"), "PgBouncer")

    def start_valkey(self) -> None:
        program = binaries.valkey(places.of_checkout(CHECKOUT))
        for name in ("valkey_one", "valkey_two"):
            kept = ["--bind", HOST, "--port", str(self.ports[name]), "--appendonly", "yes", "--dir", str(self.folder)]
            kept += ["--appendfilename", name, "--dbfilename", f"{name}.rdb", "--appenddirname", f"{name}-aof"]
            self.add(name, program, *kept)
            wait_for(lambda: self.valkey(name).ping(), name)  # noqa: B023
        self.valkey("valkey_two").replicaof(HOST, self.ports["valkey_one"])

    def valkey(self, name: str) -> redis.Redis:
        return redis.Redis(HOST, self.ports[name], socket_timeout=2)

    def start_proxy(self) -> None:
        """To the web processes that answer /ping, and to the Valkey that says it is the master."""
        backends = {"web": ("web_one", "web_two"), "valkey": ("valkey_one", "valkey_two")}
        text = "defaults\n  timeout connect 2s\n  timeout client 90s\n  timeout server 90s\n  retries 3\n"
        for name, behind in backends.items():
            text += f"listen {name}\n  bind {HOST}:{self.ports[name]}\n"
            text += (
                "  mode http\n  option httpchk GET /ping\n  option redispatch\n  retry-on conn-failure\n"
                if name == "web"
                else "  mode tcp\n  option tcp-check\n  tcp-check send info\\ replication\\r\\n\n"
                "  tcp-check expect string role:master\n"
            )
            for each in behind:
                checked = "check inter 1s fall 2 rise 1 on-marked-down shutdown-sessions"
                text += f"  server {each} {HOST}:{self.ports[each]} {checked}\n"
        (self.folder / "haproxy.cfg").write_text(text)
        self.add("proxy", shutil.which("haproxy") or "haproxy", "-db", "-f", str(self.folder / "haproxy.cfg"))

    def product(self) -> dict[str, str]:
        """The environment of web, workers and beats."""
        return {
            "CARELEAVERS_MODE": "production",
            "SECRET_KEY": "only-for-this-run-" + "0123456789abcdefghijklmnop" * 2,
            "ALLOWED_HOSTS": HOST,
            "SECURE_SSL_REDIRECT": "no",
            "STATIC_ROOT": str(self.folder / "static"),
            "DATABASE_URL": self.url("pooler"),
            "DATABASE_POOLED": "yes",
            "REDIS_URL": f"redis://{HOST}:{self.ports['valkey']}/0",
            "WEB_WORKERS": "1",
            "LETTER_LEASE_SECONDS": "60",  # the letter that an ended worker had in hand waits so long
        }

    def manage(self, *command: str) -> None:
        """Straight at Postgres, as migrations and loading are."""
        environment = os.environ | {"DATABASE_URL": self.url(self.primary), "CARELEAVERS_MODE": "development"}
        subprocess.run([sys.executable, *command], cwd=CHECKOUT, env=environment, stdout=subprocess.DEVNULL, check=True)

    def collect_static(self) -> None:
        collect = [sys.executable, "manage.py", "collectstatic", "--no-input", "--verbosity", "0"]
        subprocess.run(collect, cwd=CHECKOUT, env=os.environ | self.product(), check=True)

    def start_web(self, name: str) -> None:
        bind = f"{HOST}:{self.ports[name]}"
        self.add(
            name, sys.executable, "-m", "gunicorn", "careleavers.wsgi", environment=self.product() | {"BIND": bind}
        )

    def start_worker(self, name: str) -> None:
        celery = (sys.executable, "-m", "celery", "-A", "careleavers", "worker", "-c", "1", "-n", f"{name}@%h")
        self.add(name, *celery, environment=self.product())

    def ask_workers_for(self, task: str, *, times: int) -> None:
        """As beat would, once for each worker."""
        celery = (sys.executable, "-m", "celery", "-A", "careleavers", "call", task)
        for _ in range(times):
            environment = os.environ | self.product()
            subprocess.run(celery, cwd=CHECKOUT, env=environment, stdout=subprocess.DEVNULL, check=True)

    def start_beat(self, name: str) -> None:
        schedule = ("--schedule", str(self.folder / f"{name}.schedule"), "--pidfile=")
        self.add(
            name, sys.executable, "-m", "celery", "-A", "careleavers", "beat", *schedule, environment=self.product()
        )
