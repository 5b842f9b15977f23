"""The embedded servers start whatever an earlier run left behind. Each test has servers of its own."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg2
import pytest

from careleavers.demo.embedded import account, places, processes, supervisor
from careleavers.demo.embedded.account import CannotStart
from careleavers.demo.embedded.places import Places
from careleavers.demo.embedded.servers import Postgres, Service, Valkey
from careleavers.demo.embedded.supervisor import Supervisor
from tests import snapshot

SOON = 60.0  # seconds, on a machine that is busy with other tests
CHECKOUT = Path(__file__).resolve().parent.parent.parent

# A supervisor to be killed: it starts both servers, says so, and waits.
SUPERVISOR = """
import sys, time
from pathlib import Path
from careleavers.demo.embedded.places import Places
from careleavers.demo.embedded.servers import Postgres, Valkey
from careleavers.demo.embedded.supervisor import sole_supervisor
where = Places(*map(Path, sys.argv[1:]))
with sole_supervisor(where):
    Postgres(where).start()
    Valkey(where).start()
    print("ready", flush=True)
    time.sleep(600)
"""


@contextmanager
def places_of_its_own() -> Iterator[Places]:
    """Not in pytest's own folder, which only its owner may enter: as root the servers run under another account."""
    folder = Path(tempfile.mkdtemp(prefix="careleavers-embedded-", dir=places.SHORT_FOLDER))
    found = Places(folder, folder / "s", programs=places.of_checkout(CHECKOUT).state)
    places.make_folders(found)
    yield found
    processes.end(lambda: processes.in_folder("postgres", found.postgres_data))
    processes.end(lambda: processes.in_folder("valkey-server", found.valkey_data))
    shutil.rmtree(folder)


@pytest.fixture
def where() -> Iterator[Places]:
    with places_of_its_own() as found:
        yield found


@pytest.fixture(scope="module")
def cluster() -> Iterator[Path]:
    """A data folder as a first start makes it, for the tests that are about later starts."""
    with places_of_its_own() as found:
        Postgres(found).make_cluster()
        yield found.postgres_data


@pytest.fixture
def made(where: Places, cluster: Path) -> None:
    """There was a first start here."""
    snapshot.copy(cluster, where.postgres_data)


@contextmanager
def running(service: Service) -> Iterator[Service]:
    service.start()
    try:
        yield service
    finally:
        service.stop()


def ask(where: Places, query: str) -> list[tuple]:
    connection = psycopg2.connect(where.database_url())
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute(query)
            return cursor.fetchall() if cursor.description else []
    finally:
        connection.close()


def write_rows(where: Places) -> None:
    ask(where, "CREATE TABLE kept AS SELECT generate_series(1, 50000) AS number")


def assert_rows_are_kept(where: Places) -> None:
    assert ask(where, "SELECT count(*) FROM kept") == [(50000,)]


def test_a_second_start_finds_the_same_data(where):
    with running(Postgres(where)):
        write_rows(where)
    with running(Postgres(where)):
        assert_rows_are_kept(where)


@pytest.mark.usefixtures("made")
def test_servers_survive_kill_9_of_their_supervisor(where):
    """Seen to fail when end_orphans finds nothing: the new Postgres refuses to share the folder."""
    command = [sys.executable, "-c", SUPERVISOR, *map(str, (where.state, where.sockets, where.programs))]
    killed = subprocess.Popen(command, cwd=CHECKOUT, stdout=subprocess.PIPE, text=True)
    assert killed.stdout is not None
    with killed.stdout:
        assert killed.stdout.readline() == "ready\n"
        write_rows(where)
        killed.kill()
        killed.wait()
    orphans = processes.in_folder("postgres", where.postgres_data)
    assert orphans, "the orphans must live for this test to mean anything"
    with supervisor.sole_supervisor(where), running(Postgres(where)), running(Valkey(where)):
        assert_rows_are_kept(where)
        assert not set(orphans) & set(processes.in_folder("postgres", where.postgres_data))


@pytest.mark.usefixtures("made")
def test_postgres_starts_after_kill_9_with_busy_backends(where):
    """Seen to fail when only the postmaster is looked for: "pre-existing shared memory block is still in use"."""
    first = Postgres(where)
    first.start()
    write_rows(where)
    busy = [threading.Thread(target=keep_busy, args=(where,), daemon=True) for _ in range(3)]
    for each in busy:
        each.start()
    wait_for(lambda: ask(where, "SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%endless%'")[0][0] > 3)
    kill(first)
    assert processes.in_folder("postgres", where.postgres_data), "busy backends outlive their postmaster"
    with running(Postgres(where)):
        assert_rows_are_kept(where)
    for each in busy:
        each.join(SOON)
        assert not each.is_alive()


def kill(service: Service) -> None:
    """The process alone, as `kill -9` does; its children are not told."""
    assert service.process is not None
    service.process.kill()
    service.process.wait()


def keep_busy(where: Places) -> None:
    with suppress(psycopg2.OperationalError, psycopg2.InternalError):
        ask(
            where,
            "SELECT count(*) AS endless FROM pg_class a, pg_class b, pg_class c, pg_class d",
        )


def wait_for(condition) -> None:
    deadline = time.monotonic() + SOON
    while not condition():
        assert time.monotonic() < deadline, "waited too long"
        time.sleep(0.05)


@pytest.mark.usefixtures("made")
def test_a_stale_pid_file_does_not_matter(where):
    with running(Postgres(where)) as service:
        write_rows(where)
        left = (where.postgres_data / "postmaster.pid").read_text()
        kill(service)
    (where.postgres_data / "postmaster.pid").write_text(left)
    with running(Postgres(where)):
        assert_rows_are_kept(where)


