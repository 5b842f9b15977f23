"""`python -m bench.figure_times`: a quarter and a month frozen, and every figure counted, in the database of the
environment. Prints as JSON for each what it is, its seconds and a remark. What is frozen is taken back.
"""

import json
import os
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "careleavers.settings")
django.setup()

from django.db import connection, transaction  # noqa: E402  the models need the settings
from django.utils import timezone  # noqa: E402

from careleavers.rules.team_scopes import AUTHORITY  # noqa: E402
from reporting.actions.periods import freeze_period  # noqa: E402
from reporting.models import FrozenMember  # noqa: E402
from reporting.queries.figures import Question, count  # noqa: E402
from reporting.rules import periods  # noqa: E402

COUNTED = 40
Row = tuple[str, list[float], str]


def freezing(today: date, kind: periods.PeriodKind) -> Row:
    """The last period that is over, with everybody behind each figure; what is checked at a commit is checked too."""
    ends_on = periods.last_ended(today, kind)
    with transaction.atomic():
        kept = FrozenMember.objects.count()
        began, worked = time.perf_counter(), of_processor()
        figures = freeze_period(by=None, ends_on=ends_on, today=today)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        seconds, worked = time.perf_counter() - began, of_processor() - worked
        members = FrozenMember.objects.count() - kept
        transaction.set_rollback(True)
    return (
        f"{periods.period_name(ends_on)} frozen",
        [seconds],
        f"{figures:,} figures, {members:,} times a person; {worked:.0f} s of the processor",
    )


def of_processor() -> float:
    """Seconds of the processor that this process and its Postgres process have used."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        [pid] = cursor.fetchone()
    ticks = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13]
    return time.process_time() + sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK")


def counting(today: date) -> Row:
    seconds = sorted(timed(lambda: count(Question.on(today, AUTHORITY))) for _ in range(COUNTED))
    p95 = seconds[round(0.95 * (COUNTED - 1))]
    return "every figure of every age group counted", seconds, f"p95 {1000 * p95:.0f} ms"


def timed(ask: Callable[[], Any]) -> float:
    began = time.perf_counter()
    ask()
    return time.perf_counter() - began


if __name__ == "__main__":
    today = timezone.localdate()
    count(Question.on(today, AUTHORITY))
    print(json.dumps([counting(today), freezing(today, periods.QUARTER), freezing(today, periods.MONTH)]))
