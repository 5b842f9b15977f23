"""What a request for a record refuses, in which words; the request stays as it was."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from careleavers.actions import record_requests
from careleavers.actions.base import Refused
from careleavers.models import RecordRequest
from tests.cast import TODAY, Cast, days_ago
from tests.factories import RecordRequestFactory
from tests.refusals import refused

pytestmark = pytest.mark.usefixtures("_on_the_day")


def write(cast: Cast, request: RecordRequest, **facts: Any) -> None:
    given = {"received_on": request.received_on, "owner": cast.mo, "kind": "access"} | facts
    record_requests.write_request(by=cast.mo, person=request.person, request=request, today=TODAY, **given)


def clock(cast: Cast, request: RecordRequest, **facts: Any) -> None:
    none = dict.fromkeys(("identity_asked_on", "identity_checked_on", "extension_told_on"))
    record_requests.write_clock(by=cast.mo, request=request, **(none | facts))


def end(cast: Cast, request: RecordRequest, on: Any = TODAY, state: str = "sent") -> None:
    record_requests.end_request(by=cast.mo, request=request, state=state, closed_on=on)


KNOWN = {"identity_checked_on": days_ago(3), "identity_how": "Their worker knows them"}
COPIED = {"copied_on": days_ago(2)}


@pytest.mark.parametrize(
    ("how", "does", "says"),
    [
        ({}, lambda cast, row: write(cast, row, received_on=row.person.date_of_birth - timedelta(1)), "born"),
        ({}, lambda cast, row: write(cast, row, owner=cast.dana), "may not answer it: choose somebody else"),
        (COPIED, lambda cast, row: write(cast, row, kind="correction"), "it stays a request for a copy"),
        ({}, partial(clock, identity_asked_on=days_ago(8)), "The request came on 16 November 2026: check the days."),
        ({}, partial(clock, identity_checked_on=days_ago(8)), "That is before it was asked for: check the days."),
        ({"received_on": days_ago(60)}, partial(clock, extension_told_on=TODAY), "month"),
        ({}, lambda cast, row: end(cast, row, days_ago(8), "withdrawn"), "The request came on 16 November 2026"),
        ({}, end, "Write down first how you know who asks."),
        (KNOWN, lambda cast, row: end(cast, row, days_ago(4)), "It is known who asks since 20 November 2026"),
        (KNOWN, end, "A second person has not approved the copy yet."),
    ],
)
def test_a_request(cast: Cast, scene: Callable, how: dict[str, Any], does: Callable, says: str) -> None:
    with scene():
        request = RecordRequestFactory.create(person=cast.amira, **how)
    with refused(says, RecordRequest):
        does(cast, request)


def test_what_is_no_copy_needs_no_second_person_and_opens_once(cast: Cast, scene: Callable) -> None:
    with scene():
        request = RecordRequestFactory.create(person=cast.amira, kind="correction", **KNOWN)
    open_again = partial(record_requests.open_request_again, by=cast.mo, request=request, revision=None)
    with pytest.raises(Refused, match="It is open already"):
        open_again()
    end(cast, request)
    request.refresh_from_db()
    assert (request.state, request.closed_on) == ("sent", TODAY)
    open_again()
    request.refresh_from_db()
    assert (request.state, request.closed_on) == ("received", None)
