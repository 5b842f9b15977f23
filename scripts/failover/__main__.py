"""Two web processes, two workers, two beats, Postgres with a standby behind PgBouncer, Valkey with a replica: each is
ended under load, and nothing that was acknowledged may be lost, nor a letter made twice.

    make failover        # ten minutes or so; needs pgbouncer and haproxy (Debian: apt install pgbouncer haproxy)

Traffic goes to the loopback alone. Prints a table, and ends with 1 where a promise was not kept.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from uuid import uuid4

from bench.web import Browser, Failed, token_in
from careleavers.demo.embedded import account, places
from scripts.failover.machines import NEEDED, NotReady, Servers, wait_for

ADVISER, PASSWORD = "carla.mendes@wendmere.example", "demo council 2026"  # of the invented council
OF_ADVISER = """
    SELECT string_agg(person_id::text, ' ') FROM careleavers_allocation JOIN careleavers_user u ON u.id = worker_id
    WHERE u.email = %s AND ends_on IS NULL AND NOT is_planned
"""
DOUBLED = """
    SELECT count(*) FROM (
        SELECT note FROM careleavers_contact WHERE note LIKE 'Rang. %%' GROUP BY note HAVING count(*) > 1
    ) AS doubled
"""
TICK = "SELECT last_seen_at > %s FROM careleavers_heartbeat WHERE name = 'tick'"
WRITERS = 2
UNDER_LOAD = 12.0  # seconds before and after each event
MOST_SECONDS = 30.0  # until the first success after an event
PEOPLE = "2000"  # of whom some hundreds have a birthday within three months
FIRST_LETTERS, LETTERS = "100", "1000"  # approved for the first worker, and at most
# As early as an authority may prepare them, so that there are many.
THREE_MONTHS_AHEAD = """
from django.utils import timezone
from careleavers.actions.policies import set_policy
set_policy(by=None, key="letter_lead_days", value=90, from_on=timezone.localdate())
"""
MADE = "SELECT count(*) FROM careleavers_auditevent WHERE name = 'letter_made'"
TO_MAKE = "SELECT count(*) FROM offers_letter WHERE status = 'approved'"
FEW = 20  # letters, after which a worker is ended in the midst of the rest


@dataclass
class Writers:
    """Advisers who log a contact a few times a second, each with an id of its own, and send it again until it is in."""

    port: int
    people: list[str]
    acknowledged: dict[str, float] = field(default_factory=dict)
    refused: int = 0
    stopped: bool = False

    def run(self, number: int) -> None:
        browser = Browser(self.port)
        waiting = ""
        while not self.stopped:
            waiting = waiting or str(uuid4())
            path = f"/people/{self.people[len(self.acknowledged) % len(self.people)]}/contacts/new/{waiting}/"
            try:
                if not browser.cookies:
                    browser.sign_in(ADVISER, PASSWORD)
                form = {"csrfmiddlewaretoken": token_in(browser.get(path)), "note": f"Rang. {waiting}"}
                form |= {"method": "phone", "result": "spoke", "happened_on": date.today().isoformat()}  # noqa: DTZ011
                browser.post(path, form)
            except (OSError, Failed, ValueError) as wrong:
                self.refused += 1
                if "answered 302" in str(wrong):
                    browser = Browser(self.port)
                time.sleep(0.3)
                continue
            except Exception:  # http.client's own, when a connection ends in the middle
                self.refused += 1
                continue
            self.acknowledged[waiting] = time.monotonic()
            waiting = ""
            time.sleep(0.1)

    def longest_pause(self, since: float) -> float:
        """Seconds between two acknowledged contacts, from this moment on."""
        moments = sorted([since, *(at for at in self.acknowledged.values() if at >= since)])
        return max((b - a for a, b in pairwise(moments)), default=float("inf"))


def main() -> None:
    missing = [name for name in NEEDED if not shutil.which(name)]
    if missing:
        print(f"Nothing was tried: {' and '.join(missing)} not found. Debian: apt install {' '.join(missing)}")
        return
    folder = Path(tempfile.mkdtemp(prefix="careleavers-failover-", dir=places.SHORT_FOLDER))
    with ExitStack() as stack:
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        account.make_server_folder(folder)
        servers = Servers(folder)
        stack.callback(servers.end_all)
        start(servers)
        kept = try_all(servers)
    sys.exit(not kept)


def start(servers: Servers) -> None:
    servers.make_postgres()
    servers.manage("manage.py", "migrate", "--verbosity", "0")
    servers.manage("manage.py", "load_demo", "--bare", "--people", PEOPLE, "--contacts", "8")
    servers.collect_static()
    servers.start_pooler()
    servers.start_valkey()
    servers.start_proxy()
    wait_for(lambda: servers.valkey("valkey").ping(), "Valkey")
    for name in ("one", "two"):
        servers.start_web(f"web_{name}")
        servers.start_worker(f"worker_{name}")
        servers.start_beat(f"beat_{name}")
        time.sleep(3)
    wait_for(lambda: Browser(servers.ports["web"]).get("/ping"), "The web")
    wait_for(lambda: servers.ask("one", "SELECT count(*) FROM careleavers_heartbeat WHERE name = 'tick'"), "The tick")


def try_all(servers: Servers) -> bool:
    """Each event under load; then what is promised is counted."""
    people = servers.ask("one", OF_ADVISER, ADVISER).split()
    writers = Writers(servers.ports["web"], people)
    threads = [threading.Thread(target=writers.run, args=(number,)) for number in range(WRITERS)]
    for each in threads:
        each.start()
    kept = True
    try:
        time.sleep(UNDER_LOAD)
        print(f"{'what ended':34} {'longest pause':>14} {'refused':>8}", flush=True)
        for title, event in EVENTS.items():
            before, began = writers.refused, time.monotonic()
            event(servers)
            time.sleep(UNDER_LOAD)
            pause = writers.longest_pause(began)
            kept &= pause <= MOST_SECONDS
            print(f"{title:34} {pause:12.1f} s {writers.refused - before:8}", flush=True)
    finally:
        writers.stopped = True
        for each in threads:
            each.join()
    return count(servers, writers) and kept


def web_gone(servers: Servers) -> None:
    servers.programs["web_one"].end()


def web_back_other_gone(servers: Servers) -> None:
    servers.start_web("web_one")
    time.sleep(8)
    servers.programs["web_two"].end()


def worker_gone(servers: Servers) -> None:
    """While both make letters: the other one goes on."""
    servers.start_web("web_two")
    servers.manage("manage.py", "shell", "-c", THREE_MONTHS_AHEAD)
    servers.manage("manage.py", "plan_letters")
    servers.manage("-m", "bench.approve", FIRST_LETTERS)
    servers.ask_workers_for("offers.tasks.render_letters", times=2)
    end_in_the_midst(servers, "worker_one")


def worker_back_other_gone(servers: Servers) -> None:
    """While both make the rest of the letters."""
    servers.start_worker("worker_one")
    servers.manage("-m", "bench.approve", LETTERS)
    servers.ask_workers_for("offers.tasks.render_letters", times=2)
    end_in_the_midst(servers, "worker_two")
    servers.start_worker("worker_two")


def end_in_the_midst(servers: Servers, worker: str) -> None:
    """Once a few more letters were made."""
    before = servers.ask(servers.primary, MADE)
    wait_for(lambda: servers.ask(servers.primary, MADE) >= before + FEW, "The next letters")
    left = servers.ask(servers.primary, TO_MAKE)
    servers.programs[worker].end()
    print(f"  {servers.ask(servers.primary, MADE) - before} letters were made, {left} were to be made")


def beat_gone(servers: Servers) -> None:
    """The one that sends: the tick goes on by the other."""
    last = servers.ask(servers.primary, "SELECT last_seen_at FROM careleavers_heartbeat WHERE name = 'tick'")
    servers.programs["beat_one"].end()
    wait_for(
        lambda: servers.ask(
            servers.primary, "SELECT last_seen_at > %s FROM careleavers_heartbeat WHERE name = 'tick'", last
        ),
        "The next tick",
    )


def valkey_gone(servers: Servers) -> None:
    servers.programs["valkey_one"].end()
    servers.valkey("valkey_two").replicaof("NO", "ONE")


def standby_gone(servers: Servers) -> None:
    """Commits wait for it until it is named no more."""
    servers.programs["two"].end()
    servers.acknowledge_on("one", "")


def standby_back(servers: Servers) -> None:
    servers.follow("two", "one")


def primary_gone(servers: Servers) -> None:
    servers.programs["one"].end()
    servers.promote("two")


def pooler_gone(servers: Servers) -> None:
    servers.programs["pooler"].end()
    servers.start_pooler()


EVENTS: dict[str, Callable[[Servers], None]] = {
    "one web process": web_gone,
    "the other, once it was back": web_back_other_gone,
    "a worker, in the midst of letters": worker_gone,
    "the other, once it was back, too": worker_back_other_gone,
    "the beat that sends": beat_gone,
    "Valkey; its replica is promoted": valkey_gone,
    "the standby": standby_gone,
    "(a standby is made again)": standby_back,
    "Postgres; the standby is promoted": primary_gone,
    "PgBouncer, started again": pooler_gone,
}


def count(servers: Servers, writers: Writers) -> bool:
    """Nothing acknowledged is lost, nothing is there twice, each letter was made once, and a tick still comes."""
    at = servers.primary
    ids = list(writers.acknowledged)
    found = servers.ask(at, "SELECT count(*) FROM careleavers_contact WHERE submission_id = ANY(%s::uuid[])", ids)
    doubled = servers.ask(at, DOUBLED)
    print(f"{len(ids)} contacts acknowledged, {len(ids) - found} lost, {doubled} doubled.")
    try:
        wait_for(lambda: all_made(servers), "The last letter")  # what an ended worker had in hand, too
    except NotReady as wrong:
        print(wrong)
    made, left = servers.ask(at, MADE), servers.ask(at, TO_MAKE)
    letters = servers.ask(at, "SELECT count(DISTINCT object_id) FROM careleavers_auditevent WHERE name = 'letter_made'")
    print(f"{letters} letters made, {made - letters} of them twice, {left} not.")
    try:
        wait_for(lambda: servers.ask(at, TICK, datetime.now(UTC) - timedelta(seconds=40)), "A tick")
    except NotReady as wrong:
        print(wrong)
        return False
    return (found, doubled, made, left) == (len(ids), 0, letters, 0) and letters > 0


def all_made(servers: Servers) -> bool:
    servers.manage("manage.py", "render_letters")
    return not servers.ask(servers.primary, TO_MAKE)


if __name__ == "__main__":
    main()