@pytest.mark.usefixtures("made")
def test_a_reused_pid_neither_stops_the_start_nor_is_harmed(where):
    """Seen to fail without forget_old_pid: "lock file postmaster.pid already exists"."""
    with running(Postgres(where)):
        write_rows(where)
    stranger = subprocess.Popen(["sleep", "60"], cwd="/", **account.as_server_account())
    try:
        lines = [stranger.pid, where.postgres_data, 0, 5432, where.sockets, "", "0 0", "ready"]
        for path in (where.postgres_data / "postmaster.pid", where.sockets / ".s.PGSQL.5432.lock"):
            path.write_text("\n".join(map(str, lines)) + "\n")
            os.chown(path, *account.owner_ids())
        with running(Postgres(where)):
            assert_rows_are_kept(where)
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


def test_an_interrupted_first_start_leaves_nothing_half_made(where):
    half_made = where.postgres_data.with_suffix(".new")
    account.make_server_folder(half_made)
    (half_made / "PG_VERSION").write_text("18\n")
    with running(Postgres(where)):
        write_rows(where)


def test_valkey_keeps_its_queue_over_a_stop(where):
    import redis

    with running(Valkey(where)), redis.Redis.from_url(where.redis_url()) as client:
        client.rpush("queue", "letter")
    with running(Valkey(where)), redis.Redis.from_url(where.redis_url()) as client:
        assert client.lrange("queue", 0, -1) == [b"letter"]


def test_only_one_supervisor_at_a_time(where):
    with (
        supervisor.sole_supervisor(where),
        pytest.raises(CannotStart, match=f"already running here, as process {os.getpid()}"),
        supervisor.sole_supervisor(where),
    ):
        pass
    with supervisor.sole_supervisor(where):
        pass


@contextmanager
def telling(told: list[str], title: str) -> Iterator[None]:
    told.append(title)
    yield


def make_supervisor(told: list[str]) -> Supervisor:
    return Supervisor(told.append, lambda title: telling(told, title))


@pytest.mark.usefixtures("made")
def test_services_stop_in_the_opposite_order(where):
    told: list[str] = []
    council = make_supervisor(told)
    council.start([Postgres(where), Valkey(where)])
    council.stop()
    assert told == ["Starting Postgres", "Starting Valkey", "Stopping Valkey", "Stopping Postgres"]
    assert not processes.in_folder("postgres", where.postgres_data)
    assert not processes.in_folder("valkey-server", where.valkey_data)


def test_a_service_that_dies_is_started_again_and_given_up_when_it_keeps_dying(where):
    told: list[str] = []
    valkey = Valkey(where)
    council = make_supervisor(told)
    council.start([valkey])

    def kill_it() -> bool:
        assert valkey.process is not None
        os.killpg(valkey.process.pid, signal.SIGKILL)
        valkey.process.wait()
        return False

    try:
        with pytest.raises(CannotStart, match="Valkey keeps stopping"):
            council.watch(is_over=kill_it)
        assert told[1:] == ["Valkey stopped by itself, starting it again"] * supervisor.MOST_RESTARTS
    finally:
        council.stop()


@pytest.mark.usefixtures("made")
def test_a_server_that_cannot_start_shows_the_end_of_its_log(where):
    with pytest.raises(CannotStart, match=r"(?s)Postgres stopped while starting.*unrecognized configuration parameter"):
        Postgres(where, ["no_such_setting=1"]).start()


def test_somebody_elses_folder_is_refused(where, tmp_path):
    (tmp_path / "link").symlink_to(tmp_path)
    with pytest.raises(CannotStart, match="is not ours"):
        account.make_server_folder(tmp_path / "link")


def test_the_path_of_a_socket_is_short_enough_wherever_the_checkout_stands():
    deep = places.of_checkout(Path("/" + "/".join(["checkout"] * 40)))
    assert len(str(deep.sockets / ".s.PGSQL.5432")) <= 103
    assert len(str(deep.valkey_socket)) <= 103


def test_root_runs_servers_as_an_account_that_is_there_already(monkeypatch):
    monkeypatch.setattr(account.os, "geteuid", lambda: 0)
    monkeypatch.setattr(account, "UNPRIVILEGED", ("no-such-account", "nobody"))
    found = account.server_account()
    assert found is not None
    assert found.pw_name == "nobody"
    monkeypatch.setattr(account, "UNPRIVILEGED", ("no-such-account",))
    with pytest.raises(CannotStart, match="run this as another user"):
        account.server_account()


def test_each_checkout_has_places_of_its_own():
    one, other = places.of_checkout(Path("/srv/one")), places.of_checkout(Path("/srv/other"))
    assert one.sockets != other.sockets
    assert one == places.of_checkout(Path("/srv/one"))


def test_the_data_folder_may_be_chosen():
    assert places.of_checkout(CHECKOUT, folder=str(places.SHORT_FOLDER / "mine")).state == places.SHORT_FOLDER / "mine"


def test_a_closed_home_stays_closed_and_the_servers_run_all_the_same(tmp_path):
    """pytest's own folder may be entered by its owner alone: there root's servers keep their data elsewhere."""
    found = places.of_checkout(tmp_path)
    home_before = [folder.stat().st_mode for folder in (tmp_path, *tmp_path.parents)]
    assert (found.state.parent == places.PERSISTENT_FOLDER) == (os.geteuid() == 0)
    places.make_folders(found)
    try:
        with running(Postgres(found)):
            write_rows(found)
        assert found.state.stat().st_mode & 0o007 == 0
        assert [folder.stat().st_mode for folder in (tmp_path, *tmp_path.parents)] == home_before
    finally:
        shutil.rmtree(found.state)
        shutil.rmtree(found.sockets)
