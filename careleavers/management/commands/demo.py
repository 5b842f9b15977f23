"""Everything on this machine with an invented council: databases, web, worker and beat."""

import shutil
import signal
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from io import StringIO
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import BaseCommand, CommandError, call_command
from django.core.management.base import CommandParser
from django.db import DatabaseError, connections
from django.db.migrations.exceptions import InconsistentMigrationHistory
from django.utils import timezone

from careleavers import environment as env
from careleavers.demo.embedded import places, programs, walk
from careleavers.demo.embedded.account import CannotStart
from careleavers.demo.embedded.servers import Postgres, Service, Valkey
from careleavers.demo.embedded.supervisor import Supervisor, sole_supervisor
from careleavers.demo.load import PASSWORD, sign_ins
from careleavers.models import Heartbeat
from careleavers.queries.jobs import wrong_jobs
from careleavers.rules.words import listing

PORTS_TO_TRY = 100
TICK_WITHIN = 60.0  # seconds
JOBS_WITHIN = 120.0  # seconds


class Command(BaseCommand):
    help = "Start the databases, the web server, the worker and the beat with an invented council. Ctrl-C stops them."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        instead = parser.add_mutually_exclusive_group()
        instead.add_argument("--check", action="store_true", help="open every page as each role, then stop")
        instead.add_argument("--reset", action="store_true", help="forget the council and stop")

    def handle(self, *, check: bool, reset: bool, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError("The demo is for trying things out: unset CARELEAVERS_MODE to run it.")
        self.places = settings.EMBEDDED
        try:
            with ExitStack() as stack:
                stack.enter_context(ended_by_signals())
                places.make_folders(self.places)
                stack.enter_context(sole_supervisor(self.places))
                if reset:
                    self.reset()
                else:
                    self.run(stack, check=check)
        except (CannotStart, walk.PageFailed) as problem:
            raise CommandError(str(problem)) from None
        except KeyboardInterrupt:
            self.print_line("Stopped.")

    def run(self, stack: ExitStack, *, check: bool) -> None:
        self.print_line(f"Data is kept in {self.places.state} (make demo-reset forgets it).")
        began, port = timezone.now(), env.integer("PORT", 8000)
        supervisor = Supervisor(self.print_line, self.step)
        stack.callback(stop_undisturbed, supervisor)
        servers, ours = self.servers(), self.programs(port)
        ended = sum(service.end_orphans() for service in reversed([*servers, *ours]))
        if ended:
            self.print_line(f"Ended {ended} processes that an earlier run left behind.")
        refuse_busy_port(port)
        supervisor.start(servers)
        self.fill_database()
        supervisor.start(ours)
        address = f"http://{programs.HOST}:{port}/"
        if check:
            self.open_every_page(address, began=began)
        else:
            self.welcome(address)
            connections.close_all()  # Postgres may be started again under the supervisor
            supervisor.watch()

    def servers(self) -> list[Service]:
        """Only those that no setting replaces by a real server."""
        found: list[Service] = []
        if settings.DATABASES["default"]["HOST"] == str(self.places.sockets):
            found.append(Postgres(self.places))
        if self.places.redis_url() == settings.REDIS_URL:
            found.append(Valkey(self.places))
        return found

    def programs(self, port: int) -> list[Service]:
        checkout = settings.BASE_DIR
        return [
            programs.worker(self.places, checkout),
            programs.beat(self.places, checkout),
            programs.Web(self.places, checkout, port),
        ]

    def fill_database(self) -> None:
        with self.step("Bringing the database up to date"):
            migrate()
        if not get_user_model()._default_manager.exists():
            with self.step("Loading the invented council"):
                call_command(
                    "load_demo", "--people", str(env.integer("DEMO_PEOPLE", 330)), "--seed", "1", stdout=StringIO()
                )
        connections.close_all()

    def welcome(self, address: str) -> None:
        self.print_line(f"\nOpen {address} and sign in as one of:")
        for role, email in sign_ins():
            self.print_line(f"  {role:<32}  {email:<36}  {PASSWORD}")
        self.print_line(f"Logs are in {self.places.state}. Ctrl-C stops everything.\n")

    def open_every_page(self, address: str, *, began: datetime) -> None:
        with self.step("Waiting for a tick from the beat through the worker"):
            wait_for_tick(since=began)
        with self.step("Waiting for the jobs that came due while it was stopped"):
            wait_for_jobs()
        walk.Visitor(address).open(f"{address}health")
        for role, email in sign_ins():
            visitor = walk.Visitor(address)
            opened = visitor.open_navigation(visitor.sign_in(email, PASSWORD))
            self.print_line(f"{role}: {opened} pages opened")

    def reset(self) -> None:
        for service in [*self.programs(port=0), *self.servers()]:
            service.end_orphans()
        shutil.rmtree(self.places.sockets)
        shutil.rmtree(self.places.state)
        self.print_line(f"Forgotten: {self.places.state}")

    def print_line(self, sentence: str) -> None:
        self.stdout.write(sentence)
        self.stdout.flush()

    @contextmanager
    def step(self, title: str) -> Iterator[None]:
        """Says what begins, and how long it took."""
        self.stdout.write(f"{title} ... ", ending="")
        self.stdout.flush()
        began = time.monotonic()
        try:
            yield
        except BaseException:
            self.print_line("stopped")
            raise
        self.print_line(f"{time.monotonic() - began:.1f} s")


def migrate() -> None:
    try:
        call_command("migrate", interactive=False, verbosity=0)
    except (InconsistentMigrationHistory, DatabaseError) as error:
        raise CannotStart(
            f"The demo's data does not fit this version of the product ({error}): make demo-reset forgets it."
        ) from error


def wait_for_tick(*, since: datetime) -> None:
    """One that this run's beat sent and this run's worker recorded, not an earlier run's."""
    deadline = time.monotonic() + TICK_WITHIN
    while not Heartbeat.objects.filter(name=Heartbeat.TICK, last_seen_at__gte=since).exists():
        if time.monotonic() > deadline:
            raise CannotStart(
                f"No tick came through the beat and the worker within {TICK_WITHIN:.0f} seconds: see their logs."
            )
        time.sleep(0.2)


def wait_for_jobs() -> None:
    """Until none is late: what came due while nothing ran, the beat sends when it starts."""
    deadline = time.monotonic() + JOBS_WITHIN
    while late := wrong_jobs(timezone.now()):
        if time.monotonic() > deadline:
            names = listing(job.title.lower() for job in late)
            raise CannotStart(f"Late or failed after {JOBS_WITHIN:.0f} seconds: {names}. See the worker's log.")
        time.sleep(0.5)


def refuse_busy_port(port: int) -> None:
    if is_free(port):
        return
    other = next((each for each in range(port + 1, port + PORTS_TO_TRY) if is_free(each)), None)
    offer = f": choose another, for example PORT={other} make demo" if other else ""
    raise CannotStart(f"Port {port} is in use by another program{offer}.")


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as the web server does
        try:
            probe.bind((programs.HOST, port))
        except OSError:
            return False
        return True


@contextmanager
def ended_by_signals() -> Iterator[None]:
    """A closed terminal and `kill` end the command as Ctrl-C does."""

    def interrupt(number: int, frame: object) -> None:
        raise KeyboardInterrupt

    before = {number: signal.signal(number, interrupt) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def stop_undisturbed(supervisor: Supervisor) -> None:
    """A second Ctrl-C must not leave servers behind."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    supervisor.stop()
