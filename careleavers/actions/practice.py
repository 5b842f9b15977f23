"""A practice council begins again: emptied and loaded again in one transaction, so that it is never half there.

What may be emptied is decided in Postgres: `migrate` makes the function that does it in a practice council alone
(careleavers.management.practice_function), so that in a real one there is nothing that could be called.
"""

from __future__ import annotations

import io
import logging
from collections.abc import Callable, Mapping
from contextlib import closing
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import connection, connections
from django.db.models import Q
from django.utils import timezone

from careleavers.actions.base import Refused, action, record_event
from careleavers.management.practice_function import EMPTY
from careleavers.models import NewBeginning, RoleAssignment, Team, User
from careleavers.queries.practice import invented, loaded_as, staying, under_way

NOT_HERE = "This council is real: nothing of it can be begun again."
UNDER_WAY = "It is being begun again already."
LEASE = timedelta(minutes=10)  # in which a worker says again that it is at it: far longer than a step takes
NOTE = "UPDATE careleavers_newbeginning SET step = %s, claimed_until = %s WHERE id = %s"
LONGEST_STEP = 120
OPTIONS = ("people", "seed", "contacts", "quarters", "bare")  # of load_demo, as they were the last time

Progress = Callable[[str], None]


@action
def ask_to_begin_again(*, by: User | None = None, now: datetime) -> NewBeginning:
    """A worker empties the council soon and loads it again. Refused outside a practice council, and while one does."""
    if not settings.PRACTICE:
        raise Refused(NOT_HERE)
    if under_way():
        raise Refused(UNDER_WAY)
    asked = NewBeginning.objects.create(asked_at=now, asked_by_id=by.pk if by else None, asked_by_name=str(by or ""))
    record_event("new_beginning_asked_for", by=by, on=asked)
    return asked


def run_new_beginnings(*, now: datetime, report_progress: Progress | None = None) -> int:
    """Begin again where somebody asked for it. Returns how often: once, or not at all.

    One that a worker gave up half way is taken up again when its time is over; until then all is as it was before.
    """
    claimed = claim_new_beginning(now=now)
    if claimed is None:
        return 0
    state = NewBeginning.DONE
    try:
        begin_again(beginning=claimed, report_progress=report_progress or noting_progress(claimed))
    except Exception:
        logging.getLogger(__name__).exception("The practice council could not begin again.")
        state = NewBeginning.BROKEN
    finish_new_beginning(beginning=claimed, state=state, now=timezone.now())
    return 1


@action
def claim_new_beginning(*, now: datetime) -> NewBeginning | None:
    """None outside a practice council, whatever its tables hold."""
    if not settings.PRACTICE:
        return None
    free = Q(claimed_until=None) | Q(claimed_until__lt=now)
    waiting = NewBeginning.objects.filter(free, state__in=NewBeginning.UNDER_WAY)
    claimed = waiting.select_for_update(skip_locked=True).first()
    if claimed:
        claimed.state, claimed.claimed_until, claimed.began_at = NewBeginning.RUNNING, now + LEASE, now
        claimed.save(update_fields=["state", "claimed_until", "began_at"])
    return claimed


@action
def begin_again(*, beginning: NewBeginning, report_progress: Progress) -> None:
    """Everything is emptied but the accounts that were copied here, with their roles, passwords and sessions; then the
    invented council is loaded as it was the last time. Refused outside a practice council."""
    if not settings.PRACTICE:
        raise Refused(NOT_HERE)
    options, by = _options(loaded_as()), beginning.asked_by()
    report_progress("Emptying the council")
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {EMPTY}()")
    _forget_the_invented()
    call_command("load_demo", **options, verbosity=0, stdout=_Lines(report_progress))
    record_event("practice_council_begun_again", by=by, on=beginning)


def _options(loaded: Mapping[str, Any]) -> dict[str, Any]:
    return {name: loaded[name] for name in OPTIONS if name in loaded}


def _forget_the_invented() -> None:
    """Their sessions end with them; whoever stays goes on in theirs. A team of somebody who stays, stays."""
    RoleAssignment.objects.filter(recorded_by__in=invented()).update(recorded_by=None)
    kept = {str(pk) for pk in staying().values_list("pk", flat=True)}
    sessions = Session.objects.iterator()
    ended = [each.pk for each in sessions if each.get_decoded().get(SESSION_KEY) not in kept]
    Session.objects.filter(pk__in=ended).delete()
    invented().delete()
    while emptied := Team.objects.filter(assignments=None, children=None):
        emptied.delete()


class _Lines(io.TextIOBase):
    """What a command writes, line by line."""

    def __init__(self, report_progress: Progress) -> None:
        self.report_progress = report_progress

    def write(self, text: str) -> int:
        if text.strip():
            self.report_progress(text.strip())
        return len(text)


def noting_progress(beginning: NewBeginning) -> Progress:
    """Notes each step at once, by a connection of its own: what is under way is one transaction, of which nobody sees
    anything before its end."""

    def note(step: str) -> None:
        with closing(connections["default"].copy()) as aside, aside.cursor() as cursor:
            cursor.execute(NOTE, [step[:LONGEST_STEP], timezone.now() + LEASE, beginning.pk])

    return note


@action
def finish_new_beginning(*, beginning: NewBeginning, state: str, now: datetime) -> None:
    """Done, or broken off: then nothing has changed."""
    NewBeginning.objects.filter(pk=beginning.pk).update(state=state, step="", claimed_until=None, ended_at=now)
