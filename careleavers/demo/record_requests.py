"""What was asked about records of the demo council: a copy that is being prepared, and something to be put right."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from careleavers.actions.record_copies import begin_copy
from careleavers.actions.record_requests import write_clock, write_request
from careleavers.models import User, YoungPerson
from careleavers.queries.record_requests import first_to_answer
from careleavers.site.record_story import record_story

ASKED_AGO = timedelta(days=19)


def write_record_requests(cases: Sequence[tuple[YoungPerson, User]], today: date) -> None:
    """The first wants to know everything, and their manager has begun the copy; the second finds a mistake."""
    (first, worker), (second, other) = cases[:2]
    asked_on = today - ASKED_AGO
    request = write_request(
        by=worker,
        person=first,
        today=asked_on,
        kind="access",
        way="in_person",
        asked_by="young_person",
        text="I want to know why I could not stay with my gran, and what was written when I moved.",
        wants_support="Their adviser, at the hub",
        received_on=asked_on,
        owner=first_to_answer(first, worker, today),
    )
    write_clock(
        by=worker,
        request=request,
        identity_asked_on=None,
        identity_checked_on=asked_on,
        identity_how=f"{worker.name} works with them",
        extension_told_on=None,
        extension_why="",
    )
    if request.owner:
        begin_copy(by=request.owner, request=request, revision=None, entries=record_story(first, today), today=today)
    write_request(
        by=other,
        person=second,
        today=today,
        kind="correction",
        way="text",
        asked_by="young_person",
        text="It says that I missed three appointments in May. I was in hospital.",
        received_on=today - timedelta(days=4),
        owner=first_to_answer(second, other, today),
    )
