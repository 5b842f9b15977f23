"""A month's letters: planned, approved and made by two processes, as the night and business support would."""

from __future__ import annotations

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from bench import servers
from bench.councils import Council, manage
from careleavers.demo.embedded.places import Places

MANY, PROCESSES = 1000, 2
MADE = "SELECT count(*) FROM offers_letter WHERE status = 'rendered'"


@dataclass(frozen=True)
class Made:
    letters: int
    seconds: float

    @property
    def for_a_thousand(self) -> float:
        """Seconds."""
        return 1000 * self.seconds / self.letters if self.letters else float("inf")


def make(where: Places, council: Council) -> Made:
    """Each step a command of its own, start-up included. Fewer than MANY where fewer birthdays are near."""
    with servers.connect(where, council.database).cursor() as cursor:

        def made() -> int:
            cursor.execute(MADE)
            return int(cursor.fetchall()[0][0])

        before, began = made(), time.perf_counter()
        manage(where, council, "plan_letters")
        environment = servers.environment(where, council.database, council.number)
        approve = [sys.executable, "-m", "bench.approve", str(MANY)]
        subprocess.run(approve, cwd=servers.CHECKOUT, env=environment, check=True)
        with ThreadPoolExecutor(PROCESSES) as both:
            list(both.map(lambda _: manage(where, council, "render_letters"), range(PROCESSES)))
        return Made(made() - before, time.perf_counter() - began)
